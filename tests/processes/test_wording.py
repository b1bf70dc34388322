"""Rows from words, words from rows."""

import pytest
from hypothesis import given

from iso_qms.documents.comparison.alignment import Value
from iso_qms.processes.wording import beyond_rows, limit_in_words, rows_in, says, wording, written
from tests.processes.procedures import LEGAL, limits, papers


@given(papers())
def test_papers_are_read_back_from_the_words_written_for_them(rows):
    text = "\n".join(written("papers", rows))
    assert rows_in("papers", text) == rows


@given(limits())
def test_limits_are_read_back_from_the_sentences_written_for_them(found):
    text = "\n".join(written("time_limit", [Value("time_limit", one) for one in found]))
    read = [one.content for one in rows_in("time_limit", text)]
    assert [{**one, "raw": ""} for one in read] == [{**one, "raw": ""} for one in found]


def test_words_that_say_the_rows_stay_as_the_author_wrote_them():
    text = "Theo quy định, gồm các giấy tờ sau:\n- Đơn đề nghị;\nSố lượng hồ sơ: 02 bộ"
    rows = rows_in("papers", text)
    assert wording("papers", text, rows) == text


def test_words_that_no_longer_say_the_rows_are_written_anew():
    text = "- Đơn đề nghị;\nSố lượng hồ sơ: 02 bộ"
    rows = [*rows_in("papers", text)[:1], Value("sets", {"number": 1})]
    assert wording("papers", text, rows) == "- Đơn đề nghị;\nSố lượng hồ sơ: 01 bộ"


def test_a_code_that_no_title_gives_is_printed_in_a_table():
    rows = [Value("form", {"title": "Sổ theo dõi", "code": "07-A1", "source": "forms"})]
    text = wording("forms", "", rows)
    assert "\t" in text
    assert says("forms", text, rows)


def test_legal_texts_keep_number_day_and_issuer():
    law, decree = (one.content for one in rows_in("legal_basis", LEGAL))
    assert (law["kind"], decree["number"], decree["date"], decree["issuer"]) == (
        "Luật", "12/2021/NĐ-CP", "2021-02-05", "Chính phủ",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "case", "sentence"),
    [
        ("case", None, "03 ngày làm việc."),
        ("case", "phải xác minh", "Trường hợp phải xác minh: 03 ngày làm việc."),
        ("extension", None, "Thời hạn có thể kéo dài thêm 03 ngày làm việc."),
        ("phase", "thẩm tra hồ sơ", "Thời gian thẩm tra hồ sơ: 03 ngày làm việc."),
    ],
)
def test_a_limit_is_stated_in_one_sentence(kind, case, sentence):
    limit = {"kind": kind, "case": case, "amount": 3, "unit": "working_day", "starts_from": None, "cutoff": None}
    assert limit_in_words(limit) == sentence
    assert [(one.content["kind"], one.content["amount"]) for one in rows_in("time_limit", sentence)] == [(kind, 3)]


@pytest.mark.parametrize(
    ("key", "text", "beyond"),
    [
        (
            "papers",
            "- Đơn đăng ký (01 bản chính);\nSố lượng hồ sơ: 01 bộ",
            "",
        ),
        ("papers", "* Giấy tờ phải nộp:\n- Đơn;\n* Giấy tờ phải xuất trình:\n- Thẻ;", ""),
        ("time_limit", "03 ngày làm việc, kể từ ngày nhận đủ hồ sơ.", ""),
        ("legal_basis", LEGAL, ""),
        ("forms_list", "STT\tTên biểu mẫu\tKý hiệu\n1\tSổ theo dõi\t07-A1", ""),
        ("fees", "Không", ""),
        ("purpose", "Thống nhất cách làm.", "Thống nhất cách làm."),
    ],
)
def test_what_rows_say_is_not_told_again_by_the_words_of_their_section(key, text, beyond):
    section = {"key": key, "heading": "Mục", "text": text}
    assert beyond_rows(section, rows_in(key, text)) == section | {"text": beyond}


def test_words_that_no_row_says_are_told():
    rows = rows_in("papers", "- Đơn đăng ký;")
    section = {"key": "papers", "heading": "Mục", "text": "- Đơn đăng ký;\n- Bản vẽ;"}
    assert beyond_rows(section, rows)["text"] == "- Bản vẽ;"
