"""Words of a column: cleaned once, measured, freed of the numbers of people."""

import pytest

from iso_qms.dossiers.incoming.word_columns import RefusedCell, WordColumn, own_words, words


def test_words_are_cleaned_and_long_numbers_blotted_where_people_write_what_they_like():
    assert words("case", " Gấp,\u200b gọi 0912 345 678 \n ngay ") == "Gấp, gọi … ngay"
    assert words("activity", "Nh\x00an\n viec\x01") == "Nhan viec"
    assert words("deciding_unit", "Một\x00 cửa 0912345678") == "Một cửa 0912345678"
    assert words("case", None) == words("case", "") == ""
    for name, most in (("code", 80), ("case", 200), ("activity", 300)):
        assert len(words(name, "x" * most)) == most
        with pytest.raises(RefusedCell):
            words(name, "x" * (most + 1))
    with pytest.raises(RefusedCell):
        words("code", " " * 10_001)
    assert words("case", "0912-345-678, hẹn 05-08-2026") == "…, hẹn 05-08-2026"


def test_a_column_that_is_not_there_says_nothing_and_own_words_are_understood():
    column = WordColumn("activity", 1, ready=own_words({"Nhận  hồ sơ": "1"}))
    assert [column.read(["", "Nhận hồ sơ"]), column.read(["", " Nhận hồ  sơ"]), column.read(["x"])] == ["1", "1", ""]
    assert WordColumn("role", None).read(["x"]) == ""
