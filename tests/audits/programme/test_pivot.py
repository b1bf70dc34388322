from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from iso_qms.audits.programme.pivot import NOTHING, Counts, Group, keys_of, narrowed, pivot, step, unreached

EARLY, LATE = date(2026, 3, 2), date(2026, 11, 23)


def group(clauses, unit, answers=1, wrong=0, unseen=0, last=EARLY):
    return Group({"clause": clauses, "unit": (unit,)}, Counts(answers, wrong, unseen, last if answers else None))


def test_an_answer_that_names_two_clauses_stands_under_both_and_cells_add_up():
    groups = [group(("a", "b"), 1, 2, wrong=1), group(("a",), 1, 3, last=LATE), group(("b",), 2, 0, unseen=4)]
    matrix = pivot(groups, ("clause", "unit"), ["a", "b", "c"], [1, 2, None])
    a, b, c = matrix.rows
    assert list(a.cells) == [Counts(5, 1, 0, LATE), NOTHING, NOTHING]
    assert list(b.cells) == [Counts(2, 1, 0, EARLY), Counts(unseen=4), NOTHING]
    assert (a.reached, a.last, b.reached, c.reached, c.last) == (1, LATE, 1, 0, None)
    assert matrix.reached == [2, 0, 0] and matrix.most == 5


def test_what_belongs_nowhere_has_a_place_and_reaches_nothing():
    matrix = pivot([group((None,), 1), group(("a",), None)], ("clause", "unit"), ["a", None], [1, None])
    assert [row.reached for row in matrix.rows] == [0, 1]
    assert matrix.reached == [0, 1] and matrix.rows[0].last == EARLY


def test_rows_and_columns_not_asked_for_are_left_out_and_nothing_may_be_asked_for():
    groups = [group(("a",), 1), group(("z",), 9)]
    assert pivot(groups, ("clause", "unit"), ["a"], [1]).most == 1
    empty = pivot(groups, ("clause", "unit"), [], [])
    assert (list(empty.rows), empty.reached, empty.most) == ([], [], 0)
    assert pivot([], ("clause", "unit"), ["a"], [1]).rows[0].cells == [NOTHING]


def test_narrowing_keeps_an_answer_under_the_keys_wanted_alone():
    groups = [group(("a", "b"), 1), group(("c",), 2)]
    (kept,) = narrowed(groups, "clause", {"b", "x"})
    assert kept.keys["clause"] == ["b"] and kept.keys["unit"] == (1,)
    assert keys_of(groups, "clause") == {"a", "b", "c"} and narrowed(groups, "unit", []) == []


def test_a_question_left_unseen_is_no_look():
    groups = [group(("a",), 1, 0, unseen=3), group(("b",), 1)]
    assert unreached(groups, "clause", ["a", "b", "c"]) == ["a", "c"]


def test_colours_deepen_with_the_share_of_the_most():
    assert [step(n, 12) for n in (0, 1, 3, 4, 6, 9, 12)] == [0, 1, 1, 2, 2, 3, 4]
    assert step(1, 1) == 4 and step(0, 0) == 0


counts = st.builds(Counts, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.none() | st.dates())
groups_made = st.lists(
    st.builds(
        lambda clauses, unit, one: Group({"clause": clauses, "unit": (unit,)}, one),
        st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True),
        st.integers(1, 3),
        counts,
    ),
    max_size=12,
)


@settings(max_examples=30, deadline=None)
@given(groups_made)
def test_turned_over_the_matrix_says_the_same(groups):
    straight = pivot(groups, ("clause", "unit"), ["a", "b", "c"], [1, 2, 3])
    turned = pivot(groups, ("unit", "clause"), [1, 2, 3], ["a", "b", "c"])
    columns = zip(*(row.cells for row in turned.rows), strict=True)
    assert [list(row.cells) for row in straight.rows] == [list(cells) for cells in columns]
    assert straight.reached == [row.reached for row in turned.rows]


@settings(max_examples=30, deadline=None)
@given(groups_made)
def test_no_answer_is_lost_or_told_twice_in_a_cell(groups):
    matrix = pivot(groups, ("clause", "unit"), ["a", "b", "c"], [1, 2, 3])
    told = sum(cell.answers for row in matrix.rows for cell in row.cells)
    assert told == sum(one.counts.answers * len(one.keys["clause"]) for one in groups)
    assert {row.key for row in matrix.rows if not row.reached} == set(unreached(groups, "clause", "abc"))
