"""Patterns of codes: what is composed is read back, and what could be read in two ways is refused."""

import contextlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iso_qms.documents.code.code_patterns import Values, named_in, normal, proposed_part, read_pattern, sought
from iso_qms.i18n import speaking
from iso_qms.workflow import Refused

LETTERS = "ABCDĐÊGHKLMNÔPQRSTƯVXYabcdđêghểộ0123456789"
PARTS = (
    st.lists(st.text(LETTERS, min_size=1, max_size=5), min_size=1, max_size=3)
    .map("-".join)
    .filter(lambda one: len(one) <= 20)
)
SIGNS = st.sampled_from(["/", ".", " / ", "_", "/Đ.", " "])


@st.composite
def patterns(draw):
    """Sound patterns with one to four parts in any order."""
    names = draw(
        st.permutations(["{number:02}", "{number:3}", "{unit}", "{field}", "{year}"]).map(lambda all_: all_[:3])
    )
    names = [one for at, one in enumerate(names) if not any(one[:4] == before[:4] for before in names[:at])]
    text = draw(st.sampled_from(["QT-", "QT.ĐCKS.", "", "Mẫu "]))
    for at, name in enumerate(names):
        text += (draw(SIGNS) if at else "") + name
    return text + draw(st.sampled_from(["", "-HĐ", ".x"]))


@given(patterns(), st.integers(1, 10**7), PARTS, PARTS, st.integers(1990, 2090), st.sampled_from(["NFC", "NFD"]))
@settings(max_examples=300)
def test_what_was_composed_is_read_back_however_its_letters_are_typed(typed, number, unit, field, year, form):
    pattern = read_pattern(typed)
    values = Values(number, unit, field, year)
    there = Values(**{name: getattr(values, name) for name in pattern.parts})
    code = pattern.compose(there)
    assert pattern.parse(unicodedata.normalize(form, code)) == there
    for other in (code.upper(), code.lower()):
        read = pattern.parse(other)
        assert read is not None and read.key == there.key


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(typed):
    with contextlib.suppress(Refused):
        pattern = read_pattern(typed)
        assert read_pattern(str(pattern)) == pattern
        assert read_pattern(pattern.said("vi")) == pattern


@pytest.mark.parametrize(
    ("typed", "code", "values"),
    [
        ("QT {number:02}/{field}", "QT 01/CX-HCTP", Values(1, field="CX-HCTP")),
        ("QT.{unit}.{number:02}", "QT.GĐ.01", Values(1, unit="GĐ")),
        ("QT.{unit}.{number:02}", "QT.ÐCKS.01", Values(1, unit="ĐCKS")),
        ("QT-{unit}-{number:02}", "QT-SGD-01", Values(1, unit="SGD")),
        ("QTV-QT {number:02}", "QTV–QT  01", Values(1)),
        ("{quy trình}/BM-{số:02}", "QT-05/BM-02", Values(2, procedure="QT-05")),
        ("{procedure}.{number:02}", "BM.01.07", Values(7, procedure="BM.01")),
        ("QT.UBND.{number:02}", "qt.ubnd.112", Values(112)),
        ("QT-{number:02}/{unit}/{year}", "QT-03/TP/2026", Values(3, unit="TP", year=2026)),
    ],
)
def test_real_codes_are_read(typed, code, values):
    assert read_pattern(typed).parse(code) == values


@pytest.mark.parametrize("code", ["QT-1/TP", "QT-001/TP", "QT-01", "QT-01/", "QT-01/T P", "QD-01/TP", "QT-01/TP-", ""])
def test_what_is_written_otherwise_does_not_fit(code):
    assert read_pattern("QT-{number:02}/{unit}").parse(code) is None


def test_d_with_and_without_its_stroke_are_two_letters():
    assert read_pattern("QĐ-{number}").parse("QD-1") is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "empty"),
        ("QT-{number", "brace"),
        ("QT-{nummer}", "no part"),
        ("QT-{number}/{number:02}", "twice"),
        ("QT-{number:9}", "1 to 6 digits"),
        pytest.param("QT-{number:" + "9" * 5000 + "}", "1 to 6 digits", id="more digits than a number is read of"),
        ("QT-{year:02}", "count of digits"),
        ("QT-1{number}", "digit touches"),
        ("{year}5", "digit touches"),
        ("{number}{unit}", "between"),
        ("{unit}QT{number}", "between"),
        ("{unit}-{field}", "another sign"),
        ("{field}-{number}-{unit}", "another sign"),
        ("{procedure}/{unit}-{number}", "already"),
        ("x" * 90, "at most 80"),
    ],
)
def test_a_broken_or_ambiguous_pattern_is_refused_in_one_sentence(typed, said):
    with speaking("en"), pytest.raises(Refused, match=said):
        read_pattern(typed)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Phòng Tư pháp", "TP"), ("Văn phòng", "VP"), ("Văn phòng HĐND và UBND", "VP"),
        ("Phòng Văn hóa - Xã hội", "VHXH"),
        ("Tổ Đất đai - Môi trường", "ĐĐMT"), ("Trung tâm Phục vụ hành chính công", "PVHCC"), ("Trạm Y tế xã", "YT"),
        ("Phòng", "P"), ("Tổ CNTT", "CNTT"), ("…", ""),
    ],
)  # fmt: skip
def test_a_part_is_proposed_from_the_name_of_a_unit(name, part):
    assert proposed_part(unicodedata.normalize("NFD", name)) == part


def test_what_is_missing_is_said():
    with speaking("en"), pytest.raises(Refused, match="no part for codes"):
        read_pattern("QT-{number}/{unit}").compose(Values(1))
    with speaking("en"), pytest.raises(Refused, match="which procedure"):
        read_pattern("{procedure}/{number}").compose(Values(1))


def test_a_code_is_compared_with_plain_signs():
    assert normal(" QT—01 ") == "QT-01"


def test_a_text_names_documents_whatever_signs_stand_around_their_codes():
    codes = ("QT 01/CX-HCTP", "HD-01/ĐĐ", "TCVN ISO 9001:2015", "QT-1", "Sổ")
    known = {sought(one): one for one in codes if sought(one)}
    text = "Theo “qt 01/cx-hctp”, (HD–01/ĐĐ); xem TCVN ISO 9001:2015. Không phải QT-10, QT-1/x hay Sổ."
    assert list(named_in(unicodedata.normalize("NFD", text), known).values()) == list(codes[:3])
