from dataclasses import dataclass, field
from typing import Any

from iso_qms.documents.comparison.difference import compare, plain_fields
from iso_qms.documents.comparison.telling import Stretch, tell, whereabouts


@dataclass(frozen=True)
class Value:
    block_id: int
    position: int
    kind: str = "step"
    content: dict[str, Any] = field(default_factory=dict)


def steps(*numbers: int) -> list[Value]:
    return [Value(n, at, content={"work": f"Work {n}", "who": f"Post {n}"}) for at, n in enumerate(numbers)]


def told(*, is_row: bool) -> list[Stretch]:
    changes = compare(steps(1, 2, 3, 4), new=steps(1, 3, 2, 5))
    return tell(changes, is_row=lambda kind: is_row, render=plain_fields)


def test_rows_stand_in_one_table_and_a_moved_one_in_both_its_places() -> None:
    entries = [(one.kind, entry.kind, entry.number) for one in told(is_row=True) for entry in one.entries]
    assert sorted(kind for _, kind, _ in entries) == ["added", "left", "moved", "removed", "same", "same"]
    numbers = {kind: number for _, kind, number in entries}
    assert numbers["left"] == numbers["moved"] > 0 and numbers["same"] == 0
    assert all(one.columns == ("work", "who") for one in told(is_row=True) if one.kind == "table")


def test_columns_keep_their_order_where_the_first_row_lacks_one() -> None:
    whole = {"work": "W", "who": "P", "time": "1", "output": "O"}
    short = {name: text for name, text in whole.items() if name != "time"}
    rows = [Value(1, 0, content=short), Value(2, 1, content=whole), Value(3, 2, content={"time": "2", "note": "N"})]
    (table,) = tell(compare([], new=rows), is_row=lambda kind: True, render=plain_fields)
    assert table.columns == ("work", "who", "time", "note", "output")


def test_blocks_that_are_no_rows_stand_each_for_itself() -> None:
    assert {one.kind for one in told(is_row=False)} == {"fold", "block"}


def test_a_moved_block_says_behind_which_it_stood_and_stands() -> None:
    found = whereabouts(compare(steps(1, 2, 3, 4), new=steps(1, 3, 4, 2)), lambda block: f"Step {block.block_id}")
    assert found == {2: {"spot": "Step 2", "was": "Step 1", "now": "Step 4"}}
