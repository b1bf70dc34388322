"""What is remembered of an organisation holds until it changes, in every process and not a moment longer."""

import pytest

from iso_qms.clock import now, today
from iso_qms.db import db, transaction, unit
from iso_qms.organisation import operations
from iso_qms.organisation.agencies import Agency, across, choose
from iso_qms.organisation.people import Holding, Person, holdings_of
from iso_qms.organisation.remembering import remembered
from iso_qms.organisation.units import Unit, parents


@pytest.fixture
def agency(context, place):
    """A way to open a unit of work in the agency."""

    def choose_it():
        choose(db.session.get(Agency, place.agency_id))

    return choose_it


def opened(place, code="MOI"):
    by = db.session.get(Person, place.people["admin"])
    return operations.open_unit("Phòng mới", code=code, by=by, since=today())


def test_what_was_read_once_is_not_asked_again(agency, queries):
    for _unit_of_work in range(2):
        with unit(writes=False):
            agency()
            queries.clear()
            parents()
    assert queries == []


def test_a_change_counts_at_once_in_its_own_unit_and_for_others_when_it_is_committed(agency, place):
    with unit(writes=False):
        agency()
        before = set(parents())
    with transaction():
        agency()
        new = opened(place).id
        assert set(parents()) == before | {new}
    with unit(writes=False):
        agency()
        assert set(parents()) == before | {new}


def test_what_was_rolled_back_was_never_remembered(agency, place):
    with unit(writes=False):
        agency()
        before = parents()
    with unit(writes=True) as session:
        agency()
        opened(place)
        assert len(parents()) == len(before) + 1
        session.rollback()
    with unit(writes=False):
        agency()
        assert parents() == before


def test_a_change_that_is_not_flushed_yet_counts_too(agency, place):
    with unit(writes=True):
        agency()
        parents()
        db.session.get(Unit, place.units["land"]).parent_id = place.units["office"]
        assert parents()[place.units["land"]] == place.units["office"]


def test_a_post_that_ends_takes_its_rights_along(agency, place):
    with unit(writes=False):
        agency()
        assert db.session.get(Person, place.people["leader"]).may("documents.approve")
    with transaction():
        agency()
        admin = db.session.get(Person, place.people["admin"])
        held = db.session.query(Holding).filter_by(person_id=place.people["leader"], kind="holder").one()
        operations.end_holding(held, on=today(), by=admin)
    with unit(writes=False):
        agency()
        assert not db.session.get(Person, place.people["leader"]).may("documents.approve")


def test_each_agency_remembers_its_own(agency, place):
    with unit(writes=False):
        agency()
        other = db.session.query(Agency).filter(Agency.id != place.agency_id).one()
        assert remembered("whose", lambda: "ours") == "ours"
        assert remembered("whose", lambda: "theirs", agency_id=other.id) == "theirs"
        assert remembered("whose", lambda: "nobody's") == "ours"


def test_whoever_comes_to_another_agency_first_keeps_their_rights_in_their_own(context, place):
    with unit(writes=False):
        choose(db.session.get(Agency, place.agency_id))
        with across():
            stranger = db.session.get(Person, place.stranger_id)
        assert stranger.may("organisation.manage")
        assert holdings_of(stranger, today())
    with unit(writes=False):
        with across():
            stranger = db.session.get(Person, place.stranger_id)
        choose(stranger.agency)
        assert stranger.may("organisation.manage")


def test_that_somebody_was_here_changes_nothing_but_another_name_does(agency, place):
    def edition():
        with unit(writes=False):
            agency()
            return db.session.get(Agency, place.agency_id).edition

    before = edition()
    with transaction():
        agency()
        db.session.get(Person, place.people["staff"]).seen_at = now()
    assert edition() == before
    with transaction():
        agency()
        who = db.session.get(Person, place.people["staff"])
        operations.change_person(who, by=db.session.get(Person, place.people["admin"]), name="Đặng Văn Mới")
    assert edition() != before
