"""What other rooms keep climbs too: changes of law, copies to come back, qualifications that end."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from iso_qms.audits.team.qualifications import note_qualification
from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.documents.copy import copying
from iso_qms.documents.issue import releasing
from iso_qms.documents.models import ChangeRequest, ControlledCopy
from iso_qms.documents.request import change_requests
from iso_qms.improvement.action.ladder import Steps
from iso_qms.improvement.action.ladder_rules import set_steps
from iso_qms.improvement.obligation.kept_duties import ToldRung, climb_round, standing_of
from iso_qms.organisation.agencies import across
from iso_qms.organisation.people import Person
from iso_qms.outbox import Letter
from tests.documents.conftest import Shelf

DUE = date(2026, 3, 27)
CLIMBING = {"law_update", "recall", "qualification"}


@pytest.mark.parametrize(("late", "rung"), [(-9, None), (-5, -5), (-1, -5), (0, 0), (4, 3), (7, 3), (8, 8), (17, 13)])
def test_the_rung_reached_is_the_highest_whose_day_has_come_and_goes_on_behind_the_last(late, rung):
    assert Steps((-5, 0, 3), head_from=0, leaders_from=3, every=5).reached(late) == rung


def test_what_other_rooms_keep_climbs_to_the_head_and_leadership_until_it_is_done(app, place):
    with app.app_context():
        with at("2026-03-02"), transaction():
            law_and_qualification(Shelf(place))
        assert walked("2026-03-13") == {"qualification": -20}
        with at("2026-03-20"), transaction():
            copy_recalled(Shelf(place))
        assert walked("2026-03-20") == {"law_update": -5, "qualification": -5}, "a copy asked for today is not pressed"
        assert told("qualification") >= {"inspector2", "quality"} and told("law_update") == {"head_economy"}
        assert walked("2026-03-22") == {}, "a Sunday"
        assert walked("2026-03-26") == {"law_update": -1, "recall": -1}
        assert walked("2026-03-26") == {}, "once"
        assert walked("2026-03-27") == dict.fromkeys(CLIMBING, 0)
        with at("2026-03-27"), transaction():
            last = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
            assert (last.name, last.urgent) == ("kept_duty_reminder", True), "from the due day on at once"
            steps = Steps((-1, 0, 2), head_from=0, leaders_from=2, every=5)
            set_steps("recall", "", steps, by=Shelf(place).person("quality"))
        assert walked("2026-03-30") == {"law_update": 1}, "the agency's own ladder holds"
        assert walked("2026-04-03") == {"law_update": 5, "recall": 2, "qualification": 5}, "after a pause the highest"
        assert all("leader" in told(kind) for kind in CLIMBING)
        with at("2026-04-03"), transaction():
            shelf = Shelf(place)
            (copy,) = standing_of("recall", shelf.person("quality"), today())
            assert (copy.due_on, [rung.offset for rung in copy.told]) == (DUE, [-1, 0, 2])
            assert standing_of("qualification", shelf.person("staff"), today()) == [], "nobody sees what they may not"
            done(shelf)
        assert walked("2026-05-20") == {"qualification": 25}


def at(day):
    return time_machine.travel(f"{day}T09:00+07:00", tick=False)


def walked(day):
    """The rungs told on a day, by kind."""
    with at(day):
        with transaction(), across():
            before = set(db.session.scalars(select(ToldRung.id)))
        for kind in CLIMBING:
            climb_round(kind)
        with transaction(), across():
            return {one.kind: one.offset for one in db.session.scalars(select(ToldRung)) if one.id not in before}


def told(kind):
    """Who was told the last rung of a kind."""
    with transaction(), across():
        names = db.session.scalars(select(ToldRung.told_to).where(ToldRung.kind == kind).order_by(ToldRung.id)).all()
        return set(db.session.scalars(select(Person.login).where(Person.name.in_(names[-1]))))


def law_and_qualification(shelf):
    quality = shelf.person("quality")
    source = {"source": ("legal_change", 1), "due_on": DUE, "why": "Nghị định mới."}
    change_requests.request_once("law:1", shelf.document("QT-01"), by=quality, what="Sửa căn cứ.", **source)
    for until in (date(2026, 1, 5), DUE):
        issued = {"issued_on": date(2023, 3, 1), "valid_until": until}
        note_qualification(shelf.person("inspector2"), "qms_audit", by=quality, **issued)


def copy_recalled(shelf):
    quality, revision = shelf.person("quality"), shelf.in_force(shelf.document("QT-02"))
    given = {"form": "paper", "given_on": today(), "post": shelf.post("staff")}
    copying.give_copy(revision, by=quality, **given)
    releasing.withdraw(revision, by=shelf.person("leader"), note="Không còn dùng.")


def done(shelf):
    copying.take_in(db.session.scalars(select(ControlledCopy)).one(), by=shelf.person("quality"))
    request = db.session.scalars(select(ChangeRequest)).one()
    change_requests.decline(request, by=shelf.person("head_economy"), note="Không viện dẫn nữa.")
