"""Independence and the search for teams, on people and organisations that hypothesis makes up."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from iso_qms.audits.team.competence import Asked, Held, lacking
from iso_qms.audits.team.independence import Declared, Facts, Hand, OpenAction, Scope, ScopeUnit, Service, reasons
from iso_qms.audits.team.proposing import Candidate, fewest_exceptions, propose

DAY = date(2026, 11, 23)
CENTRE = ScopeUnit(1, "Trung tâm", frozenset({1, 2}))


def keys(scope=None, **facts):
    return [one.key for one in reasons(Facts(7, "Soát", **facts), scope or Scope(DAY, (CENTRE,), frozenset({5})))]


def test_each_tie_is_answered_with_its_fact():
    assert keys(services=(Service(2, "Tổ", "Viên chức", date(2020, 1, 1)),)) == ["own:1"]
    assert keys(answers_for=frozenset({1})) == ["answers:1"]
    assert keys(hands=(Hand(5, "QT-05", "owns"), Hand(6, "QT-06", "wrote"))) == ["hand:5:owns"]
    assert keys(actions=(OpenAction(3, "HĐ-1", 2), OpenAction(4, "HĐ-2", 9))) == ["action:3"]
    assert keys(interests=(Declared(8, "relative_unit", unit_id=2),)) == ["interest:8"]
    assert not keys(interests=(Declared(8, "relative_unit", unit_id=9),))


def test_a_past_post_binds_for_the_months_the_agency_says():
    left = (Service(1, "Trung tâm", "Viên chức", date(2020, 1, 1), date(2026, 6, 1)),)
    (why,) = reasons(Facts(7, "Soát", services=left), Scope(DAY, (CENTRE,)))
    assert why.key == "past:1" and "31/05/2026" in why.text
    assert not keys(Scope(DAY, (CENTRE,), months=5), services=left)


def test_an_interest_binds_while_it_lasts_and_a_former_post_longer():
    ended = date(2026, 6, 1)
    assert not keys(interests=(Declared(8, "other", unit_id=1, until=ended),))
    assert keys(interests=(Declared(8, "former_post", unit_id=1, until=ended),))
    there = Scope(DAY, (CENTRE,), people={9: "Viên"})
    assert keys(there, interests=(Declared(8, "relative_person", person_id=9),))


def test_a_qualification_counts_until_its_last_day_and_experience_from_its_first():
    asked = Asked(("qms_audit", "experience"), years=3)
    held = [Held("qms_audit", date(2020, 1, 1), DAY), Held("experience", date(2023, 11, 23))]
    assert not lacking("Soát", held, asked, (), DAY)
    late = lacking("Soát", held, asked, (), DAY + timedelta(days=1))
    assert [one.key for one in late] == ["competence:qms_audit"]
    assert len(lacking("Soát", [Held("experience", date(2023, 11, 24))], asked, (), DAY)) == 2
    only = Asked(topics=frozenset({"hours"}))
    assert lacking("Soát", [], only, ("hours",), DAY) and not lacking("Soát", [], only, ("posting",), DAY)


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
services = st.builds(
    lambda unit, since, lasts: Service(
        unit, f"U{unit}", "P", since, since + timedelta(days=lasts) if lasts is not None else None
    ),
    st.integers(1, 6),
    days,
    st.none() | st.integers(0, 900),
)
people = st.lists(
    st.tuples(
        st.lists(services, max_size=3),
        st.sets(st.integers(1, 6), max_size=1),
        st.lists(st.builds(Hand, st.integers(1, 3), st.just("QT"), st.sampled_from(["wrote", "owns"])), max_size=1),
        st.integers(0, 9),
        st.lists(st.builds(OpenAction, st.integers(1, 9), st.just("HĐ"), st.integers(1, 6)), max_size=1),
        st.lists(
            st.builds(
                Declared,
                st.integers(1, 9),
                st.sampled_from(["relative_unit", "former_post", "other"]),
                unit_id=st.integers(1, 6),
                until=st.none() | days,
            ),
            max_size=1,
        ),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60)
@given(people, st.sets(st.integers(1, 6), min_size=1, max_size=2), st.integers(1, 4))
def test_a_proposed_team_is_never_dependent_and_carries_least(everybody, units, size):
    scope = Scope(DAY, tuple(ScopeUnit(one, f"U{one}", frozenset({one})) for one in units), frozenset({1}))
    there = []
    for number, (held, answers, hands, load, *ties) in enumerate(everybody):
        facts = Facts(number, str(number), tuple(held), frozenset(answers), tuple(hands), *map(tuple, ties))
        there.append(Candidate(number, str(number), load, tuple(reasons(facts, scope))))
    teams, free = propose(there, size=size), [one for one in there if not one.ties]
    assert bool(teams) == (len(free) >= size)
    for team in teams:
        for one in team.members:
            held, answers, hands, _load, actions, declared = everybody[one.id]
            assert not any(each.unit_id in units and each.is_on(DAY) for each in held)
            assert not answers & units and not any(each.document_id == 1 for each in hands)
            assert not any(each.unit_id in units for each in actions)
            assert not any(each.unit_id in units and (each.until is None or each.until >= DAY) for each in declared)
        assert len({one.id for one in team.members}) == size
    if teams:
        assert teams[0].weight == sum(sorted(one.load for one in free)[:size])
    elif len(there) >= size:
        needed = fewest_exceptions(there, size=size)
        assert len(needed.exceptions) == sum(sorted(len(one.ties) for one in there)[:size])
