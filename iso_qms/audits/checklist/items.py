"""The items a team fills at a visit, each by at most one word that stands: answers of checklists, and people seen.

Here what phones sent meets what was typed on the pages: a row somebody changed on a page counts as an act like others,
made by somebody who had seen everything received before it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from iso_qms.audits.checklist.checklists import ChecklistAnswer, answers_of
from iso_qms.audits.models import Inspection
from iso_qms.audits.phone.phone_acts import PhoneAct, acts_known
from iso_qms.audits.phone.syncing import Item, Said, merged
from iso_qms.audits.visit.headcounts import AttendanceCheck, Sighting
from iso_qms.clock import as_local
from iso_qms.db import db, kept

FILLING = ("answer", "seen")
"""The kinds of acts of which one stands for each item."""
TIMED = ("late", "left")
"""How people are seen when the minute matters; elsewhere two looks at different minutes say the same."""

Row = ChecklistAnswer | Sighting


def item_of(kind: str, payload: Mapping[str, Any]) -> str:
    """What an act fills; empty for acts that stand for themselves."""
    if kind == "answer":
        return f"answer:{payload['unit']}:{payload['question']}"
    if kind == "seen":
        return f"seen:{payload['unit']}:{payload['day']}:{payload['person']}"
    return ""


def value_of(kind: str, payload: Mapping[str, Any]) -> str:
    """What an act says of its item, written so that equal words are equal."""
    if kind == "answer":
        names = ("answer", "note", "value")
        said = {name: str(payload.get(name) or "").strip() for name in names}
    else:
        status = str(payload["status"])
        said = {"status": status, "at": str(payload.get("at") or "")[:5] if status in TIMED else ""}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def said_by(act: PhoneAct) -> Said:
    """An act as the merging knows it."""
    kind = "answer" if act.item.startswith("answer:") else "seen"
    return Said(act.uuid, act.item, value_of(kind, act.payload), act.captured_at, frozenset(act.bases))


def said_of(inspection: Inspection, items: Collection[str] | None = None) -> list[Said]:
    """Everything said about the items of an inspection, or about some of them, on phones and on pages."""
    query = select(PhoneAct).where(
        PhoneAct.inspection_id == inspection.id, PhoneAct.item != "", PhoneAct.outcome == "accepted"
    )
    if items is not None and len(items) <= 200:
        query = query.where(PhoneAct.item.in_(items))
    by_item: dict[str, list[PhoneAct]] = {}
    for act in db.session.scalars(query.order_by(PhoneAct.id)):
        by_item.setdefault(act.item, []).append(act)
    rows = {item: row for item, row in rows_of(inspection).items() if items is None or item in items}
    on_pages = [one for item, row in rows.items() if (one := _on_page(item, row, by_item.get(item, [])))]
    return [said_by(act) for acts in by_item.values() for act in acts] + on_pages


def keep_page_words(inspection: Inspection, before: Collection[Said]) -> None:
    """Keep what pages said of some items as acts, before a phone's word may take the place of the row it stands in."""
    rows, there = rows_of(inspection), acts_known([one.uuid for one in before if one.uuid.startswith("page:")])
    for one in before:
        if not one.uuid.startswith("page:") or one.uuid in there:
            continue
        row, kind = rows[one.item], one.item.partition(":")[0]
        db.session.add(
            PhoneAct(
                agency_id=inspection.agency_id,
                inspection_id=inspection.id,
                uuid=one.uuid,
                device="page",
                counter=0,
                person_id=row.answered_by_id if isinstance(row, ChecklistAnswer) else row.seen_by_id,
                kind=kind,
                item=one.item,
                payload=payload_of(one.item, one.value),
                bases=sorted(one.bases),
                captured_at=one.at,
                received_at=one.at,
            )
        )


def payload_of(item: str, value: str) -> dict[str, Any]:
    """What an act about an item holds when it says this."""
    kind, unit, *rest = item.split(":")
    named = {"question": int(rest[0])} if kind == "answer" else {"day": rest[0], "person": int(rest[1])}
    return {"unit": int(unit), **named, **json.loads(value)}


def items_of(inspection: Inspection) -> dict[str, Item]:
    """What stands of every item, and what stands beside it."""
    return merged(said_of(inspection))


def rows_of(inspection: Inspection) -> dict[str, Row]:
    """The row of each item that is filled: the answer, or how a person was last seen that day. Read once a unit."""
    read = kept("rows of items")
    if inspection.id not in read:
        read[inspection.id] = _rows(inspection)
    found: dict[str, Row] = read[inspection.id]
    return found


def value_of_row(row: Row) -> str:
    """What a row says, written as an act would."""
    if isinstance(row, ChecklistAnswer):
        return value_of("answer", {"answer": row.answer, "note": row.note, "value": row.value})
    return value_of("seen", {"status": row.status, "at": f"{as_local(row.at):%H:%M}"})


def _rows(inspection: Inspection) -> dict[str, Row]:
    found: dict[str, Row] = {
        item_of("answer", {"unit": one.unit_id, "question": one.question_id}): one for one in answers_of(inspection)
    }
    query = select(Sighting, AttendanceCheck.unit_id, AttendanceCheck.day).join(Sighting.check)
    seen = db.session.execute(query.where(AttendanceCheck.inspection_id == inspection.id).order_by(Sighting.id))
    for sighting, unit_id, day in seen.unique():
        found[item_of("seen", {"unit": unit_id, "day": day.isoformat(), "person": sighting.person_id})] = sighting
    return found


def _on_page(item: str, row: Row, acts: list[PhoneAct]) -> Said | None:
    """A row as an act of its own, unless it says what one of the phones' acts said."""
    value = value_of_row(row)
    kind = item.partition(":")[0]
    if any(value_of(kind, act.payload) == value for act in acts):
        return None
    before = frozenset(act.uuid for act in acts if act.received_at < row.at)
    return Said(f"page:{kind}:{row.id}:{row.at:%Y%m%d%H%M%S}", item, value, row.at, before)
