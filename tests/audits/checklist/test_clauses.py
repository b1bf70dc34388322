import pytest

from iso_qms.audits.checklist.clauses import CLAUSES, STANDARD, Clause, clauses_named, lowest_clauses


def of(*numbers):
    return tuple(Clause(STANDARD, number) for number in numbers)


@pytest.mark.parametrize(
    ("basis", "found"),
    [
        ("ISO 9001:2015, 8.2.1", of("8.2.1")),
        ("TCVN ISO 9001:2015, điều 7.5.3 và 8.5.1", of("7.5.3", "8.5.1")),
        ("iso 9001 : 2015 clauses 9.1.3, 9.1.3", of("9.1.3")),
        ("ISO 9001:2015 (10.2)", of("10.2")),
        ("ISO 9001:2015/Amd 1:2024, 4.1", of("4.1")),
        ("ISO 9001:2015, 8.7.1", of("8.7")),
        ("ISO 9001:2015, 7.5", of("7.5")),
        ("ISO 9001:2015, 6.9", of("6")),
        ("ISO 9001:2015, 8.2.1; Nghị định 61/2018/NĐ-CP, điều 5", of("8.2.1")),
        ("ISO 9001:2008, 8.2.2; ISO 9001:2015, 9.2", (Clause("ISO 9001:2008", "8.2.2"), *of("9.2"))),
        ("ISO 9001:2026, 4.1.2", (Clause("ISO 9001:2026", "4.1.2"),)),
        ("Nghị định 118/2025/NĐ-CP, điều 8.2", ()),
        ("ISO 9001:2015", ()),
        ("ISO 9001:2015, 8/2015", ()),
        ("ISO 9001:2015, 3.4", ()),
        ("Nội quy cơ quan", ()),
        ("", ()),
    ],
)
def test_the_clauses_a_question_rests_on_are_read_with_their_edition(basis, found):
    assert clauses_named(basis) == found


def test_the_lowest_clauses_cover_the_table_and_stand_as_the_standard_counts():
    lowest = lowest_clauses(STANDARD)
    assert {"4.1", "7.5.3", "10.3"} <= {one.number for one in lowest} <= set(CLAUSES[STANDARD])
    assert not {"8", "7.5", "10"} & {one.number for one in lowest}
    assert lowest == sorted(lowest, key=lambda one: one.order)
    assert lowest_clauses("ISO 9001:1994") == []
