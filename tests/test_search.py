"""What of a text is shown of a hit."""

import pytest

from iso_qms.search import excerpt

TEXT = "người làm nộp phiếu xin lỗi khi trả kết quả chậm; uỷ ban xin lỗi bằng văn bản."


@pytest.mark.parametrize(
    ("tokens", "marked"),
    [
        (["xin", "loi"], ["xin", "lỗi", "xin", "lỗi"]),
        (["phieu", "x"], ["phiếu", "xin", "xin"]),
        (["uy", "ban"], ["uỷ", "ban", "bản"]),
        (["dong"], []),
    ],
)
def test_the_words_found_are_marked_with_or_without_their_marks(tokens, marked):
    pieces = excerpt(TEXT, tokens)
    assert [words for words, is_found in pieces if is_found] == marked
    assert not marked or "".join(words for words, _found in pieces) == TEXT


def test_a_long_text_is_cut_between_words():
    text = f"{'đầu ' * 200}phiếu xin lỗi {'cuối ' * 200}".strip()
    shown = "".join(words for words, _found in excerpt(text, ["phieu"]))
    assert shown.startswith("… đầu đầu") and shown.endswith("cuối …") and "phiếu xin lỗi" in shown
    assert len(shown) < 400
