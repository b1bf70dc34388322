"""Reading and writing units, and eight processes that write at once."""

import subprocess
import sys
import textwrap
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import create_engine, event, select

from iso_qms.db import aside, collecting_asides, db, kept, open_engine, transaction, unit
from iso_qms.journal import JournalEntry, verify, write
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit

WRITERS, WRITES = 8, 25


@pytest.fixture
def chosen(context, place):
    choose(db.session.get(Agency, place.agency_id))


def change_place(place, words):
    agency = db.session.get_one(Agency, place.agency_id)
    agency.place = words
    write(agency, "agency.founded", by=clock_of(agency))


def test_a_transaction_commits_at_its_end_and_rolls_back_on_an_error(context, place):
    with transaction():
        change_place(place, "kept")
    with pytest.raises(ZeroDivisionError), transaction():
        change_place(place, str(1 / 0))
    assert db.session.get_one(Agency, place.agency_id).place == "kept"


def test_a_unit_that_nobody_commits_leaves_nothing(context, place):
    with unit(writes=True):
        change_place(place, "forgotten")
        db.session.flush()
    assert db.session.get_one(Agency, place.agency_id).place == "An Khê"


def test_what_is_erased_cannot_be_read_out_of_the_file(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'erased.db'}")
    # Some builds of SQLite erase by themselves; this one shall not.
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA secure_delete=OFF"))
    open_engine(engine)
    told = "told in confidence " * 20
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE told (words TEXT)")
        connection.exec_driver_sql("INSERT INTO told VALUES (?), (?)", (told, "stays"))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE told SET words = '' WHERE words <> 'stays'")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    written = (tmp_path / "erased.db").read_bytes()
    assert b"stays" in written and b"told in confidence" not in written


def test_a_writing_unit_inside_another_is_an_error_rather_than_a_deadlock(context):
    with transaction(), pytest.raises(RuntimeError, match="inside another"), transaction():
        pass


def test_an_act_aside_outlives_the_rollback_of_its_unit(context, place):
    with collecting_asides(), unit(writes=True):
        aside(lambda: change_place(place, "aside"))
        change_place(place, "rolled back")
    assert db.session.get_one(Agency, place.agency_id).place == "aside"


def test_acts_aside_wait_for_the_outermost_block(context, place):
    told = []
    with collecting_asides():
        with transaction():
            aside(lambda: told.append("done"))
        assert not told
    assert told == ["done"]


def test_what_is_kept_lasts_until_something_is_written_or_the_unit_ends(context, place):
    with transaction():
        kept("place")["a"] = 1
        assert kept("place") == {"a": 1}
        change_place(place, "changed")
        assert kept("place") == {}
        kept("place")["a"] = 2
    assert kept("place") == {}


def test_a_moment_comes_back_as_the_same_instant_in_utc(chosen, place):
    there = datetime(2026, 8, 27, 10, tzinfo=timezone(timedelta(hours=7)))
    with transaction():
        db.session.get_one(Person, place.people["head"]).seen_at = there
    seen = db.session.get_one(Person, place.people["head"]).seen_at
    assert (seen, seen.tzinfo) == (there, UTC)


def test_a_moment_without_a_zone_is_refused(chosen, place):
    db.session.get_one(Person, place.people["head"]).seen_at = datetime(2026, 8, 27)
    with pytest.raises(Exception, match="without a zone"):
        db.session.flush()


def test_validity_is_half_open_in_python_and_in_sql(chosen, place):
    one = Unit(valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 1))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)]
    assert [one.is_valid_on(day) for day in days] == [False, True, True, False]
    with transaction():
        stored = db.session.get_one(Unit, place.units["land"])
        stored.valid_from, stored.valid_to = one.valid_from, one.valid_to
        write(stored, "unit.changed", by=clock_of(place.agency_id))
    query = select(Unit.id).where(Unit.id == place.units["land"])
    found = [bool(db.session.scalar(query.where(Unit.is_valid_on(day)))) for day in days]
    assert found == [False, True, True, False]


FORKING = """
    import os
    import sys
    from iso_qms import create_app
    from iso_qms.db import db, transaction
    from iso_qms.journal import say, write
    from iso_qms.organisation.agencies import Agency, choose
    from iso_qms.organisation.operations import clock_of
    from iso_qms.organisation.people import Person

    def as_processes(*acts):
        # The application is made once and has no connection yet; each child then opens its own.
        children = [_child(act) for act in acts]
        print(*[os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in children])

    def _child(act):
        number = os.fork()
        if number:
            return number
        try:
            with app.app_context():
                act()
            os._exit(0)
        except BaseException as failure:
            print(failure, file=sys.stderr, flush=True)
            os._exit(1)

    app = create_app()
    agency_id = int(sys.argv[1])
"""

WRITERS_AT_ONCE = """
    def writer(who, writes):
        def act():
            for number in range(writes):
                with transaction():
                    agency = db.session.get_one(Agency, agency_id)
                    agency.place = f"{who}/{number}"
                    write(agency, "agency.founded", by=clock_of(agency), reason=f"{who}/{number}")
        return act

    writers, writes = map(int, sys.argv[2:])
    as_processes(*[writer(who, writes) for who in range(writers)])
"""

APPROVERS_AT_ONCE = """
    from sqlalchemy import create_engine, event, select
    from iso_qms.i18n import speaking
    from iso_qms.registry import registry
    from tests.test_lifecycle import ERRAND, Errand

    registry.right("errand.do", "Do errands", "staff")
    say(ERRAND)

    def approver(person_id):
        def act():
            with transaction(), speaking("en"):
                choose(db.session.get(Agency, agency_id))
                person, errand = db.session.get_one(Person, person_id), db.session.scalars(select(Errand)).one()
                errand.advance("do", by=person)
        return act

    as_processes(*[approver(int(one)) for one in sys.argv[2:]])
"""


def run_at_once(program, *arguments, environment):
    """The exit codes of the processes that the program starts, and what they said of errors."""
    command = [sys.executable, "-c", textwrap.dedent(FORKING) + textwrap.dedent(program), *map(str, arguments)]
    done = subprocess.run(command, env=environment, text=True, capture_output=True)
    return [int(code) for code in done.stdout.split()], done.stderr


def test_eight_processes_write_at_once_and_nothing_is_lost(app, place, environment):
    ended = run_at_once(WRITERS_AT_ONCE, place.agency_id, WRITERS, WRITES, environment=environment)
    assert ended == ([0] * WRITERS, "")
    with app.app_context():
        reasons = db.session.scalars(select(JournalEntry.reason).where(JournalEntry.reason != "")).all()
        assert sorted(reasons) == sorted(f"{who}/{number}" for who in range(WRITERS) for number in range(WRITES))
        assert verify().ok


def test_of_two_who_make_the_same_move_at_once_one_wins_and_the_other_is_told(app, place, environment):
    from tests.test_lifecycle import TABLE, Errand

    with app.app_context(), transaction() as session:
        TABLE.create(session.connection())
        errand = Errand(agency_id=place.agency_id)
        session.add(errand)
        write(errand, "errand.begun", by=clock_of(place.agency_id))
    people = [place.people["staff"], place.people["staff2"]]
    codes, said = run_at_once(APPROVERS_AT_ONCE, place.agency_id, *people, environment=environment)
    assert sorted(codes) == [0, 1], said
    assert said.startswith("Somebody was faster")
    with app.app_context():
        done = select(JournalEntry).where(JournalEntry.verb == "errand.do")
        assert len(db.session.scalars(done).all()) == 1
