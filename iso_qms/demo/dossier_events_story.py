"""What happened to the dossiers of the month, made up from the steps of their procedures; some went otherwise."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.demo.story import Diary, Story, on
from iso_qms.dossiers.conformance import Flow
from iso_qms.dossiers.event_intake import EventIntake
from iso_qms.dossiers.event_rows import Event, EventReader
from iso_qms.dossiers.fields import EVENTS
from iso_qms.dossiers.flows import flow_of_revision
from iso_qms.dossiers.hashing import hasher
from iso_qms.dossiers.mapping import Mapping
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.operations import begin_import, end_import
from iso_qms.dossiers.promises import promises
from iso_qms.dossiers.rows import Refusal

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
        if revision_id not in flows:
            flows[revision_id] = flow_of_revision(revision_id)
        flow = flows[revision_id]
        if flow is not None:
            yield from _course(one, flow, random.Random(one.code))


def _course(one: Dossier, flow: Flow, chance: random.Random) -> Iterator[list[Any]]:
    """Every step in its turn; one dossier in nine leaves a step out, one in fourteen has two of them the wrong way."""
    names = [step.name for step in flow.steps if step.required]
    if not chance.randrange(9) and len(names) > 2:
        names.pop(chance.randrange(1, len(names) - 1))
    if not chance.randrange(14) and len(names) > 2:
        names[1], names[2] = names[2], names[1]
    end = one.finished_at or now()
    done = names if one.finished_at else names[: chance.randrange(1, len(names) + 1)]
    for place, name in enumerate(done, start=1):
        at: datetime = one.received_at + (end - one.received_at) * place / (len(names) + 1) + timedelta(minutes=place)
        unit = "Trung tâm Phục vụ hành chính công" if place in (1, len(names)) else "Bộ phận chuyên môn"
        yield [one.code, name, at, unit, "Công chức một cửa" if place == 1 else "Công chức", chance.choice(CLERKS)]
