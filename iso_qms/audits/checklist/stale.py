"""Questions that hang on a block of a procedure, and which of them are stale: the block says something else by then.

What is asked rests on what the procedure says on the day of the visit, by the dates of its revisions, not on what it
says when somebody looks. The rule is pure; one query brings what it needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import g, url_for
from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, lazyload

from iso_qms.audits.checklist.asking import Asked
from iso_qms.audits.checklist.checklists import (
    Checklist,
    ChecklistQuestion,
    demand_keeper,
    in_order,
    inspection_checklist,
    newest_in_use,
)
from iso_qms.audits.models import Inspection
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.blocks import Told, place_of, rendered, told_once
from iso_qms.documents.comparison.difference import FieldChange, compare
from iso_qms.documents.models import BlockVersion, Document, Revision, stands_on
from iso_qms.i18n import _, _l, ngettext
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.registry import Awaiting
from iso_qms.workflow import Incomplete

LOOKED_AHEAD = 60
"""Days the library looks ahead: a revision approved for a day soon makes a question stale before the visit."""
FATES = {
    "changed": _l("The block says something else"),
    "removed": _l("The block is gone"),
    "not_in_force": _l("The procedure is not in force"),
}

say(
    {
        "checklist.hung": _l("hung a question on a block"),
        "checklist.unhung": _l("took a question off its block"),
        "checklist.confirmed": _l("found a question still right"),
    }
)


def fate_of(remembered: str, *, stands: bool, present: str | None) -> str:
    """What became of the block a question hangs on: "same" or one of FATES.

    `remembered` is the hash it was held against, `present` that of the block in the revision of the day.
    """
    if not stands:
        return "not_in_force"
    if present is None:
        return "removed"
    return "same" if present == remembered else "changed"


@dataclass(frozen=True)
class Hung:
    """A question with the block it hangs on, as both stand on a day."""

    question: ChecklistQuestion
    document: Document
    revision: Revision | None
    block: BlockVersion | None

    @property
    def fate(self) -> str:
        """What became of the block since the question was held against it."""
        present = self.block.hash if self.block else None
        return fate_of(self.question.block_hash, stands=self.revision is not None, present=present)

    @property
    def is_stale(self) -> bool:
        """Whether somebody must look at it."""
        return self.fate != "same"

    @property
    def place(self) -> str:
        """The procedure and the block, in a few words."""
        return f"{self.document.code}, {place_of(self.block)}" if self.block else self.document.code


def horizon() -> date:
    """The day up to which the library looks ahead."""
    return today() + timedelta(days=LOOKED_AHEAD)


def read_by(document: Document) -> Revision | None:
    """The revision of a procedure that questions are held against: that of the horizon, else that of today."""
    return document.standing_on(horizon()) or document.standing_on(today())


def hung_on(day: date, *, checklists: Any = None) -> list[Hung]:
    """Every question that hangs on a block, as it stands on a day; of the newest lists, or of those given."""
    return _hung(_rows(day, newest_in_use() if checklists is None else checklists))


def stale_on(day: date) -> list[Hung]:
    """The questions of the library that are stale on a day."""
    return [one for one in hung_on(day) if one.is_stale]


def asked_at(inspection: Inspection) -> tuple[list[Checklist], list[Hung]]:
    """The lists an inspection asks, without their questions, and those of them that are stale on its day."""
    table = inspection_checklist
    pinned = select(table.c.checklist_id).where(table.c.inspection_id == inspection.id)
    rows = _rows(inspection.planned_on, pinned)
    return in_order({one.id: one for one, *_held in rows}.values()), [one for one in _hung(rows) if one.is_stale]


def _rows(day: date, checklists: Any) -> list[Any]:
    query = (
        select(Checklist, ChecklistQuestion, Document, Revision, BlockVersion)
        .outerjoin(
            ChecklistQuestion,
            (ChecklistQuestion.checklist_id == Checklist.id) & ChecklistQuestion.document_id.is_not(None),
        )
        .outerjoin(Document, Document.id == ChecklistQuestion.document_id)
        .outerjoin(Revision, (Revision.document_id == Document.id) & stands_on(day))
        .outerjoin(
            BlockVersion,
            (BlockVersion.revision_id == Revision.id) & (BlockVersion.block_id == ChecklistQuestion.block_id),
        )
        .where(Checklist.id.in_(checklists))
        .options(lazyload(Checklist.questions), lazyload(Document.unit), lazyload(Revision.document))
        .order_by(Checklist.key, ChecklistQuestion.position)
    )
    return list(db.session.execute(query).unique())


def _hung(rows: Iterable[Any]) -> list[Hung]:
    return [Hung(*held) for _checklist, *held in rows if held[0] is not None]


def changes_of(stale: Iterable[Hung]) -> dict[int, tuple[FieldChange, ...]]:
    """What the blocks said and say, word by word, by the number of the question."""
    found = list(stale)
    blocks = [one.question.block_id for one in found]
    versions = select(BlockVersion).where(BlockVersion.block_id.in_(blocks)).options(lazyload(BlockVersion.revision))
    before = {(one.block_id, one.hash): one for one in db.session.scalars(versions)}
    changes: dict[int, tuple[FieldChange, ...]] = {}
    for one in found:
        old = before.get((one.question.block_id or 0, one.question.block_hash))
        told = compare(_told(old), new=_told(one.block), render=rendered)
        changes[one.question.id] = told[0].fields if told else ()
    return changes


def _told(block: BlockVersion | None) -> list[Told]:
    return told_once([block]) if block else []


def hang(question: ChecklistQuestion, document: Document, block_id: int, *, by: Person) -> None:
    """Hang a question on a block of a procedure; what the block says by the horizon is what it is held against."""
    demand_keeper(by)
    revision = read_by(document)
    block = next((one for one in revision.blocks if one.block_id == block_id), None) if revision else None
    if block is None:
        raise Incomplete(_("Choose a block of a procedure that is in force."))
    _set(question, document.id, block.block_id, block.hash, verb="checklist.hung", by=by)


def take_off(question: ChecklistQuestion, *, by: Person) -> None:
    """Let a question hang on no block."""
    demand_keeper(by)
    _set(question, None, None, "", verb="checklist.unhung", by=by)


def confirm(question: ChecklistQuestion, *, by: Person) -> None:
    """Say that a stale question is still right: from now on it is held against what the block says by then."""
    demand_keeper(by)
    held = next(
        (one for one in hung_on(horizon(), checklists=[question.checklist_id]) if one.question is question), None
    )
    if held is None or held.block is None:
        raise Incomplete(_("The block is gone. Hang the question on another one, or on none."))
    _set(question, question.document_id, question.block_id, held.block.hash, verb="checklist.confirmed", by=by)


def with_blocks(rows: Iterable[Asked], before: Checklist) -> list[Asked]:
    """Questions of a next version with the blocks they hung on; one worded anew is held against the block's new words.

    The words alone are typed; which block a question hangs on goes along by its key.
    """
    known = {one.key: one for one in before.questions}
    held = hung_on(horizon(), checklists=[before.id])
    present = {one.question.key: one.block.hash for one in held if one.block}
    found = []
    for row in rows:
        old = known.get(row.key)
        if old is not None and old.block_id is not None:
            reworded = (old.vi, old.en) != (row.vi, row.en)
            digest = present.get(row.key, old.block_hash) if reworded else old.block_hash
            row = row._replace(document_id=old.document_id, block_id=old.block_id, block_hash=digest)
        found.append(row)
    return found


def how_many(day: date) -> Any:
    """The number of the library's questions that are stale on a day, as a query of one figure for other queries."""
    says = (Revision.document_id == ChecklistQuestion.document_id) & stands_on(day)
    block = (BlockVersion.revision_id == Revision.id) & (BlockVersion.block_id == ChecklistQuestion.block_id)
    query = (
        select(func.count(ChecklistQuestion.id))
        .join(Checklist, Checklist.id == ChecklistQuestion.checklist_id)
        .outerjoin(Revision, says)
        .outerjoin(BlockVersion, block)
        .where(ChecklistQuestion.document_id.is_not(None), Checklist.id.in_(newest_in_use()))
    )
    return query.where(or_(BlockVersion.id.is_(None), BlockVersion.hash != ChecklistQuestion.block_hash))


def to_look_at(number: int) -> Awaiting:
    """The row for whoever keeps the checklists, while questions are stale."""
    return Awaiting(
        due_on=None,
        what=ngettext(
            "%(num)s question rests on a block that changes: look at it",
            "%(num)s questions rest on blocks that change: look at them",
            number,
        ),
        why=_("Because quality control keeps the checklists."),
        action=_("Look at them"),
        url=url_for("audits.checklists", agency=g.agency.slug, _anchor="stale"),
        kind="checklist",
    )


def _set(
    question: ChecklistQuestion, document_id: int | None, block_id: int | None, digest: str, *, verb: str, by: Person
) -> None:
    # In every version that asks it: an inspection in preparation may have been given an older one. What is asked stays.
    query = select(ChecklistQuestion).join(ChecklistQuestion.checklist).where(ChecklistQuestion.key == question.key)
    own = query.where(Checklist.key == question.checklist.key).options(contains_eager(ChecklistQuestion.checklist))
    for one in db.session.scalars(own).unique().all():
        one.document_id, one.block_id, one.block_hash = document_id, block_id, digest
        write(one.checklist, verb, by=by)
