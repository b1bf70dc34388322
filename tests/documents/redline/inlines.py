"""Writes what stands inside a paragraph: text in runs, fields, links, notes, pictures, formulas, text boxes."""

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


class InlineWriter:
    """Writes the pieces of a paragraph; what writes the file keeps relations, notes and numbers."""

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
