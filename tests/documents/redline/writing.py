"""Writes a made document as a .docx."""

import io
import zipfile
from random import Random

from tests.documents.redline.inlines import OFFICE, SPACES, TYPE, InlineWriter


class Writer(InlineWriter):
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
