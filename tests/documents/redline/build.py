"""Small Word files made of random pieces, and random edits of them, from one seed."""

import io
import zipfile
from copy import deepcopy
from random import Random
from xml.sax.saxutils import escape

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
SPACES = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMES.items())
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
WORDS = [
    "the",
    "unit",
    "receives",
    "a",
    "file",
    "and",
    "checks",
    "it",
    "within",
    "three",
    "working",
    "days",
    "then",
    "hands",
    "over",
    "the",
    "result",
    "to",
    "whom",
    "it",
    "concerns",
    "hồ",
    "sơ",
    "tiếp",
    "nhận",
    "trả",
    "kết",
    "quả",
    "thời",
    "hạn",
    "lệ",
    "phí",
    "cơ",
    "quan",
    "1.250.000",
    "(a)",
    "02,",
    "số",
    "5;",
    "–",
    "“ngày”",
    "x",
    "y",
    "z",
]


class Maker:
    """Makes content as plain data (nested lists), edits it, and writes it down."""

    def __init__(self, seed):
        self.random = Random(seed)

    def words(self, most=12):
        return " ".join(self.random.choice(WORDS) for _ in range(self.random.randint(1, most)))

    def document(self):
        return [self.block(0) for _ in range(self.random.randint(1, 9))] + [("p", [("t", self.words())], {})]

    def block(self, depth):
        roll = self.random.random()
        if roll < 0.68 or depth > 2:
            return ("p", self.inlines(depth), {"section": depth == 0 and self.random.random() < 0.05})
        if roll < 0.86:
            return ("tbl", self.rows(depth), {"sdt": self.random.random() < 0.1})
        if roll < 0.92:
            return ("sdt", [self.block(depth + 1) for _ in range(self.random.randint(1, 3))], {})
        if roll < 0.94:
            return ("xml", [self.block(depth + 1)], {})
        if roll < 0.96:
            return ("alt", [], {})
        return ("toc", [[("t", self.words(4)), ("tab",), ("t", "7")] for _ in range(self.random.randint(2, 4))], {})

    def rows(self, depth):
        columns = self.random.randint(1, 3)
        return [self.row(columns, depth) for _ in range(self.random.randint(1, 4))]

    def row(self, columns, depth):
        cells = []
        while len(cells) < columns:
            span = 2 if self.random.random() < 0.1 and columns - len(cells) > 1 else 1
            merge = self.random.choice(["", "", "", "", "restart", "continue"])
            blocks = [self.block(depth + 1)] if self.random.random() < 0.3 else []
            cells.append((span, merge, [*blocks, ("p", self.inlines(depth + 1), {})], self.random.random() < 0.05))
            columns -= span - 1
        return (cells, self.random.random() < 0.08)

    def inlines(self, depth):
        if self.random.random() < 0.08:
            return []
        return [self.inline(depth) for _ in range(self.random.randint(1, 6))]

    def inline(self, depth):
        kind = self.random.choice(
            ["t"] * 12
            + [
                "tab",
                "br",
                "page",
                "cr",
                "sym",
                "soft",
                "hard",
                "link",
                "field",
                "simple",
                "note",
                "end",
                "pic",
                "math",
            ]
            + ["sdt", "smart", "xml", "mark", "comment", "box", "box", "ruby", "link"]
        )
        if kind in ("t", "link", "sdt", "smart", "xml", "math", "ruby"):
            return (kind, self.words(), self.random.randint(0, 2))
        if kind in ("field", "simple"):
            return (kind, self.random.choice(["PAGE", "REF a", "DATE"]), self.words(2))
        if kind in ("note", "end"):
            notes = [[("t", self.words(), 0)] for _ in range(self.random.randint(1, 2))]
            return (kind, notes)
        if kind == "pic":
            return (kind, self.random.randint(0, 3))
        if kind == "box":
            if depth > 1:
                return ("t", self.words(), 1)
            return (kind, [self.block(3) for _ in range(self.random.randint(1, 3))], self.random.random() < 0.2)
        return (kind,)

    # Edits.

    def edited(self, blocks, depth=0):
        blocks = deepcopy(blocks)
        for _ in range(self.random.randint(0, 4)):
            self._edit(blocks, depth)
        return blocks

    def _edit(self, blocks, depth):
        place = self.random.randrange(len(blocks))
        roll = self.random.random()
        if roll < 0.15 and len(blocks) > 1:
            del blocks[place]
        elif roll < 0.3:
            blocks.insert(place, self.block(depth))
        elif roll < 0.4 and len(blocks) > 2:
            blocks.insert(self.random.randrange(len(blocks) - 1), blocks.pop(place))
        elif roll < 0.47:
            tables = [block for block in blocks if block[0] == "tbl"]
            if tables and blocks[place][0] == "p":
                cell = self.random.choice(self.random.choice(self.random.choice(tables)[1])[0])
                cell[2].insert(0, blocks[place])
                if len(blocks) > 1:
                    del blocks[place]
        else:
            blocks[place] = self._changed(blocks[place], depth)

    def _changed(self, block, depth):
        kind, content, options = block
        if kind == "p":
            return (kind, self._inlines_changed(content, depth), options)
        if kind == "tbl":
            return (kind, self._rows_changed(content, depth), options)
        if kind == "toc":
            lines = content[:]
            lines[self.random.randrange(len(lines))] = [("t", self.words(4)), ("tab",), ("t", "8")]
            return (kind, lines if self.random.random() < 0.7 else lines[1:] or lines, options)
        if kind in ("sdt", "xml"):
            return (kind, self.edited(content, depth + 1), options) if self.random.random() < 0.8 else content[0]
        return block

    def _rows_changed(self, rows, depth):
        rows = deepcopy(rows)
        roll = self.random.random()
        place = self.random.randrange(len(rows))
        if roll < 0.2 and len(rows) > 1:
            del rows[place]
        elif roll < 0.4:
            rows.insert(place, self.row(max(1, len(rows[0][0])), depth))
        elif roll < 0.5:
            for cells, _ in rows:
                cells.append((1, "", [("p", self.inlines(depth + 1), {})], False))
        elif roll < 0.6 and all(len(cells) > 1 for cells, _ in rows):
            for cells, _ in rows:
                del cells[0]
        else:
            cells, _ = rows[place]
            at = self.random.randrange(len(cells))
            span, merge, blocks, wrapped = cells[at]
            merge = self.random.choice([merge, merge, "restart", "continue"])
            cells[at] = (span, merge, self.edited(blocks, depth + 1), wrapped)
            if cells[at][2][-1][0] != "p":
                cells[at][2].append(("p", [], {}))
        return rows

    def _inlines_changed(self, inlines, depth):
        inlines = deepcopy(inlines)
        for _ in range(self.random.randint(1, 3)):
            roll, place = self.random.random(), self.random.randrange(len(inlines) + 1)
            if roll < 0.25 and place < len(inlines):
                del inlines[place]
            elif roll < 0.5:
                inlines.insert(place, self.inline(depth))
            elif place < len(inlines):
                inlines[place] = self._inline_changed(inlines[place], depth)
        return inlines

    def _inline_changed(self, inline, depth):
        kind = inline[0]
        if kind in ("t", "link", "sdt", "smart", "xml", "math"):
            words = inline[1].split(" ")
            words[self.random.randrange(len(words))] = self.words(3)
            return (
                self.random.choice([kind, kind, kind, "t", "link"]),
                " ".join(words),
                inline[2] if len(inline) > 2 else 0,
            )
        if kind == "box":
            return (kind, self.edited(inline[1], 3), inline[2])
        if kind in ("note", "end"):
            return (kind, [self._inlines_changed(line, 3) for line in inline[1]]) if depth < 4 else inline
        return self.inline(depth)


class Writer:
    """Writes a made document as a .docx."""

    def __init__(self, seed, *, odd=False):
        self.random = Random(seed)
        self.number = 0
        self.notes = {"footnote": [], "endnote": []}
        self.relations = {}
        self.odd = odd

    def file(self, blocks):
        body = "".join(self.block(block) for block in blocks)
        files = {
            "word/document.xml": f"<w:document {SPACES} mc:Ignorable='w14'>"
            f"<w:body>{body}<w:sectPr/></w:body></w:document>",
            "word/styles.xml": f"<w:styles {SPACES}><w:style w:type='paragraph' w:styleId='Normal' w:default='1'>"
            "<w:name w:val='Normal'/></w:style></w:styles>",
        }
        self.relate(f"{OFFICE}/styles", "styles.xml")
        for kind, notes in self.notes.items():
            if notes:
                files[f"word/{kind}s.xml"] = self.note_part(kind, notes)
                self.relate(f"{OFFICE}/{kind}s", f"{kind}s.xml")
        files["word/altered.html"] = "<html/>"
        for name in (
            "word/media/image0.png",
            "word/media/image1.png",
            "word/media/image2.png",
            "word/media/image3.png",
        ):
            files[name] = f"{name} {self.odd}"
        for name in ("document", "footnotes", "endnotes"):
            files[f"word/_rels/{name}.xml.rels"] = self.relation_part()
        files["_rels/.rels"] = (
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            f"<Relationship Id='rId1' Type='{OFFICE}/officeDocument' Target='word/document.xml'/></Relationships>"
        )
        files["[Content_Types].xml"] = self.types(files)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in files.items():
                package.writestr(name, content)
        return out.getvalue()

    def types(self, files):
        named = {"word/document.xml": "document.main", "word/styles.xml": "styles"}
        named |= {f"word/{kind}s.xml": f"{kind}s" for kind in self.notes}
        overrides = "".join(
            f"<Override PartName='/{name}' ContentType='{TYPE}.{kind}+xml'/>"
            for name, kind in named.items()
            if name in files
        )
        return (
            "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
            "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
            "<Default Extension='xml' ContentType='application/xml'/><Default Extension='png' ContentType='image/png'/>"
            f"<Default Extension='html' ContentType='text/html'/>{overrides}</Types>"
        )

    def relate(self, kind, target, mode=""):
        for identifier, known in self.relations.items():
            if known == (kind, target, mode):
                return identifier
        identifier = f"rId{len(self.relations) + (11 if self.odd else 1)}"
        self.relations[identifier] = (kind, target, mode)
        return identifier

    def relation_part(self):
        rows = "".join(
            f"<Relationship Id='{i}' Type='{kind}' Target='{target}'{mode}/>"
            for i, (kind, target, mode) in self.relations.items()
        )
        return f"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{rows}</Relationships>"

    def note_part(self, kind, notes):
        rows = f"<w:{kind} w:id='-1' w:type='separator'><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>"
        for identifier, lines in notes:
            paragraphs = "".join(f"<w:p><w:r><w:{kind}Ref/></w:r>{self.inlines(line)}</w:p>" for line in lines)
            rows += f"<w:{kind} w:id='{identifier}'>{paragraphs}</w:{kind}>"
        return f"<w:{kind}s {SPACES}>{rows}</w:{kind}s>"

    def fresh(self):
        self.number += 1
        return self.number

    def block(self, block):
        kind, content, options = block
        return getattr(self, f"block_{kind}")(content, options)

    def block_p(self, inlines, options):
        properties = "<w:sectPr><w:pgSz w:w='11906' w:h='16838'/></w:sectPr>" if options.get("section") else ""
        properties = f"<w:pPr>{properties}</w:pPr>" if properties or self.random.random() < 0.3 else ""
        return f"<w:p w14:paraId='{self.fresh():08X}'>{properties}{self.inlines(inlines)}</w:p>"

    def block_tbl(self, rows, options):
        made = "".join(self.row(row) for row in rows)
        return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='2000'/></w:tblGrid>{made}</w:tbl>"

    def row(self, row):
        cells, wrapped = row
        made = f"<w:tr>{''.join(self.cell(*cell) for cell in cells)}</w:tr>"
        return self.control(made) if wrapped else made

    def cell(self, span, merge, blocks, wrapped):
        properties = f"<w:gridSpan w:val='{span}'/>" if span > 1 else ""
        properties += {"": "", "restart": "<w:vMerge w:val='restart'/>", "continue": "<w:vMerge/>"}[merge]
        made = f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(self.block(block) for block in blocks)}</w:tc>"
        return self.control(made) if wrapped else made

    def block_sdt(self, blocks, options):
        return self.control("".join(self.block(block) for block in blocks))

    def block_xml(self, blocks, options):
        return f"<w:customXml w:element='e'>{''.join(self.block(block) for block in blocks)}</w:customXml>"

    def block_alt(self, content, options):
        return f"<w:altChunk r:id='{self.relate(f'{OFFICE}/aFChunk', 'altered.html')}'/>"

    def block_toc(self, lines, options):
        begin = self.mark("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>" + self.mark("separate")
        made = [f"<w:p>{begin * (at == 0)}{self.inlines(line)}</w:p>" for at, line in enumerate(lines)]
        return "".join(made) + f"<w:p>{self.mark('end')}</w:p>"

    def control(self, inner):
        return f"<w:sdt><w:sdtPr><w:id w:val='{self.fresh()}'/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    def mark(self, kind):
        return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"

    def inlines(self, inlines):
        return "".join(getattr(self, f"inline_{inline[0]}")(*inline[1:]) for inline in inlines)

    def inline_t(self, text, look=0):
        """The text in one run or several, as Word splits runs at will."""
        pieces, made = [text], ""
        if self.random.random() < 0.4 and len(text) > 3:
            cut = self.random.randrange(1, len(text))
            pieces = [text[:cut], text[cut:]]
        for piece in pieces:
            look_of = {0: "", 1: "<w:rPr><w:b/></w:rPr>", 2: "<w:rPr><w:i/></w:rPr>"}[look]
            made += f"<w:r>{look_of}<w:t xml:space='preserve'>{escape(piece)}</w:t></w:r>"
        return made + "<w:proofErr w:type='spellStart'/>" * (self.random.random() < 0.05)

    def run(self, inner):
        return f"<w:r>{inner}</w:r>"

    def inline_tab(self):
        return self.run("<w:tab/>")

    def inline_br(self):
        return self.run("<w:t>up</w:t><w:br/><w:t>down</w:t>")

    def inline_page(self):
        return self.run("<w:br w:type='page'/>")

    def inline_cr(self):
        return self.run("<w:cr/>")

    def inline_sym(self):
        return self.run("<w:sym w:font='Wingdings' w:char='F0FC'/>")

    def inline_soft(self):
        return self.run("<w:t>co</w:t><w:softHyphen/><w:t>operate</w:t>")

    def inline_hard(self):
        return self.run("<w:t>e</w:t><w:noBreakHyphen/><w:t>mail</w:t>")

    def inline_link(self, text, look=0):
        identifier = self.relate(f"{OFFICE}/hyperlink", f"https://example.org/{look}", " TargetMode='External'")
        return f"<w:hyperlink r:id='{identifier}'>{self.inline_t(text)}</w:hyperlink>"

    def inline_field(self, code, text):
        inside = f"<w:r><w:instrText xml:space='preserve'> {code} </w:instrText></w:r>"
        return self.mark("begin") + inside + self.mark("separate") + self.inline_t(text) + self.mark("end")

    def inline_simple(self, code, text):
        return f"<w:fldSimple w:instr='{code}'>{self.inline_t(text)}</w:fldSimple>"

    def _note(self, kind, lines):
        identifier = len(self.notes[kind]) + 1
        self.notes[kind].append((identifier, lines))
        return self.run(f"<w:{kind}Reference w:id='{identifier}'/>")

    def inline_note(self, lines):
        return self._note("footnote", lines)

    def inline_end(self, lines):
        return self._note("endnote", lines)

    def inline_pic(self, number):
        identifier = self.relate(f"{OFFICE}/image", f"media/image{number}.png")
        return self.run(
            f"<w:drawing><wp:inline><wp:extent cx='1' cy='1'/><wp:docPr id='{self.fresh()}' name='p'/><a:graphic>"
            f"<a:graphicData uri='{NAMES['pic']}'><pic:pic><pic:nvPicPr><pic:cNvPr id='{self.fresh()}' name='p'/>"
            f"<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed='{identifier}'/></pic:blipFill><pic:spPr/>"
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        )

    def inline_math(self, text, look=0):
        return f"<m:oMath><m:r><m:t>{escape(text)}</m:t></m:r></m:oMath>"

    def inline_sdt(self, text, look=0):
        return self.control(self.inline_t(text, look))

    def inline_smart(self, text, look=0):
        return f"<w:smartTag w:element='place'>{self.inline_t(text, look)}</w:smartTag>"

    def inline_xml(self, text, look=0):
        return f"<w:customXml w:element='e'>{self.inline_t(text, look)}</w:customXml>"

    def inline_ruby(self, text, look=0):
        return self.run(
            f"<w:ruby><w:rubyPr/><w:rt><w:r><w:t>{escape(text)}</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>b</w:t></w:r></w:rubyBase></w:ruby>"
        )

    def inline_mark(self):
        number = self.fresh()
        start, end = f"<w:bookmarkStart w:id='{number}' w:name='b{number}'/>", f"<w:bookmarkEnd w:id='{number}'/>"
        return start + self.inline_t("marked") + end

    def inline_comment(self):
        return f"<w:proofErr w:type='gramStart'/>{self.inline_t('noted')}"

    def inline_box(self, blocks, bare=False):
        inner = "".join(self.block(block) for block in blocks)
        if blocks[-1][0] != "p":
            inner += "<w:p/>"
        older = (
            f"<w:pict><v:shape id='s{self.fresh()}'><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox>"
            "</v:shape></w:pict>"
        )
        if bare:
            return self.run(older)
        newer = (
            f"<w:drawing><wp:inline><wp:extent cx='1' cy='1'/><wp:docPr id='{self.fresh()}' name='x'/><a:graphic>"
            f"<a:graphicData uri='{NAMES['wps']}'><wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx>"
            "</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
        return self.run(
            f"<mc:AlternateContent><mc:Choice Requires='wps'>{newer}</mc:Choice><mc:Fallback>{older}</mc:Fallback>"
            "</mc:AlternateContent>"
        )


def pair(seed):
    """An old and a new file."""
    maker = Maker(seed)
    old = maker.document()
    new = maker.edited(old) if seed % 5 else maker.document()
    for blocks in (old, new):
        if blocks[-1][0] != "p":
            blocks.append(("p", [], {}))
    return Writer(seed).file(old), Writer(seed + 1, odd=True).file(new)
