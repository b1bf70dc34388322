"""What a procedure is held against: here, the units that are no longer."""

from datetime import date, timedelta

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.organisation import operations
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person, holdings_of
from iso_qms.organisation.units import Unit
from iso_qms.processes.checking.finding import EndedUnit
from iso_qms.processes.known import knowledge_for
from iso_qms.processes.reading import read
from tests.processes.files import word_file

DAY = date(2026, 3, 2)


def test_a_closed_unit_is_known_with_who_does_its_work_until_another_bears_its_name(context, place):
    choose(db.session.get(Agency, place.agency_id))
    admin, clerk = (db.session.get_one(Person, place.people[login]) for login in ("admin", "clerk"))
    closed, heir = (db.session.get_one(Unit, place.units[name]) for name in ("land", "culture"))
    found = read(word_file(), name="a.docx")
    assert knowledge_for(found).ended_units == []

    for held in holdings_of(clerk, DAY):
        operations.end_holding(held, by=admin, on=DAY, reason="Sáp nhập")
    operations.close_unit(closed, by=admin, last_day=DAY - timedelta(days=1), reason="Sáp nhập", successors=[heir])
    db.session.flush()
    assert knowledge_for(found).ended_units == [EndedUnit(closed.name, DAY, (heir.name,))]

    db.session.add(Unit(code="MOI", name=closed.name, sort="", valid_from=today(), agency_id=place.agency_id))
    db.session.flush()
    assert knowledge_for(found).ended_units == []
