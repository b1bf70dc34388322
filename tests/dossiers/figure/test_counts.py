"""The counts are kept by every import, and a command proves them."""

from importlib import import_module

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import delete

from iso_qms.db import db, transaction
from iso_qms.dossiers.figure.counts import DossierCount, recount
from iso_qms.organisation.agencies import across
from tests.dossiers.conftest import row, write_file
from tests.dossiers.test_jobs import bring_in

FIRST_DAY = 20_000_000


def told(place, **more):
    with transaction(), across():
        many, differing = recount(agency_id=place.agency_id, **more)
    return many, [(one.key.period, one.column, one.kept, one.counted) for one in differing]


def kept():
    with transaction(), across():
        rows = db.session.query(DossierCount).order_by(DossierCount.period, DossierCount.channel)
        rows = rows.filter(DossierCount.period < FIRST_DAY)
        return [
            (one.period, one.channel, one.received, one.early, one.late, one.withdrawn, one.overran, one.overran_closed)
            for one in rows
        ]


def test_an_import_keeps_the_counts_and_a_later_file_moves_them(app, place, procedure, september, tmp_path):
    first = (
        row("EARLY", "31/08/2026 23:30", "01/09/2026 16:00"),
        row("LATE", "17/08/2026 08:00", "25/08/2026 16:00"),
        row("OPEN", "17/08/2026 08:00", channel="Trực tiếp"),
        row("NEW", "07/09/2026 08:00", channel="Trực tiếp"),
    )
    bring_in(app, place, write_file(tmp_path / "a.csv", *first))
    with app.app_context():
        # What is on its way to its end counts in the month of its due day, which may still come.
        august, september = (202608, "online", 2, 0, 1, 0, 1, 1), (202609, "online", 0, 1, 0, 0, 0, 0)
        at_the_desk = [(202608, "direct", 1, 0, 0, 0, 1, 0), (202609, "direct", 1, 0, 0, 0, 1, 0)]
        assert kept() == [at_the_desk[0], august, at_the_desk[1], september]
        assert told(place) == (4, [])
    again = (first[0], row("LATE", "17/08/2026 08:00", state="Rút hồ sơ"), row("OPEN", "17/08/2026 08:00"), first[3])
    bring_in(app, place, write_file(tmp_path / "b.csv", *again))
    with app.app_context():
        assert [one for one in kept() if any(one[2:])] == [
            (202608, "online", 3, 0, 0, 1, 1, 0),
            at_the_desk[1],
            september,
        ]
        assert told(place) == (4, [])


def test_a_recount_says_what_differs_and_puts_it_right(app, place, procedure, september, tmp_path):
    bring_in(app, place, write_file(tmp_path / "a.csv", row("A", "17/08/2026 08:00", "19/08/2026 16:00")))
    with app.app_context():
        with transaction(), across():
            table = DossierCount.__table__
            db.session.execute(table.update().where(table.c.period != 20260819).values(received=5))
        differing = [(202608, "received", 5, 1), (20260817, "received", 5, 1)]
        assert told(place, corrects=False) == (1, differing)
        assert told(place) == (1, differing)
        assert told(place) == (1, [])


def test_where_dossiers_were_before_there_were_counts_these_are_made_of_them(
    app, place, procedure, september, tmp_path
):
    rows = [
        row("A", "31/08/2026 23:30", "01/09/2026 16:00"), row("B", "17/08/2026 08:00", "25/08/2026 16:00"),
        row("C", "17/08/2026 08:00", deciding_unit="?"), row("D", "17/08/2026 08:00", state="Rút hồ sơ"),
        row("E", "17/08/2026 08:00", "25/08/2026 16:00", procedure="?"),
        row("F", "17/08/2026 08:00", paused_from="18/08/2026 09:00", paused_to=""),
    ]  # fmt: skip
    bring_in(app, place, write_file(tmp_path / "a.csv", *rows))
    step = import_module("iso_qms.migrations.versions.0053_counts_by_day")
    with app.app_context():
        with transaction(), across():
            connection = db.session.connection()
            connection.execute(delete(DossierCount.__table__))
            with Operations.context(MigrationContext.configure(connection)):
                step._count_what_is_there()
        assert told(place) == (6, [])
