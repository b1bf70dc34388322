"""What happened to the dossiers of the month, made up from the steps of their procedures; some went otherwise."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.demo.story import Diary, Story, on
from iso_qms.dossiers.conformance import Flow, Step
from iso_qms.dossiers.due.promises import promises
from iso_qms.dossiers.event.event_intake import EventIntake
from iso_qms.dossiers.event.event_rows import Event, EventReader
from iso_qms.dossiers.fields import EVENTS
from iso_qms.dossiers.incoming.hashing import hasher
from iso_qms.dossiers.incoming.mapping import Mapping
from iso_qms.dossiers.incoming.rows import Refusal
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.operations import begin_import, end_import
from iso_qms.dossiers.step.flows import flow_of_steps, steps_of
from iso_qms.organisation.working_days import calendar_of
from iso_qms.worktime import add_working_time, working_minutes_between

DIARY: Diary = []

COLUMNS = {
    "code": "Mã hồ sơ",
    "activity": "Bước xử lý",
    "moment": "Thời điểm",
    "unit": "Phòng ban",
    "role": "Vai trò",
    "person": "Người xử lý",
}
CLERKS = ("Cán bộ 1", "Cán bộ 2", "Cán bộ 3")


@on(DIARY, -1, "16:50")
def the_log_of_the_month_is_brought_in(story: Story) -> None:
    """By the quality team, after the dossiers themselves."""
    mapping, by = Mapping("Phần mềm một cửa", COLUMNS, kind="events"), story.people["daohtb"]
    run = begin_import(mapping, name="nhat-ky-thang-nay.csv", sha256="1" * 64, by=by)
    reader = EventReader(mapping, list(COLUMNS.values()), at=now(), hashed=hasher(story.agency.id))
    rows: Iterator[Event | Refusal] = reader.read(enumerate(_rows(story), start=2))
    EventIntake(mapping, agency_id=story.agency.id).take(list(rows), run=run)
    end_import(run, by=by)


def _rows(story: Story) -> Iterator[list[Any]]:
    assert set(COLUMNS) <= set(EVENTS.fields)
    known, flows = promises(), {}
    for one in db.session.scalars(select(Dossier).where(Dossier.document_id.is_not(None)).order_by(Dossier.id)):
        revision_id = known.revision_on(one.document_id, one.received_on) if one.document_id else None
        if revision_id is None:
            continue
        key = revision_id, one.case
        if key not in flows:
            flows[key] = flow_of_steps("", steps_of(revision_id), case=one.case)
        flow = flows[key]
        if flow is not None:
            yield from _course(one, flow, random.Random(one.code))


def _course(one: Dossier, flow: Flow, chance: random.Random) -> Iterator[list[Any]]:
    """Every step in its turn; one dossier in nine leaves a step out, one in fourteen has two of them the wrong way."""
    steps = [step for step in flow.steps if step.required]
    if not chance.randrange(9) and len(steps) > 2:
        steps.pop(chance.randrange(1, len(steps) - 1))
    if not chance.randrange(14) and len(steps) > 2:
        steps[1], steps[2] = steps[2], steps[1]
    end = one.finished_at or now()
    done = steps if one.finished_at else steps[: chance.randrange(1, len(steps) + 1)]
    stranger = chance.randrange(1, len(steps)) if len(steps) > 1 and not chance.randrange(16) else None
    for place, (step, at) in enumerate(zip(done, _moments(one, steps, end), strict=False)):
        unit = "Trung tâm Phục vụ hành chính công" if place in (0, len(steps) - 1) else "Bộ phận chuyên môn"
        role = step.role if place != stranger else "Người học việc"
        yield [one.code, step.name, at, unit if place != stranger else "", role, chance.choice(CLERKS)]


def _moments(one: Dossier, steps: Sequence[Step], end: datetime) -> Iterator[datetime]:
    """The working time of the dossier, parted as the limits of its steps are."""
    calendar, at = calendar_of(one.agency_id, unit=one.deciding_unit_id), one.received_at
    worked = working_minutes_between(at, end=end, calendar=calendar)
    shares = [step.limit.amount if step.limit else Fraction(1, 4) for step in steps]
    for share in shares:
        minutes = int(worked * share / sum(shares))
        at = add_working_time(at, amount=timedelta(minutes=minutes), calendar=calendar) if minutes else at
        yield at
