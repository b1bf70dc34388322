"""How what phones sent is shown to a person: each side in words, beside what stands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, select

from iso_qms.audits.checklist.asking import ANSWERS
from iso_qms.audits.checklist.checklists import ChecklistQuestion
from iso_qms.audits.checklist.items import FILLING, item_of, rows_of, value_of_row
from iso_qms.audits.models import Inspection
from iso_qms.audits.phone.applying import told_item
from iso_qms.audits.phone.phone_acts import PhoneAct, acts_known, refused_acts
from iso_qms.audits.phone.receiving import disputes_of
from iso_qms.audits.visit.headcounts import STATUSES
from iso_qms.blobs import Attachment, files_of_each
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.people import Person


@dataclass(frozen=True)
class Side:
    """One of several answers: its words, who gave it and when, and the act it came with."""

    uuid: str
    words: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Dispute:
    """An item with more than one side; the first one stands meanwhile."""

    item: str
    about: str
    sides: Sequence[Side]


@dataclass(frozen=True)
class Shown:
    """What was not accepted: in words, beside what stands now, with its file if it had one."""

    act: PhoneAct
    words: Sequence[str]
    stands: str
    files: Sequence[Attachment]


def disputes_shown(inspection: Inspection) -> list[Dispute]:
    """Every disputed item in words."""
    found = disputes_of(inspection)
    if not found:
        return []
    acts = acts_known([side.uuid for one in found.values() for side in one.sides])
    rows = rows_of(inspection)
    return [
        Dispute(
            item,
            told_item(inspection, item),
            [
                Side(side.uuid, words_of_value(side.value, item), _who(acts.get(side.uuid), rows.get(item)), side.at)
                for side in one.sides
            ],
        )
        for item, one in sorted(found.items())
    ]


def refused_shown(inspection: Inspection) -> list[Shown]:
    """Everything that was not accepted and nobody has settled, in words."""
    acts = refused_acts(inspection)
    if not acts:
        return []
    rows, files = rows_of(inspection), files_of_each("phone_act", [one.id for one in acts])
    return [_shown(inspection, one, rows, files.get(one.id, [])) for one in acts]


def voice_notes_of(inspection: Inspection) -> list[Attachment]:
    """The team's own voice notes of a visit, in the order in which they came."""
    query = select(PhoneAct.id).where(PhoneAct.inspection_id == inspection.id, PhoneAct.kind == "voice")
    numbers = list(db.session.scalars(query.where(PhoneAct.outcome == "accepted").order_by(PhoneAct.id)))
    found = files_of_each(PhoneAct.journal_kind, numbers) if numbers else {}
    return [file for number in numbers for file in found.get(number, [])]


def _shown(inspection: Inspection, act: PhoneAct, rows: Mapping[str, Any], files: Sequence[Attachment]) -> Shown:
    item = item_of(act.kind, act.payload) if act.kind in FILLING else ""
    row = rows.get(item)
    about = [told_item(inspection, item)] if item else []
    return Shown(
        act, [*about, *_words_of(act.payload, item)], words_of_value(value_of_row(row), item) if row else "", files
    )


def words_of_value(value: str, item: str = "") -> str:
    """What is said of an item, for a reader."""
    said: Mapping[str, Any] = json.loads(value)
    if "status" in said:
        return " ".join(filter(None, [str(STATUSES.get(said["status"], "")), said["at"]]))
    value = str(said.get("value") or "")
    if value and item and (question := db.session.get(ChecklistQuestion, int(item.rpartition(":")[2]))):
        value = question.said(value)
    return ". ".join(filter(None, [str(ANSWERS.get(said["answer"], "")), value, said["note"]]))


def sent_by_phones(inspection: Inspection) -> tuple[int, int]:
    """How many acts phones sent, and how many of them were not accepted and wait for a person."""
    waits = case((and_(PhoneAct.outcome == "refused", PhoneAct.settled_at.is_(None)), 1), else_=0)
    query = select(func.count(), func.coalesce(func.sum(waits), 0)).where(PhoneAct.inspection_id == inspection.id)
    sent, waiting = db.session.execute(query).one()
    return int(sent), int(waiting)


def _who(act: PhoneAct | None, row: Any) -> str:
    if act is not None:
        return act.person.name if act.device != "page" else _("%(name)s, on a page", name=act.person.name)
    person = db.session.get(Person, getattr(row, "answered_by_id", None) or getattr(row, "seen_by_id", 0))
    return _("%(name)s, on a page", name=person.name if person else "–")


def _words_of(payload: Mapping[str, Any], item: str) -> list[str]:
    if "answer" in payload or "status" in payload:
        kind = "status" if "status" in payload else "answer"
        said = (
            {"status": payload.get("status"), "at": payload.get("at") or ""}
            if kind == "status"
            else {name: str(payload.get(name) or "") for name in ("answer", "note", "value")}
        )
        return [words_of_value(json.dumps(said), item)]
    names = ("title", "evidence", "name", "post", "remark", "witness", "caption")
    return [str(payload[name]) for name in names if payload.get(name)]
