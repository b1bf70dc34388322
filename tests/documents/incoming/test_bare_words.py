"""The bare words of a file hold all that somebody reads in it."""

from io import BytesIO

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from iso_qms.documents.incoming.bare_words import words_of_word

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_what_stands_in_notes_and_edges_is_read_too():
    word, file = Document(), BytesIO()
    word.add_paragraph("Thân bài")
    word.sections[0].footer.paragraphs[0].text = "Chân trang"
    for kind in ("footnote", "endnote"):
        note = f"<w:{kind} w:id='2'><w:p><w:r><w:t>Chú thích {kind}</w:t></w:r></w:p></w:{kind}>"
        part = f"<w:{kind}s xmlns:w='{SPACE}'>{note}</w:{kind}s>".encode()
        type_ = getattr(CONTENT_TYPE, f"WML_{kind.upper()}S")
        made = Part(PackURI(f"/word/{kind}s.xml"), type_, part, word.part.package)
        word.part.relate_to(made, getattr(RELATIONSHIP_TYPE, f"{kind.upper()}S"))
    word.save(file)
    said = words_of_word(file.getvalue())
    assert all(words in said for words in ("Thân bài", "Chân trang", "Chú thích footnote", "Chú thích endnote"))
