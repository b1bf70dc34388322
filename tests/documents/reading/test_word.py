import unicodedata

import pytest

from iso_qms.documents.reading.word import word_of
from iso_qms.processes.reading import BadFile, read
from tests.processes.reading.build import C, Footer, Part, R, W, docx, h, p, package, procedure, table


def _texts(body: str) -> list[tuple[str, str]]:
    document = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
    blocks = word_of(package({"word/document.xml": document})).blocks
    return [
        (line.label, line.text) for block in blocks for line in ([block] if hasattr(block, "text") else block.lines())
    ]


def test_deleted_and_hidden_text_is_not_shown_and_inserted_text_is() -> None:
    run = "<w:r>{}<w:t>{}</w:t></w:r>"
    body = (
        "<w:p>" + run.format("", "một ")
        + "<w:del>" + run.format("", "xóa").replace("w:t>", "w:delText>") + "</w:del>"
        + "<w:ins>" + run.format("", "thêm ") + "</w:ins>"
        + run.format("<w:rPr><w:vanish/></w:rPr>", "ẩn") + run.format("", "hai") + "</w:p>"
    )  # fmt: skip
    assert _texts(body) == [("", "một thêm hai")]


def test_a_break_begins_a_new_line_and_marks_that_cannot_be_seen_are_dropped() -> None:
    assert _texts(p("một\nh\u200eai\u00a0 ba")) == [("", "một"), ("", "hai ba")]


def test_content_controls_are_read_through() -> None:
    assert _texts(f"<w:sdt><w:sdtContent>{p('trong')}</w:sdtContent></w:sdt>") == [("", "trong")]


def test_text_boxes_stand_apart_from_the_line_they_hang_on() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p('hộp')}</w:txbxContent></w:pict></w:r>"
    assert _texts(f"<w:p><w:r><w:t>dòng</w:t></w:r>{box}</w:p>") == [("", "dòng")]


@pytest.mark.parametrize(
    ("kind", "text", "labels"),
    [
        ("decimal", "%1.", ["1.", "2."]),
        ("decimalZero", "%1", ["01", "02"]),
        ("lowerLetter", "%1)", ["a)", "b)"]),
        ("upperRoman", "%1.", ["I.", "II."]),
        ("bullet", "\uf0b7", ["-", "-"]),
        ("none", "", ["", ""]),
    ],
)
def test_labels_word_counts_by_itself_are_counted(kind: str, text: str, labels: list[str]) -> None:
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
    lists += '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="n" '
        f'Type="{R}/numbering" Target="numbering.xml"/></Relationships>'
    )
    body = p("x", numbered=1) + p("y", numbered=1)
    files = {
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": relations,
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{lists}</w:numbering>',
    }
    assert [line.label for line in word_of(package(files)).blocks] == labels


def test_the_same_bytes_always_give_the_same_object() -> None:
    data = docx([h("1. Mục đích"), p("Nói rõ.")])
    assert read(data, name="x") == read(data, name="x")


@pytest.mark.parametrize(
    "body", ["", "<w:tbl/>", "<w:tbl><w:tr/></w:tbl>", "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", "<w:p/>"]
)
def test_an_almost_empty_document_is_read(body: str) -> None:
    assert read(docx([body]), name="x")["steps"] == []


def test_a_document_without_a_body_is_refused() -> None:
    with pytest.raises(BadFile):
        word_of(package({"word/document.xml": f'<w:document xmlns:w="{W}"/>'}))


def test_a_table_that_only_frames_other_tables_is_not_a_table() -> None:
    framed = f"<w:tbl><w:tr><w:tc>{''.join(procedure())}<w:p/></w:tc></w:tr></w:tbl>"
    assert read(docx([framed]), name="x") == read(docx(procedure()), name="x")


def test_a_row_of_two_counted_numbers_and_no_text_is_read() -> None:
    counted = C("", numbered=True)
    found = read(docx([*procedure(), table([[counted, counted], ["1", "Mục đích"], [counted, counted]])]), name="x")
    assert len(found["steps"]) == 2


def test_loose_marks_in_a_footer_count_too() -> None:
    loose = unicodedata.normalize("NFD", "hiệu")
    found = read(docx(Part(procedure(), [Footer(f"Ngày {loose} lực: 05/8/2025")])), name="x")
    assert [(w["code"], w["values"]) for w in found["warnings"]] == [("not_nfc", {"words": 1})]
