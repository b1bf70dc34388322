"""What each kind of act of a phone becomes: a call of the verb that a page would call."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from sqlalchemy import select

from iso_qms.audits import operations
from iso_qms.audits.checklist import answer_files, checklists
from iso_qms.audits.checklist.asking import ANSWERS, judged
from iso_qms.audits.checklist.checklists import ChecklistQuestion, inspection_checklist
from iso_qms.audits.checklist.items import keep_page_words, rows_of, said_by, said_of, value_of, value_of_row
from iso_qms.audits.conduct.conduct_rules import photos_of_people_allowed
from iso_qms.audits.finding import noting
from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.models import Inspection
from iso_qms.audits.phone.phone_acts import PhoneAct, parts_of
from iso_qms.audits.phone.syncing import merged
from iso_qms.audits.visit import attendance, minutes
from iso_qms.audits.visit.headcounts import STATUSES, AttendanceCheck
from iso_qms.blobs import attach_bytes, read
from iso_qms.clock import as_local, today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.workflow import Forbidden, Incomplete, Refused, WrongState

HASH = re.compile(r"[0-9a-f]{64}")


def misses_its_part(payload: Mapping[str, Any], *, by: Person) -> bool:
    """Whether an act names a file that its author has not uploaded yet."""
    digest = str(payload.get("sha256") or "")
    return bool(HASH.fullmatch(digest)) and not parts_of(by, [digest])


def keep_part(row: PhoneAct, *, by: Person) -> None:
    """Keep the file of an act that was not accepted with the act itself, so that nobody collects it."""
    digest = str(row.payload.get("sha256") or "")
    if HASH.fullmatch(digest):
        attach_bytes(row, read(digest), name=_file_name(row), by=by, private=True)


def start(inspection: Inspection, rows: Sequence[PhoneAct], *, by: Person) -> None:
    """Begin the visit; it may have begun meanwhile, by somebody else of the team."""
    if inspection.state == "planned":
        operations.start(inspection, by=by)


def answer(inspection: Inspection, rows: Sequence[PhoneAct], *, by: Person) -> None:
    """Answer the checklist of one unit, with what stands of each question."""
    unit = _unit(inspection, rows[0].payload["unit"])
    asked = _questions_of(inspection)
    for row in rows:
        row.payload = _as_judged(asked.get(int(row.payload["question"])), row.payload)
    given = [_given(asked[int(row.payload["question"])], row.payload) for row in _standing(inspection, rows)]
    checklists.answer(inspection, given, unit=unit, by=by)


def seen(inspection: Inspection, rows: Sequence[PhoneAct], *, by: Person) -> None:
    """Note people as they were seen at one unit on one day."""
    unit, day = _unit(inspection, rows[0].payload["unit"]), date.fromisoformat(rows[0].payload["day"])
    first = min(row.captured_at for row in rows)
    if any(as_local(row.captured_at).date() != day for row in rows) or not _began(inspection) <= day <= today():
        raise Incomplete(_("The head-count is of another day than the taps it holds."))
    check = attendance.begin_count(inspection, unit=unit, by=by, started_at=first)
    there = {one.person.id for one in attendance.roster_of(check)}
    if any(int(row.payload["person"]) not in there or row.payload["status"] not in STATUSES for row in rows):
        raise Incomplete(_("Somebody is not on the roster of this unit on that day."))
    taps = [
        (int(row.payload["person"]), str(row.payload["status"]), row.captured_at) for row in _standing(inspection, rows)
    ]
    attendance.note_seen(check, taps, by=by)


def counted(inspection: Inspection, rows: Sequence[PhoneAct], *, by: Person) -> None:
    """End the head-count of a unit that is still open on that day; somebody else may have ended it."""
    unit, day = _unit(inspection, rows[0].payload["unit"]), date.fromisoformat(rows[0].payload["day"])
    query = select(AttendanceCheck).where(
        AttendanceCheck.inspection_id == inspection.id, AttendanceCheck.unit_id == unit.id, AttendanceCheck.day == day
    )
    for check in db.session.scalars(query.where(AttendanceCheck.ended_at.is_(None))).unique():
        attendance.end_count(check, by=by)


def finding(inspection: Inspection, rows: Sequence[PhoneAct], *, by: Person) -> None:
    """Note a finding; what it says then stands in the finding alone."""
    row, said = rows[0], rows[0].payload
    names = ("kind", "title", "evidence", "grade", "grade_reason", "clause", "article", "place", "step")
    words: dict[str, Any] = {name: str(said.get(name) or "") for name in names}
    person = db.session.get(Person, int(said["person"])) if said.get("person") else None
    if person is not None and person not in noting.staff_concerned(inspection):
        raise Incomplete(_("Somebody is not on the roster of this unit on that day."))
    made = noting.note_finding(
        inspection,
        by=by,
        unit=_unit(inspection, said["unit"]),
        observed_at=row.captured_at,
        person=person,
        document=_document(inspection, said.get("document")),
        differs_later=True,
        **words,
    )
    db.session.flush()
    row.made_id, row.payload = made.id, {"finding": made.code}


def photo(inspection: Inspection, rows: Sequence[PhoneAct], *, by: Person) -> None:
    """Attach a photo to its finding, or to the inspection: there as evidence for the answer it names, if any."""
    if rows[0].payload.get("shows_people") and not photos_of_people_allowed(inspection.agency_id):
        raise Forbidden(_("This agency keeps no photographs in which people can be recognised. Cover them first."))
    _attach(inspection, rows[0], by)


def voice(inspection: Inspection, rows: Sequence[PhoneAct], *, by: Person) -> None:
    """Keep a voice note with its finding; one of the visit is the team's own reminder, and stays with what it sent."""
    _attach(inspection, rows[0], by, to=None if rows[0].payload.get("about") else rows[0])


def signature(inspection: Inspection, rows: Sequence[PhoneAct], *, by: Person) -> None:
    """Note who stood by the minutes as they were read out, on glass or on paper, or who did not and who saw that."""
    row, said = rows[0], rows[0].payload
    unit = _unit(inspection, said["unit"]) if said["unit"] else None
    if differing := what_differs(inspection, said):
        raise WrongState(
            _(
                "The minutes say something else than what was read out: %(what)s. Read them out again.",
                what="; ".join(differing[:5]),
            )
        )
    words = {name: str(said.get(name) or "") for name in ("name", "post", "how", "witness", "remark")}
    made = minutes.note_signing(inspection, by=by, unit=unit, **words)
    row.made_id = made.id
    if said.get("sha256"):
        attach_bytes(made, read(str(said["sha256"])), name=_file_name(row), by=by)


VERBS: dict[str, Callable[..., None]] = {
    "start": start,
    "answer": answer,
    "seen": seen,
    "counted": counted,
    "finding": finding,
    "photo": photo,
    "voice": voice,
    "signature": signature,
}


def what_differs(inspection: Inspection, said: Mapping[str, Any]) -> list[str]:
    """In which items and findings the minutes differ from what a phone had read out."""
    read_out = _read_out(inspection, dict(said["read_out"]))
    now_said = {item: value_of_row(row) for item, row in rows_of(inspection).items()}
    items = [item for item in {*read_out, *now_said} if read_out.get(item) != now_said.get(item)]
    query = select(Finding).where(Finding.inspection_id == inspection.id, Finding.state != "withdrawn")
    there = {one.id: one.code for one in db.session.scalars(query).unique()}
    known = _made_by(inspection, [str(one) for one in said["findings"]])
    told = {int(one) if str(one).isdigit() else known.get(str(one), 0) for one in said["findings"]}
    return [told_item(inspection, item) for item in sorted(items)] + [
        there.get(one, _("a finding that is no longer there")) for one in sorted(there.keys() ^ told)
    ]


def told_item(inspection: Inspection, item: str) -> str:
    """An item in words: the question, or the person who was counted."""
    kind, unit_id, *rest = item.split(":")
    unit = next((one.name for one in inspection.units if str(one.id) == unit_id), "")
    if kind == "answer":
        return f"{unit}: {db.session.get(ChecklistQuestion, int(rest[-1])) or ''}"
    person = db.session.get(Person, int(rest[-1]))
    return f"{unit}: {person.name if person else ''} ({date.fromisoformat(rest[0]):%d/%m/%Y})"


def _standing(inspection: Inspection, rows: Sequence[PhoneAct]) -> list[PhoneAct]:
    """Those of some new acts that stand, now that they are known; the others are beside what stands."""
    mine = {row.uuid: row for row in rows}
    before = [one for one in said_of(inspection, {row.item for row in rows}) if one.uuid not in mine]
    keep_page_words(inspection, before)
    known = merged([*before, *map(said_by, rows)])
    return [mine[one.stands.uuid] for one in known.values() if one.stands.uuid in mine]


def _unit(inspection: Inspection, unit_id: Any) -> Unit:
    found = next((one for one in inspection.units if one.id == int(unit_id)), None)
    if found is None:
        raise Incomplete(_("This unit is not inspected here."))
    return found


def _document(inspection: Inspection, document_id: Any) -> Document | None:
    return next((one for one in inspection.documents if document_id and one.id == int(document_id)), None)


def _questions_of(inspection: Inspection) -> dict[int, ChecklistQuestion]:
    query = select(ChecklistQuestion).join(
        inspection_checklist, inspection_checklist.c.checklist_id == ChecklistQuestion.checklist_id
    )
    asked = db.session.scalars(query.where(inspection_checklist.c.inspection_id == inspection.id))
    return {one.id: one for one in asked}


def _as_judged(question: ChecklistQuestion | None, said: Mapping[str, Any]) -> dict[str, Any]:
    """An answer with its value as it is kept and the verdict that follows; refuses what does not fit its question."""
    claimed = str(said.get("answer") or "")
    if question is None or (claimed and claimed not in ANSWERS):
        raise Incomplete(_("This question is not asked at this visit, or the answer is none of its answers."))
    verdict, value = judged(question, claimed, str(said.get("value") or ""))
    if not verdict:
        raise Incomplete(_("This question is not asked at this visit, or the answer is none of its answers."))
    return {**said, "answer": verdict, "value": value}


def _read_out(inspection: Inspection, items: Mapping[str, Any]) -> dict[str, str]:
    """What was read out of each item, as it is kept: a phone may write a number in another manner."""
    asked, found = _questions_of(inspection), {}
    for item, said in items.items():
        kind, *_unit_id, last = item.split(":")
        if kind == "answer":
            with suppress(Refused):
                said = _as_judged(asked.get(int(last)), said)
        found[item] = value_of(kind, said)
    return found


def _given(question: ChecklistQuestion, said: Mapping[str, Any]) -> tuple[ChecklistQuestion, str, str, str]:
    return question, str(said["answer"]), str(said.get("note") or "").strip(), str(said.get("value") or "")


def _began(inspection: Inspection) -> date:
    return min(as_local(inspection.started_at).date() if inspection.started_at else today(), inspection.planned_on)


def _attach(inspection: Inspection, row: PhoneAct, by: Person, *, to: PhoneAct | None = None) -> None:
    noting.demand_noting(inspection, by=by)
    digest, about = str(row.payload["sha256"]), str(row.payload.get("about") or "")
    if not HASH.fullmatch(digest):
        raise Incomplete(_("Something is missing in what the phone sent."))
    finding_id = _made_by(inspection, [about]).get(about) if about else None
    thing = db.session.get(Finding, finding_id) if finding_id else None
    if about and thing is None:
        raise Refused(_("The finding it belongs to was not accepted."))
    private = to is not None or (thing is not None and thing.is_private)
    made = attach_bytes(to or thing or inspection, read(digest), name=_file_name(row), by=by, private=private)
    row.made_id = made.id
    if to is None and thing is None and (item := str(row.payload.get("item") or "")):
        answer_files.say_what_for(made, inspection, _place(item))


def _place(item: str) -> answer_files.Place:
    """Where the question of an item such as "answer:3:17" is asked: the unit and the question."""
    kind, unit_id, question_id = item.split(":")
    if kind != "answer":
        raise ValueError(item)
    return int(unit_id), int(question_id)


def _made_by(inspection: Inspection, uuids: Iterable[str]) -> dict[str, int]:
    """The findings that acts of phones became, by the uuid of the act."""
    query = select(PhoneAct.uuid, PhoneAct.made_id).where(
        PhoneAct.inspection_id == inspection.id, PhoneAct.kind == "finding", PhoneAct.uuid.in_(list(uuids))
    )
    return {uuid: made for uuid, made in db.session.execute(query) if made}


def _file_name(row: PhoneAct) -> str:
    at = f"{as_local(row.captured_at):%Y-%m-%d %H.%M.%S}"
    caption = " ".join(str(row.payload.get("caption") or row.payload.get("name") or "").split())[:60].strip("./\\ ")
    ends = {"photo": "jpg", "signature": "png"}.get(row.kind, str(row.payload.get("ends") or "webm")[:4])
    words = {"photo": _("Photo"), "voice": _("Voice note"), "signature": _("Signature")}
    return f"{' '.join(filter(None, [words.get(row.kind, row.kind), at, caption]))}.{ends}"
