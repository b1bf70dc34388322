"""Every figure is as many as the dossiers behind it, whether it was added up from counts or counted one by one."""

import random
from dataclasses import replace
from datetime import datetime
from unittest.mock import patch

import pytest
import time_machine
from sqlalchemy import func
from werkzeug.datastructures import MultiDict

from iso_qms.clock import HO_CHI_MINH, now, today
from iso_qms.db import db, transaction, unit
from iso_qms.dossiers import register
from iso_qms.dossiers.figure.counted import WORDS, Asked
from iso_qms.dossiers.figure.tallied import HEADS, ranking, tallied, together
from iso_qms.dossiers.figure.totals import total_of
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.register import Wanted, counts
from iso_qms.journal import write
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.processes.catalogue.models import PublishedProcedure
from tests.dossiers.made_up import days, pour, told

START = datetime(2026, 5, 1, tzinfo=HO_CHI_MINH)
SPANS = {
    "months that are over": {"since": "2026-06-01", "until": "2026-07-31"},
    "the month that runs": {"since": "2026-09-01", "until": "2026-09-30"},
    "a whole year": {"year": "2026"},
    "from the 15th": {"since": "2026-06-15", "until": "2026-07-14"},
    "from the 15th until later": {"since": "2026-08-15", "until": "2026-09-14"},
}
LINKS = {"procedure": "document", "field": "field", "unit": "deciding", "receiving": "receiving", "channel": "channel"}


def made_up(chance, place, document):
    """A dossier of any fate, at any hour, with or without a due moment, procedure and units."""
    received = days(START, chance.randrange(130 * 24) / 24)
    due = days(received, chance.choice([None, 0, 0.3, 3, 5, 20]))
    state = chance.choice(["finished"] * 6 + ["open"] * 2 + ["withdrawn", "stopped", "transferred"])
    finished = days(received, chance.choice([0, 0.2, 2, 3, 9, 40]))
    if state == "open" or (state != "finished" and chance.random() < 0.4):
        finished = None
    units = [None, *(place.units[name] for name in ("centre", "economy", "culture"))]
    return told(
        received, due=due, finished=finished, state=state, waiting=chance.random() < 0.3,
        document_id=chance.choice([None, document]), channel=chance.choice(["online", "direct", "post"]),
        receiving_unit_id=chance.choice(units), deciding_unit_id=chance.choice(units),
    )  # fmt: skip


@pytest.mark.parametrize("login", ["quality", "head_economy"])
def test_each_figure_opens_as_many_dossiers_as_it_says(app, place, procedure, login):
    with time_machine.travel("2026-09-08T09:40+07:00", tick=False), app.app_context():
        chance = random.Random(login)
        with transaction():
            choose(db.session.get(Agency, place.agency_id))
            pour([made_up(chance, place, procedure) for _number in range(150)], place)
            published = {"code": "1.00", "title": "Cấp phép", "field": "Xây dựng", "taken_in_on": today()}
            one = PublishedProcedure(agency_id=place.agency_id, document_id=procedure, **published)
            db.session.add(one)
            write(one, "published_procedure.taken_in", by=db.session.get_one(Person, place.people["quality"]))
        with unit(writes=False):
            choose(db.session.get(Agency, place.agency_id))
            person = db.session.get_one(Person, place.people[login])
            for place_of_span, args in enumerate(SPANS.values()):  # Each span by two heads, each head in two spans.
                for by in (list(HEADS) * 2)[place_of_span : place_of_span + 4 : 3]:
                    check(args, by, person)


def check(args, by, person):
    asked, at = Asked.of(MultiDict(args), today=today()), now()
    found = tallied(asked, by, person=person, at=at)
    for key, numbers in found.items():
        address = MultiDict(asked.address(**{LINKS[by]: key}))
        # One query for a group, so that a hundred numbers cost five.
        wanted = {name: Wanted.of(MultiDict({**address, "counted": name})) for name in WORDS if name in numbers}
        columns = [func.count().filter(one.counted.condition(at)).label(name) for name, one in wanted.items()]
        behind = db.session.execute(_listed(person).with_only_columns(*columns)).mappings().one()
        assert {name: numbers[name] for name in wanted} == dict(behind), (args, by, key)
    one = together(found)
    assert one["received"]
    assert one["received"] + one["carried"] == one["judged"] + one["undated"] + one["apart"] + one["open"]
    if by in ("unit", "channel"):
        check_totals(asked, person, at)


def check_totals(asked, person, at):
    """A list says the same whether its total comes out of the counts or its dossiers are counted for its chips."""
    every = {name: Wanted.of(MultiDict({**asked.address(), "counted": name})) for name in WORDS}
    columns = [func.count().filter(one.counted.condition(at)).label(name) for name, one in every.items()]
    behind = dict(db.session.execute(_listed(person).with_only_columns(*columns)).mappings().one())
    assert {name: total_of(one.counted, person=person, at=at) for name, one in every.items()} == behind
    late = counts(every["open_late"], person=person, at=at)
    assert late["shown"] == late["all"] == late["open_late"] == behind["open_late"]
    with patch.object(register, "MANY", -1):
        great, in_it = every["received"], replace(every["received"], verdict="late")
        assert counts(great, person=person, at=at) == {"shown": behind["received"], "all": behind["received"]}
        found = counts(in_it, person=person, at=at)
    assert found == {"shown": counts(great, person=person, at=at)["late"]}
    assert len(db.session.scalars(register.rows(in_it, person=person, at=at)).all()) == found["shown"]


def _listed(person):
    return Dossier.visible_to(person)


@pytest.mark.parametrize(("since", "until", "first", "last"), [
    ("2026-01-01", "2026-12-31", "2025-01-01", "2025-12-31"), ("2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"),
    ("2026-07-01", "2026-09-30", "2026-04-01", "2026-06-30"), ("2026-06-15", "2026-07-14", "2026-05-15", "2026-06-14"),
    ("2026-06-10", "2026-06-16", "2026-06-03", "2026-06-09"),
])  # fmt: skip
def test_the_span_before_is_as_many_months_or_as_many_days(since, until, first, last):
    asked = Asked.of(MultiDict({"since": since, "until": until}), today=datetime(2026, 9, 1).date()).before
    assert (asked.span.first.isoformat(), asked.span.last.isoformat()) == (first, last)


def test_units_of_equal_share_stand_on_one_place_and_those_with_few_answers_on_none():
    rows = {1: (9, 10), 2: (18, 20), 3: (10, 10), 4: (3, 3), 5: (80, 100), 0: (50, 50), 6: (0, 0)}
    told = ranking({key: {"in_time": part, "judged": whole} for key, (part, whole) in rows.items()})
    assert [(one.unit_id, one.rank) for one in told] == [(3, 1), (2, 2), (1, 2), (5, 4), (4, None)]
