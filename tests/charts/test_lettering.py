"""Lines that a browser will not overrun: close estimates, whole words, nothing lost unless it is said."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso_qms.charts.lettering import drawable, width, wrap

TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(["hồ", "sơ", "Ủy", "ban", "xã", "a", "nghiêng", "W" * 9, "½", ","])).map(" ".join),
)


@pytest.mark.parametrize(
    ("text", "regular", "semibold"),
    [
        ("Tiếp nhận, kiểm tra thành phần hồ sơ", 1762.8, 1829.8),
        ("ỦY BAN NHÂN DÂN XÃ", 1064.0, 1103.5),
        ("Chủ tịch hoặc người ký thay", 1302.4, 1362.7),
        ("10 ngày (khi phải xác minh)", 1280.9, 1329.6),
        ("mười một người", 768.5, 805.7),
        ("QT-07/BM-02", 619.8, 627.1),
    ],
)
def test_estimates_are_within_a_few_per_cent_of_the_font(text, regular, semibold):
    assert width(text, size=100) == pytest.approx(regular, rel=0.02)
    assert semibold * 0.995 <= width(text, size=100, bold=True) <= semibold * 1.05


@given(TEXTS)
def test_a_text_is_as_wide_decomposed_as_composed(text):
    line = drawable(text)
    assert width(line, size=10) >= 0
    if all(character.isascii() or character in "ồơỦãê" for character in line):
        assert width(unicodedata.normalize("NFD", line), size=10) <= width(line, size=10) + 0.7 * line.count("ơ")


@given(TEXTS, st.floats(30, 300), st.booleans())
def test_no_line_is_wider_than_its_room_and_no_character_is_lost(text, room, bold):
    lines = wrap(text, room=room, size=13, most=10_000, bold=bold)
    assert all(width(line, size=13, bold=bold) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == drawable(text).replace(" ", "")


@given(TEXTS, st.floats(1, 300), st.integers(1, 4))
def test_there_are_never_more_lines_than_allowed(text, room, most):
    lines = wrap(text, room=room, size=13, most=most)
    assert len(lines) <= most
    assert bool(lines) == bool(drawable(text))


@given(st.lists(st.sampled_from(["hồ", "sơ", "phục", "người"]), min_size=1))
def test_words_that_fit_are_never_cut(words):
    lines = wrap(" ".join(words), room=50, size=13, most=1000)
    assert " ".join(lines).split() == words


def test_no_word_is_left_alone_when_the_lines_can_share():
    assert wrap("Chủ tịch hoặc người ký thay", room=155, size=12.5, most=3, bold=True) == [
        "Chủ tịch hoặc",
        "người ký thay",
    ]


def test_what_does_not_fit_ends_in_an_ellipsis():
    assert wrap("một hai ba bốn, năm sáu", room=60, size=13, most=2) == ["một hai", "ba bốn…"]


def test_a_word_wider_than_a_line_is_cut():
    assert wrap("QT.ĐCKS.01.BM.ĐCKS.01", room=80, size=13, most=3) == ["QT.ĐCKS.01.", "BM.ĐCKS.01"]


def test_what_no_xml_may_hold_is_not_drawn():
    assert drawable(" a\x00\x0b\ud800b\ufffe\n c\u00a0d ") == "ab c d"
