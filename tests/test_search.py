"""What is found, in which order, and what of its text is shown."""

import pytest
from sqlalchemy import func, select

from iso_qms.db import db, transaction
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.search import SearchEntry, excerpt, forget, index, search

TEXT = "người làm nộp phiếu xin lỗi khi trả kết quả chậm; uỷ ban xin lỗi bằng văn bản."


@pytest.mark.parametrize(
    ("tokens", "marked"),
    [
        (["xin", "loi"], ["xin lỗi", "xin lỗi"]),
        (["phieu", "x"], ["phiếu xin"]),
        (["lam", "ban"], ["làm", "ban", "bản"]),
        (["uy", "ban"], ["uỷ ban"]),
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


@pytest.fixture
def reader(context, place):
    """Somebody who looks for people, as if people were indexed."""
    with transaction():
        choose(db.session.get_one(Agency, place.agency_id))
        yield db.session.get_one(Person, place.people["quality"])


def test_what_is_indexed_again_is_found_by_its_new_words_only(reader):
    for words in ("phiếu xin lỗi", "sổ theo dõi"):
        index(reader, title=words, code="QT-01")
    assert search("phieu xin loi", person=reader) == []
    assert [(hit.title, hit.code, hit.thing) for hit in search("so theo doi", person=reader)] == [
        ("sổ theo dõi", "QT-01", reader)
    ]
    assert db.session.scalar(select(func.count()).select_from(SearchEntry)) == 1


def test_what_was_typed_exactly_comes_first(reader, place):
    other = db.session.get_one(Person, place.people["staff"])
    index(reader, title="uy ban")
    index(other, title="Ủy ban")
    assert [hit.thing for hit in search("Uỷ ban", person=reader)] == [other, reader]


def test_what_is_forgotten_is_found_no_longer(reader):
    index(reader, title="sổ theo dõi")
    forget(reader)
    assert search("so theo doi", person=reader) == []


def test_what_one_may_not_see_makes_no_hit_and_no_gap(reader, place):
    clock = db.session.get_one(Person, place.clock_id)
    index(clock, title="sổ theo dõi")
    index(reader, title="sổ theo dõi")
    assert [hit.thing for hit in search("so theo doi", person=reader, most=1)] == [reader]
