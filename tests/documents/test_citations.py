"""Citations are read however carelessly they are written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso_qms.documents.citations import citations_in, number_key

DECREE = ("Nghị định", "123/2015/nd-cp", date(2015, 11, 15))


def told(text):
    return [(one.kind, one.key, one.dated) for one in citations_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định số 123/2015/NĐ-CP ngày 15/11/2015 của Chính phủ",
        "Nghị định 123/2015/NĐ-CP ngày 15 tháng 11 năm 2015",
        "Nghị\u00a0định số\u00a0123/2015/NÐ - CP ngày\u00a015/11/2015",
        "nghị định số 123 / 2015 / nđ-cp, ngày 15.11.2015",
        "NGHỊ ĐỊNH số: 123/2015/ND–CP (ngày 15-11-2015)",
        "Căn cứ Nghi\u0323\u0302 định 123/2015/NĐ-CP 15/11/2015",
        "theo 123/2015/NĐ-CP ngày 15/11/2015",
    ],
)
def test_one_decree_written_in_many_ways(text):
    assert told(text) == [DECREE]


@given(
    st.sampled_from(["số ", "số: ", "", "số\u00a0"]),
    st.sampled_from(["NĐ-CP", "NÐ-CP", "NĐ - CP", "NĐ–CP", "ND-CP", "nđ-cp"]),
    st.dates(date(1990, 1, 1), date(2035, 12, 31)),
    st.integers(1, 999),
    st.sampled_from(["ngày {0.day}/{0.month}/{0.year}", "ngày {0:%d/%m/%Y}", "{0:%d.%m.%Y}",
                     "ngày {0.day} tháng {0.month} năm {0.year}"]),
)  # fmt: skip
def test_number_and_day_come_back_whatever_stands_around_them(word, sign, day, number, wording):
    text = f"Theo Nghị định {word}{number}/{day.year}/{sign} {wording.format(day)} của Chính phủ; làm trong 3/4 ngày."
    assert told(text) == [("Nghị định", f"{number}/{day.year}/nd-cp", day)]


@given(st.text())
def test_no_text_breaks_the_reader(text):
    for one in citations_in(f"Nghị định {text}; các Luật {text} số 1/{text}"):
        assert one.key
        assert one.kind


def test_lists_of_laws_and_numbers_that_share_one_kind():
    assert [one.title for one in citations_in("các Luật: Hộ tịch, Cư trú; Cán bộ, công chức")] == [
        "Luật Hộ tịch",
        "Luật Cư trú",
        "Luật Cán bộ, công chức",
    ]
    text = "các Nghị định số 61/2018/NĐ-CP ngày 23/4/2018, số 107/2021/NĐ-CP ngày 06/12/2021"
    assert [one.number for one in citations_in(text)] == ["61/2018/NĐ-CP", "107/2021/NĐ-CP"]


def test_a_law_keeps_its_name_beside_its_number_or_its_year():
    [law] = citations_in("Luật Hộ tịch số 60/2014/QH13 ngày 20/11/2014")
    assert (law.number, law.title, law.issuer) == ("60/2014/QH13", "Luật Hộ tịch", "Quốc hội")
    assert [
        (one.title, one.year) for one in citations_in("Luật Khoa học và Công nghệ năm 2013 và Luật Đất đai 2024")
    ] == [
        ("Luật Khoa học và Công nghệ", 2013),
        ("Luật Đất đai", 2024),
    ]


def test_signs_tell_kind_and_issuer():
    [one] = citations_in("Quyết định số 19/2014/QĐ-TTg ngày 05/03/2014 về việc áp dụng hệ thống")
    assert (one.kind, one.issuer, one.title) == ("Quyết định", "Thủ tướng Chính phủ", "về việc áp dụng hệ thống")
    assert number_key("04/2020/TT–BTP") == number_key("04 / 2020 / TT-BTP")


@pytest.mark.parametrize(
    "text",
    [
        "Mẫu số 01/ĐKHT",
        "QT 01/CX-HCTP",
        "trực 24/7",
        "luật sư và pháp luật",
        "Luật này",
        "ngày 15/11/2015",
        "biểu 02/TT",
    ],
)
def test_codes_of_forms_and_plain_words_are_no_citations(text):
    assert citations_in(text) == []
