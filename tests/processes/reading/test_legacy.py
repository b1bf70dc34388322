"""Fonts made before Unicode: their letters are converted by table, and the reader says so."""

import io
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso_qms.documents.reading import legacy
from iso_qms.processes.reading import Procedure, read
from tests.processes.reading.build import W, docx, h, p, package, procedure

SMALL = "".join(sorted({letter for letter in legacy.TCVN3_LETTERS.values() if letter.islower()}))
CAPITALS = SMALL.upper()
ASCII = "abcdeghiklmnopqrstuvxyABCDEGHIKLMNOPQRSTUVXY 0123456789.,;:-/()"
TO_TCVN3 = {letter: sign for sign, letter in legacy.TCVN3_LETTERS.items()}
TO_VNI = {letter: sign for sign, letter in legacy.VNI_LETTERS.items() if sign == sign.lower() or sign == sign.upper()}


def typed(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in text)


def test_every_letter_of_vietnamese_has_its_sign_in_both_tables() -> None:
    marked = {
        unicodedata.normalize("NFC", base + tone)
        for base in "aăâeêioôơuưy"
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    }
    assert {*marked, "đ"} - set("aeiouy") == set(SMALL)
    assert {*SMALL, *CAPITALS} == set(TO_VNI)


@given(st.text(SMALL + "ĂÂÊÔƠƯĐ" + ASCII))
def test_a_text_typed_in_tcvn3_is_that_text_again(text: str) -> None:
    assert legacy.decoded(typed(text, TO_TCVN3), font=".VnTime") == text


@given(st.text(SMALL + CAPITALS + ASCII))
def test_a_text_typed_in_vni_is_that_text_again(text: str) -> None:
    assert legacy.decoded(typed(text, TO_VNI), font="VNI-Times") == text


@pytest.mark.parametrize(
    ("font", "printed", "meant"),
    [
        (".VnTime", "Thñ tôc hµnh chÝnh", "Thủ tục hành chính"),
        (".VnTimeH", "quy tr×nh cÊp giÊy", "QUY TRÌNH CẤP GIẤY"),
        (".VnArial", "§¨ng ký kÕt h«n; n¬i c\xad tró", "Đăng ký kết hôn; nơi cư trú"),
        ("VNI-Times", "Thuû tuïc haønh chính", "Thủ tục hành chính"),
        ("VNI-Helve", "ÑAÊNG KYÙ KEÁT HOÂN", "ĐĂNG KÝ KẾT HÔN"),
        ("Times New Roman", "cá, µm", "cá, µm"),
    ],
)
def test_a_font_says_what_its_letters_mean(font: str, printed: str, meant: str) -> None:
    assert legacy.decoded(printed, font=font) == meant


def run(text: str, font: str) -> str:
    return f'<w:p><w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr><w:t>{text}</w:t></w:r></w:p>'


def fonts_of(found: Procedure) -> list[dict[str, str]]:
    return [warning["values"] for warning in found["warnings"] if warning["code"] == "legacy_font"]


def section(found: Procedure, key: str) -> str:
    return str(next(s["text"] for s in found["sections"] if s["key"] == key))


def test_text_in_an_old_font_is_converted_and_named() -> None:
    blocks = procedure()
    blocks[blocks.index(next(b for b in blocks if "Nói rõ việc làm" in b))] = run("Nãi râ viÖc lµm.", ".VnTime")
    found = read(docx(blocks), name="a.docx")
    assert section(found, "purpose") == "Nói rõ việc làm."
    assert fonts_of(found) == [{"font": ".VnTime", "encoding": "TCVN3", "preview": "Nói rõ việc làm."}]


def test_unicode_in_an_old_font_is_left_as_it_is() -> None:
    blocks = procedure()
    at = blocks.index(next(b for b in blocks if "Nói rõ việc làm" in b))
    blocks[at] = run("Nói rõ việc làm.", ".VnTime") + run("Báo cá.", ".VnTime") + run("viÖc lµm.", ".VnTime")
    found = read(docx(blocks), name="a.docx")
    assert section(found, "purpose") == "Nói rõ việc làm.\nBáo cá.\nviệc làm."
    assert [one["preview"] for one in fonts_of(found)] == ["việc làm."]


def test_plain_letters_in_an_old_font_need_no_word() -> None:
    blocks = [*procedure(), run("2025", ".VnTime")]
    assert fonts_of(read(docx(blocks), name="a.docx")) == []


def test_an_old_font_named_by_the_style_counts_and_a_mark_may_begin_the_next_run() -> None:
    blocks = procedure()
    at = blocks.index(next(b for b in blocks if "Nói rõ việc làm" in b))
    style = '<w:pPr><w:pStyle w:val="Old"/></w:pPr>'
    blocks[at] = f"<w:p>{style}<w:r><w:t>Noùi roõ vie</w:t></w:r><w:r><w:t>äc laøm.</w:t></w:r></w:p>"
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="Base"><w:rPr>'
        '<w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Old"><w:basedOn w:val="Base"/></w:style></w:styles>'
    )
    found = read(with_styles(docx(blocks), styles), name="a.docx")
    assert section(found, "purpose") == "Nói rõ việc làm."
    assert fonts_of(found)[0]["font"] == "VNI-Times"


def test_an_old_font_may_be_the_one_of_the_whole_file() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
        '</w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:styleId="Normal"/></w:styles>'
    )
    found = read(with_styles(docx([h("1. Môc ®Ých"), p("Nãi râ.")]), styles), name="a.docx")
    assert [(one["heading"], one["text"]) for one in found["sections"]] == [("Mục đích", "Nói rõ.")]


def test_the_horned_u_that_word_takes_for_a_soft_hyphen_is_read() -> None:
    blocks = procedure()
    at = blocks.index(next(b for b in blocks if "Nói rõ việc làm" in b))
    fonts = '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'
    blocks[at] = f"<w:p><w:r>{fonts}<w:t>N¬i c</w:t><w:softHyphen/><w:t> tró</w:t></w:r></w:p>"
    assert section(read(docx(blocks), name="a.docx"), "purpose") == "Nơi cư trú"


def with_styles(data: bytes, styles: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        files: dict[str, str | bytes] = {name: made.read(name).decode() for name in made.namelist()}
    relations = str(files["word/_rels/document.xml.rels"])
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
    more = f'<Relationship Id="st" Type="{kind}" Target="styles.xml"/></Relationships>'
    files["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", more)
    files["word/styles.xml"] = styles
    return package(files)
