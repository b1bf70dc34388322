from datetime import date

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from iso_qms.db import db, transaction
from iso_qms.journal import Journaled, JournalEntry, Unjournaled, history_of, together, write
from iso_qms.journal.seals import FIELDS
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.operations import change_person, clock_of, open_unit
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit


@pytest.fixture
def clock(context, place):
    choose(db.session.get(Agency, place.agency_id))
    return clock_of(place.agency_id)


def test_an_entry_says_who_did_what_to_what_and_which_fields_changed(clock, place):
    with transaction():
        head = db.session.get_one(Person, place.people["head"])
        unit = open_unit("Phòng Tư pháp", code="TP", by=head, since=date(2026, 1, 1))
    entry = history_of(unit)[0]
    assert (entry.name, entry.post, entry.unit) == (head.name, "Chánh Văn phòng", "Văn phòng HĐND và UBND")
    assert (entry.verb, entry.kind, entry.label) == ("unit.opened", "unit", "Phòng Tư pháp")
    assert entry.changes["code"] == [None, "TP"]


def test_what_has_no_name_of_its_own_is_called_by_its_kind_and_never_by_where_it_lay_in_memory(clock):
    class Rules(Journaled):
        journal_kind, id, agency_id = "some_rules", 1, clock.agency_id

    with transaction():
        assert write(Rules(), "unit.changed", by=clock).label == "some_rules"


def test_a_field_is_told_even_when_a_query_flushed_it_before_the_entry_was_written(clock, place):
    with transaction():
        unit = db.session.get_one(Unit, place.units["office"])
        unit.phone = "0203 111"
        db.session.scalars(select(Unit)).all()
        unit.phone = "0203 222"
        write(unit, "unit.changed", by=clock)
    assert history_of(unit)[0].changes == {"phone": ["", "0203 222"]}


def test_many_acts_written_together_are_told_in_their_order_and_cost_few_flushes(clock, place):
    with transaction() as session, together():
        units = [open_unit(f"Tổ {n}", code=f"T{n}", by=clock, since=date(2026, 1, 1)) for n in range(3)]
        units[0].phone = "0203 111"
        entry = write(units[0], "unit.changed", by=clock, reason="Có điện thoại")
        assert entry not in session
    assert [one.verb for one in history_of(units[0])] == ["unit.changed", "unit.opened"]
    assert history_of(units[0])[1].changes["phone"] == [None, "0203 111"]
    assert history_of(units[2])[0].label == "Tổ 2"


def test_what_fails_while_many_acts_are_written_together_leaves_nothing(clock, place):
    def fail():
        with transaction(), together():
            open_unit("Tổ", code="T", by=clock, since=date(2026, 1, 1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert db.session.scalar(select(Unit).where(Unit.code == "T")) is None
    with transaction():
        open_unit("Tổ", code="T", by=clock, since=date(2026, 1, 1))


def test_a_change_without_an_entry_does_not_commit(clock, place):
    with pytest.raises(Unjournaled, match="Unit"), transaction():
        db.session.get_one(Unit, place.units["office"]).name = "Quietly renamed"
    assert db.session.get_one(Unit, place.units["office"]).name == "Văn phòng HĐND và UBND"


def test_a_new_thing_does_not_commit_without_an_entry(clock, place):
    with pytest.raises(Unjournaled), transaction():
        db.session.add(Unit(agency_id=place.agency_id, code="X", name="X", valid_from=date(2026, 1, 1)))


def test_a_removed_thing_does_not_commit_without_an_entry(clock, place):
    with transaction():
        unit = open_unit("Tạm", code="T", by=clock, since=date(2026, 1, 1))
    with pytest.raises(Unjournaled), transaction():
        db.session.delete(unit)


def test_what_is_ignored_needs_no_entry(clock, place):
    from iso_qms.clock import now

    with transaction():
        db.session.get_one(Person, place.people["head"]).seen_at = now()
    assert db.session.get_one(Person, place.people["head"]).seen_at is not None


def undone(act):
    """Do something in a savepoint and roll it back."""
    savepoint = db.session.begin_nested()
    act()
    db.session.flush()
    savepoint.rollback()


def test_what_a_rolled_back_savepoint_changed_needs_no_entry(clock, place):
    with transaction():
        unit = db.session.get_one(Unit, place.units["office"])
        undone(lambda: setattr(unit, "name", "Renamed"))
    assert unit.name == "Văn phòng HĐND và UBND"


def test_what_a_rolled_back_savepoint_told_counts_for_nothing(clock, place):
    def change():
        with transaction():
            unit = db.session.get_one(Unit, place.units["office"])
            undone(lambda: write(unit, "unit.changed", by=clock))
            unit.name = "Renamed"

    with pytest.raises(Unjournaled):
        change()


def test_a_change_told_after_a_released_savepoint_commits(clock, place):
    with transaction() as session:
        unit = session.get_one(Unit, place.units["office"])
        unit.name = "Văn phòng"
        with session.begin_nested():
            session.scalars(select(Unit)).all()
        write(unit, "unit.changed", by=clock)
    assert history_of(unit)[0].changes["name"] == ["Văn phòng HĐND và UBND", "Văn phòng"]


@pytest.mark.parametrize("statement", [update(Unit).values(phone="1"), delete(Unit)])
def test_rows_are_not_changed_in_bulk(clock, statement):
    with pytest.raises(Unjournaled, match="one by one"), transaction():
        db.session.execute(statement)


def test_rows_are_not_changed_in_bulk_through_the_table_either(clock):
    with pytest.raises(Unjournaled, match="one by one"), transaction():
        db.session.execute(update(Unit.__table__).values(phone="1"))


@pytest.mark.parametrize("table", ["journal_entry", "journal_seal", "journal_leaf"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_the_journal(clock, table, statement):
    from iso_qms.journal import seal

    seal()
    column = {"journal_entry": "id", "journal_seal": "id", "journal_leaf": "entry_id"}[table]
    with pytest.raises(DatabaseError, match="append-only"), transaction():
        db.session.execute(text(statement.format(table, column, column)))


def test_private_values_stand_there_only_as_a_salted_hash(clock, place):
    with transaction():
        person = db.session.get_one(Person, place.people["staff"])
        change_person(person, by=clock, email="secret@an-khe.test")
    entry = history_of(person)[0]
    assert set(entry.changes) == {"email"}
    assert "secret" not in str(entry.changes)


def test_a_private_act_keeps_neither_label_nor_reason_nor_values(clock, place):
    with transaction():
        unit = db.session.get_one(Unit, place.units["land"])
        unit.phone = "0203 999"
        entry = write(unit, "unit.changed", by=clock, reason="He was late", private=True)
    assert entry.label == ""
    assert "late" not in entry.reason
    assert list(entry.changes) == ["phone"]
    assert "0203" not in str(entry.changes)


def test_every_field_of_an_entry_is_bound_by_its_seal():
    assert tuple(column.key for column in JournalEntry.__table__.columns) == FIELDS
