from datetime import date

import pytest

from iso_qms.improvement.elsewhere.likeness import CLASS, CLAUSE, PROCEDURE, Resembling, clauses_in, resemblances

SINCE = date(2026, 1, 1)
ONE = Resembling(1, 5, date(2026, 3, 2), 7, frozenset({"method"}), frozenset({"7.5.3"}))


@pytest.mark.parametrize(
    ("criterion", "clauses"),
    [
        ("ISO 9001:2015, 7.5.3", {"7.5.3"}),
        ("QT-07, bước 4; ISO 9001:2015, 8.5.2 và 8.5.6", {"8.5.2", "8.5.6"}),
        ("TCVN ISO 9001:2015, điều khoản 10.2.1", {"10.2.1"}),
        ("clause 4.4", {"4.4"}),
        ("Nghị định 118/2025/NĐ-CP, 3.5 ngày", set()),
        ("QT-02, bước 1.2", set()),
        ("", set()),
    ],
)
def test_only_what_a_criterion_names_as_a_clause_is_one(criterion, clauses):
    assert clauses_in(criterion) == clauses


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (Resembling(2, 6, SINCE, 7), PROCEDURE),
        (Resembling(2, 6, SINCE, 8, frozenset({"method"})), CLASS),
        (Resembling(2, 5, SINCE, 8, frozenset({"method"})), CLASS),
        (Resembling(2, 6, SINCE, None, frozenset({"tools"}), frozenset({"7.5.3", "4.4"})), CLAUSE),
        (Resembling(2, 5, SINCE, 7, frozenset({"method"})), None),
        (Resembling(2, 6, date(2025, 12, 31), 7), None),
        (Resembling(2, 6, SINCE, 8, frozenset({"tools"})), None),
        (Resembling(2, 6, SINCE), None),
        (Resembling(1, 6, SINCE, 7), None),
    ],
    ids=["procedure", "class", "class, other procedure", "clause", "recurrence", "old", "other", "nothing", "itself"],
)  # fmt: skip
def test_what_resembles_it_elsewhere_says_what_both_share(other, why):
    assert dict(resemblances(ONE, [other], since=SINCE)) == ({2: why} if why else {})
