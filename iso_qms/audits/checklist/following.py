"""Questions that cite a legal text: told to the legal register, and followed when a checklist gets a new version."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import select

from iso_qms.audits.checklist.checklists import Checklist, ChecklistQuestion, library
from iso_qms.db import db
from iso_qms.documents.models import OPEN_REQUESTS, ChangeRequest
from iso_qms.laws.keeping import settle_reworded
from iso_qms.organisation.people import Person
from iso_qms.registry import Wording

KIND = ChecklistQuestion.journal_kind


def wordings() -> Iterable[Wording]:
    """The questions of the library as they are asked from now on."""
    for checklist in library().values():
        for question in checklist.questions:
            yield wording_of(question)


def wording_of(question: ChecklistQuestion) -> Wording:
    """What a question says and rests on; its key is the same in every version that asks it in the same words."""
    asked_in, text = question.checklist, f"{question.vi}\n{question.en}\n{question.basis}"
    digest = sha256(f"{asked_in.key}\n{text}".encode()).hexdigest()[:20]
    code = f"{asked_in.title[:60]} · {question.position}"
    return Wording(kind=KIND, thing_id=question.id, key=digest, code=code, title=str(question), text=text)


def follow_changes(before: Checklist, made: Checklist, *, by: Person) -> int:
    """After a new version: what a changed law asks of the old questions is done or goes along; how many are done."""
    db.session.flush()
    asked = {one.id: one for one in before.questions}
    query = select(ChangeRequest).where(
        ChangeRequest.thing_kind == KIND, ChangeRequest.thing_id.in_(asked), ChangeRequest.state.in_(OPEN_REQUESTS)
    )
    done = 0
    for request in db.session.scalars(query).unique().all():
        successor = _successor(asked[request.thing_id or 0], before, made)
        done += settle_reworded([request], wording_of(successor) if successor else None, by=by)
    return done


def _successor(question: ChecklistQuestion, before: Checklist, made: Checklist) -> ChecklistQuestion | None:
    """The same question in the next version: by its key, else the new one that stands in its place."""
    same = [one for one in made.questions if one.key == question.key]
    if same:
        return same[0]
    old = {one.key for one in before.questions}
    return next((one for one in made.questions if one.position == question.position and one.key not in old), None)
