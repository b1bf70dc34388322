"""The demo: a commune that does not exist, with a year of its quality system behind it, told anew for the day it is
loaded.

Everything in it is done by calling operations, by people who have the right to, with the clock set back. It is loaded
in one transaction, so a load that was broken off has left nothing.
"""

from __future__ import annotations

from datetime import datetime, time
from functools import partial
from importlib import import_module

from sqlalchemy import func, select

from iso_qms import clock
from iso_qms.db import db, transaction, unit
from iso_qms.demo.people import AGENCY
from iso_qms.demo.story import Diary, Entry, Story, act_out, base_day, calendar_for, coming_day
from iso_qms.i18n import DEFAULT, speaking
from iso_qms.journal import seal
from iso_qms.organisation import operations
from iso_qms.organisation.agencies import choose
from iso_qms.organisation.operations import agencies
from iso_qms.organisation.working_days import years_of
from iso_qms.registry import registry
from iso_qms.workflow import Refused
from iso_qms.worktime import add_working_days

FOUNDED = -280
"""The working day on which the agency is set up, counted from the base day."""

WALKED_FROM = -120
ROUNDS = (
    ("effect", "00:05", 1),
    ("suspensions", "00:10", 1),
    ("reviews", "06:35", 5),
    ("readers", "06:50", 5),
    ("acknowledge", "07:05", 1),
    ("follow_ups", "07:15", 1),
    ("obligations", "07:20", 1),
    ("findings", "08:05", 1),
)
"""What time does by itself in the story: when, and every how many working days."""

CHAPTERS = (
    "agency",
    "changes_story",
    "checklists_story",
    "catalogue_story",
    "citizens_story",
    "codes_story",
    "conduct_story",
    "copies_story",
    "corrections_story",
    "coverage_story",
    "effects_story",
    "feedback_story",
    "heirs_story",
    "inspections_story",
    "obligations_story",
    "past_visits",
    "running_visit",
    "phones_story",
    "postings_story",
    "programme_story",
    "draws_story",
    "dossiers_story",
    "dossier_sources_story",
    "similar_story",
    "dossier_events_story",
    "promises_story",
    "dossier_samples_story",
    "dossier_figures_story",
    "records_story",
    "reviews_story",
    "risks_story",
    "rules_story",
    "signs_story",
    "surveys_story",
    "desk_story",
    "team_story",
)
"""The modules that tell of their subject by a diary. Of two entries of one moment the one named first happens first."""

LOADING = 7_031_960
"""The number of PostgreSQL's advisory lock under which the demo is loaded."""


def load() -> bool:
    """Load the demo; False when it is there already. Refused in an install that holds other agencies.

    Its passwords are known to everybody, and its rounds are walked with the clock set back: both are not for others.
    """
    with transaction() as session:
        if db.engine.dialect.name == "postgresql":
            session.execute(select(func.pg_advisory_xact_lock(LOADING)))  # two loads at once: the second finds it there
        there = agencies()
        if any(one.slug == AGENCY["tail"] for one in there):
            return False
        if there:
            raise Refused("This install holds agencies already. The demo is loaded into an empty one only.")
        with speaking(DEFAULT):
            _tell()
    seal()
    return True


def is_loaded() -> bool:
    """Whether the demo is there."""
    with unit(writes=False):
        return any(one.slug == AGENCY["tail"] for one in agencies())


def _tell() -> None:
    from iso_qms.demo import agency

    calendar = calendar_for(clock.today().year)
    base, coming = base_day(calendar), coming_day(calendar)
    founded = datetime.combine(add_working_days(base, days=FOUNDED, calendar=calendar), time(8), clock.HO_CHI_MINH)
    with clock.at(founded):
        one, by = operations.found_agency(**AGENCY)
        choose(one)
        story = Story(one, by, calendar, base, coming)
        for year in [year for year in calendar.years if year > max(known.year for known in years_of(one.id))]:
            operations.open_year(year, by=by)
        agency.settle(story)
    act_out(story, [*_time(), *_diaries()])
    choose(None)


def _time() -> Diary:
    return [
        Entry(day, at, partial(_walk, name))
        for name, at, every in ROUNDS
        for day in range(WALKED_FROM, 1, every)
        if name in registry.rounds
    ]


def _diaries() -> Diary:
    from iso_qms.demo import actions_story, documents_story

    noted = [import_module(f"{__name__}.{name}").DIARY for name in CHAPTERS]
    return [*documents_story.entries(), *actions_story.entries(), *(entry for diary in noted for entry in diary)]


def _walk(name: str, _story: Story) -> None:
    registry.rounds[name].walk()
