from datetime import date

from iso_qms.db import db
from iso_qms.improvement import operations
from iso_qms.improvement.cause.causes import Branch
from iso_qms.improvement.cause.coming_back import Case, cases_of, earlier_cases, recurrences
from iso_qms.improvement.correction.rewording import reword_cause
from iso_qms.outbox import letters_of


def test_the_same_class_procedure_and_unit_within_the_months_is_a_recurrence():
    first = Case(1, "method", 7, None, date(2025, 3, 1))
    on_the_edge = Case(2, "method", 7, None, date(2026, 3, 1))
    assert earlier_cases([on_the_edge, first], months=12) == {2: [1]}
    others = [
        Case(3, "tools", 7, None, date(2026, 3, 1)),
        Case(4, "method", 8, None, date(2026, 3, 1)),
        Case(5, "method", 7, 9, date(2026, 3, 1)),
        Case(6, "method", 7, None, date(2026, 3, 2)),
    ]
    assert earlier_cases([first, *others], months=12) == {}
    assert earlier_cases([first, first], months=12) == {}, "two rounds of one case do not repeat each other"


def told(case):
    db.session.flush()
    return [one.subject[:12] for one in letters_of(case.person("quality")) if one.name == "cause_again"]


def test_a_recurrence_is_shown_and_told_once_and_restricted_cases_stay_hidden(case):
    hidden = case.opened(restricted=True)
    head = case.person("head_centre")
    words = {"whys": ["Chờ ký lâu"], "statement": "Quy trình ghi tên người"}
    operations.analyse(hidden, by=head, class_key="method", **words)
    alike = [case.opened() for _ in range(2)]
    operations.analyse(alike[0], by=head, class_key="method", **words)
    operations.analyse(
        alike[1], by=head, class_key="tools", further=[Branch("method", ("Chờ",), "Phân công cũ")], **words
    )
    db.session.flush()
    assert cases_of(alike[1], case.person("quality")) == [alike[0], hidden]
    assert cases_of(alike[1], case.person("leader")) == [alike[0]]
    assert cases_of(alike[0], case.person("leader")) == [] and hidden.id not in recurrences(case.person("quality"))
    assert set(recurrences(case.person("leader"))) == {alike[1].id}
    assert told(case) == [alike[1].code, alike[0].code]
    operations.tell_of_recurrence(alike[1], by=head)
    assert told(case) == [alike[1].code, alike[0].code]


def test_a_class_given_later_that_makes_it_a_recurrence_is_told_too(case):
    head, words = case.person("head_centre"), {"whys": ["Chờ ký lâu"], "statement": "Quy trình ghi tên người"}
    first, second = case.opened(), case.opened()
    operations.analyse(first, by=head, class_key="method", **words)
    operations.analyse(second, by=head, class_key="tools", **words)
    assert told(case) == []
    reword_cause(second, by=head, class_key="method", reason="Chọn nhầm loại", **words)
    assert told(case) == ["KPH-2026-002"]
    reword_cause(second, by=head, class_key="method", reason="Thêm chỗ khác", elsewhere="Quầy 2", **words)
    assert told(case) == ["KPH-2026-002"], "another word is no other class"
