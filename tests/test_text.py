"""Vietnamese text: what counts as the same, what comes first, and what may stand in an address."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso_qms.text import clean, exact_key, fold, letter, name_sort_key, slug, sort_key, whole_number

VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèéẹềếệìíịòóọồốộờớợùúụừứựỳýỵAĂÂĐÊÔƠƯ 0123456789-./,")
ANYTHING = st.one_of(VIETNAMESE, st.text())


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@given(ANYTHING)
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


def test_cleaning_drops_what_nobody_sees_and_composes_across_it():
    assert clean("\ufeffe\u0302\u200b\u0301\u200f") == "ế"


def test_cleaning_drops_soft_hyphens_joiners_and_embeddings():
    assert clean("Ngày\u00ad hiệu\u2060 lực\u202a: 07\u202c\u2066/7\u2069") == "Ngày hiệu lực: 07/7"


def test_cleaning_drops_what_no_database_and_no_word_file_takes():
    assert clean("a\x00b\x1fc\x7f\ud800d\uffffe\tf\r\ng\x0ch") == "abcde\tf\r\ng\nh"


def test_cleaning_keeps_no_break_spaces_line_ends_and_unusual_signs():
    assert clean("15\u00a0ngày\n½ – “Đ”\u2010\u200a") == "15\u00a0ngày\n½ – “Đ”\u2010\u200a"


@pytest.mark.parametrize(
    "written", ["uy ban", "Uỷ ban", "Ủy ban", "ỦY BAN", " ủy\u00a0\tban ", "Ủy\u200b ban", nfd("Uỷ ban")]
)
def test_a_search_finds_every_way_of_writing_it(written):
    assert fold(written) == "uy ban"


@pytest.mark.parametrize("written", ["Đăng ký", "ĐĂNG KÝ", "đăng ký", "Ðăng ký", "Ɖăng ký", "dang ky", "đăng\u00ad ký"])
def test_every_kind_of_stroked_d_folds_to_d(written):
    assert fold(written) == "dang ky"


@given(ANYTHING)
def test_the_search_key_is_stable_under_composition_case_and_repetition(text):
    assert fold(fold(text)) == fold(text) == fold(nfd(text)) == fold(clean(text))
    assert not any(unicodedata.category(character) == "Mn" for character in fold(text))


@given(VIETNAMESE)
def test_vietnamese_folds_to_plain_letters_whatever_the_case(text):
    assert fold(text).isascii()
    assert fold(text) == fold(text.upper())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ủy ban", "Uỷ ban"),
        ("hòa giải", "hoà giải"),
        ("khỏe", "khoẻ"),
        ("THỦY", "thuỷ"),
        ("hóăc", "hoắc"),
        ("họăc", "hoặc"),
    ],
)
def test_both_placements_of_the_tone_are_one_exact_hit(old, new):
    assert exact_key(old) == exact_key(new) == exact_key(nfd(old)) == exact_key(nfd(new))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ủy ban", "uy ban"),
        ("cấp", "cập"),
        ("của", "cua"),
        ("đa", "da"),
        ("mùa", "muà"),
        ("hoa", "hoà"),
        ("tội", "tôi"),
    ],
)
def test_an_exact_hit_minds_every_mark(one, other):
    assert exact_key(one) != exact_key(other)


def test_an_exact_hit_minds_neither_case_nor_spacing():
    assert exact_key(" ĐĂNG\u00a0KÝ\u200b ") == "đăng ký"


@given(ANYTHING)
def test_exact_keys_are_stable_and_finer_than_search_keys(text):
    assert exact_key(exact_key(text)) == exact_key(text) == exact_key(nfd(text))
    assert fold(exact_key(text)) == fold(text)


@pytest.mark.parametrize(
    "row",
    [
        list("aăâbcdđeêghiklmnoôơpqrstuưvxy"),
        ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mằ", "mẳ", "mẵ", "mắ", "mặ", "mâ"],
        ["a", "A", "à", "À", "ả", "ã", "á", "ạ", "Ạ", "an"],
        ["ba", "ba ba", "bà ba", "Bà ba", "bá ba", "bac", "băc", "bân"],
        ["QT 1", "QT 2", "QT 10", "QT 10a", "QT 10b", "QT 100", "QT-1", "QTA"],
        ["9", "10", "99999999", "100000000", "999999999", "1000000000", "9" * 18, "1" + "0" * 18, "a"],
        ["", " -", "-", "0", "1", "a", "z", "ж", "中"],
        ["DA", "DB", "ĐA", "E"],
    ],
)
def test_lists_stand_in_vietnamese_order(row):
    keys = [sort_key(item) for item in row]
    assert keys == sorted(keys)
    assert len(set(keys)) == len({item.strip() for item in row})


def test_letters_of_the_whole_word_decide_before_any_tone_and_tones_before_any_case():
    assert sorted(["tạ", "Ta", "tà", "tác", "ta"], key=sort_key) == ["ta", "Ta", "tà", "tạ", "tác"]


@given(VIETNAMESE)
def test_sort_keys_are_printable_ascii_and_blind_to_composition_and_spacing(text):
    key = sort_key(text)
    assert key.isascii() and key.isprintable()
    assert key == sort_key(nfd(text)) == sort_key(f"\u200b {text}\u00a0")


@given(st.text())
def test_any_text_at_all_has_an_ascii_sort_key(text):
    assert sort_key(text).isascii()


@given(st.integers(0, 10**30), st.integers(0, 10**30), st.integers(0, 3))
def test_numbers_sort_by_value_however_many_noughts_stand_before(one, other, noughts):
    left, right = sort_key(f"QT {'0' * noughts}{one}/HT"), sort_key(f"QT {other}/HT")
    assert (left < right, left == right) == (one < other, one == other)


@given(VIETNAMESE, VIETNAMESE)
def test_texts_that_sort_alike_are_alike_to_the_eye(one, other):
    if sort_key(one) == sort_key(other):
        assert fold(one).replace("0", "") == fold(other).replace("0", "")


def test_people_stand_by_given_name_then_family_then_middle():
    in_order = [
        "An",
        "Bùi An",
        "Lê Văn An",
        "Nguyễn An",
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Trần Ân",
        "Lê Đô",
        "Bùi Hà",
    ]
    assert sorted(set(in_order), key=name_sort_key) == in_order


def test_all_of_one_given_name_stand_together_before_the_next_tone():
    assert sorted(["Bùi Hạ", "Vũ Hà", "Lê Hà"], key=name_sort_key) == ["Lê Hà", "Vũ Hà", "Bùi Hạ"]


def test_a_name_nobody_has_still_has_a_key():
    assert name_sort_key("  ") < name_sort_key("A")


@pytest.mark.parametrize(
    ("title", "tail"),
    [
        ("Cấp Giấy xác nhận tình trạng hôn nhân", "cap-giay-xac-nhan-tinh-trang-hon-nhan"),
        ("QT 01/ĐC–HT (lần 2)", "qt-01-dc-ht-lan-2"),
        ("…", ""),
    ],
)
def test_an_address_tail_reads_like_the_title(title, tail):
    assert slug(title) == tail


def test_a_long_address_tail_ends_with_a_whole_word():
    assert slug("mot hai ba bon", limit=7) == "mot-hai"
    assert slug("mot hai ba bon", limit=9) == "mot-hai"
    assert slug("nghieng", limit=4) == "nghi"


@given(ANYTHING, st.integers(1, 80))
def test_an_address_tail_is_short_clean_and_its_own_tail(text, limit):
    tail = slug(text, limit=limit)
    assert len(tail) <= limit
    assert tail == slug(tail, limit=limit)
    assert set(tail) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and "--" not in tail


def test_list_letters_have_a_stroked_d_and_neither_f_nor_j_nor_w():
    assert "".join(letter(number) for number in range(1, 12)) == "abcdđeghikl"
    assert [letter(number) for number in (23, 24, 46, 47)] == ["y", "aa", "ay", "ba"]


def test_list_letters_start_at_one():
    with pytest.raises(ValueError, match="counted from 1"):
        letter(0)


@given(st.lists(st.integers(1, 22), min_size=2, max_size=2, unique=True).map(sorted))
def test_list_letters_sort_in_the_order_they_count(numbers):
    assert sort_key(letter(numbers[0])) < sort_key(letter(numbers[1]))


@pytest.mark.parametrize(
    ("typed", "number"),
    [("14", 14), ("007", 7), ("", -1), (None, -1), ("²", -1), ("-3", -1), ("9" * 5000, -1), (5, 5), (0, 0)],
)
def test_a_number_is_what_decimal_digits_say(typed, number):
    assert whole_number(typed, -1) == number
