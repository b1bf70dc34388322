from collections import Counter

from iso_qms.documents.comparison.tables import compare_parts
from iso_qms.documents.comparison.words import new_text, old_text

OLD = "In front\nNo\tName\n1\tReceive the file\n2\tCheck the file\n9\tStay here\n3\tHand it over\nBehind"
NEW = "In front of it\nNo\tName\n3\tHand it over\n1\tReceive the whole file\n9\tStay here\n4\tKeep the record\nBehind"


def test_a_table_in_a_text_is_told_row_by_row() -> None:
    prose, table, behind = compare_parts(OLD, NEW)
    assert (old_text(prose.words), new_text(prose.words)) == ("In front", "In front of it")
    assert [row.kind for row in table.rows] == ["same", "moved", "changed", "removed", "same", "left", "added"]
    assert new_text(table.rows[2].cells[1]) == "Receive the whole file"
    assert new_text(behind.words) == "Behind"


def test_a_new_column_leaves_the_others_as_they_are() -> None:
    (table,) = compare_parts("No\tName\n1\tReceive", "No\tWho\tName\n1\tDesk\tReceive")
    assert [[piece.op for piece in cell] for cell in table.rows[1].cells] == [["same"], ["ins"], ["same"]]


def test_a_long_table_in_which_every_row_moved_says_so() -> None:
    rows = [f"{n}\tWork {n}\tUnit {n % 7}" for n in range(500)]
    (table,) = compare_parts("\n".join(["No\tWork\tUnit", *rows]), "\n".join(["No\tWork\tUnit", *reversed(rows)]))
    assert Counter(row.kind for row in table.rows) == {"same": 2, "left": 499, "moved": 499}


def test_a_reworded_row_is_looked_for_near_by_only() -> None:
    def kinds(between: int) -> set[str]:
        strangers = [f"a{n}\tb{n}\tc{n}" for n in range(between)]
        (table,) = compare_parts(
            "No\tWork\tUnit\n1\told words\tUnit", "\n".join(["No\tWork\tUnit", *strangers, "1\tnew words\tUnit"])
        )
        return {row.kind for row in table.rows}

    assert kinds(40) == {"same", "added", "changed"}
    assert kinds(400) == {"same", "added", "removed"}
