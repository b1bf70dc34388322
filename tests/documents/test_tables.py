from iso_qms.documents.tables import compare_parts
from iso_qms.documents.words import new_text, old_text

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
