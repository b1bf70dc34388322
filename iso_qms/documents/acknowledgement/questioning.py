"""Questions on what changed: written with the draft, answered before acknowledging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from iso_qms.db import db
from iso_qms.documents.blocks import Told, rendered, told_once
from iso_qms.documents.comparison.difference import compare
from iso_qms.documents.models import Acknowledgement, ReadingQuestion, Revision
from iso_qms.documents.operations import demand_fresh, edited
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete

MOST_QUESTIONS = 3
MOST_CHOICES = 4


@dataclass(frozen=True)
class Asked:
    """A question as it was typed."""

    block_id: int
    text: str
    choices: tuple[str, ...]
    right_choice: int


def changed_blocks(revision: Revision) -> list[Told]:
    """The blocks a question may hang on: those that differ from the revision before; of a first one, all."""
    old = revision.previous()
    new = told_once(revision.blocks)
    if old is None:
        return new
    changes = compare(told_once(old.blocks), new=new, render=rendered)
    return [one.block for one in changes if one.kind != "same"]


def questions_of(revision: Revision) -> Sequence[ReadingQuestion]:
    """The questions of a revision in their order."""
    query = select(ReadingQuestion).where(ReadingQuestion.revision_id == revision.id)
    return db.session.scalars(query.order_by(ReadingQuestion.place)).all()


def set_questions(revision: Revision, asked: Sequence[Asked], *, by: Person, edits: int) -> None:
    """Set the questions of a draft as they were typed; `edits` guards against overwriting somebody faster."""
    demand_fresh(revision, edits)
    if len(asked) > MOST_QUESTIONS:
        raise Incomplete(_("At most %(n)s questions: a reader has a minute.", n=MOST_QUESTIONS))
    changed = {one.block_id for one in changed_blocks(revision)}
    for one in asked:
        _demand_whole(one, changed)
    edited(revision, by=by)
    known = {one.place: one for one in questions_of(revision)}
    for place, one in enumerate(asked, start=1):
        _put(revision, known.pop(place, None), one, place)
    for gone in known.values():
        db.session.delete(gone)


def answer(duty: Acknowledgement, given: Mapping[int, int], *, by: Person) -> list[ReadingQuestion]:
    """Note what a reader chose, by the number of the question; answers the questions not right yet.

    A right answer stays right; every other try is counted.
    """
    if duty.person_id != by.id:
        raise Forbidden(_("Everybody acknowledges for themselves, also while represented by a deputy."))
    db.session.refresh(duty, ["answers"], with_for_update=True)
    noted = dict(duty.answers)
    for question in questions_of(duty.revision):
        before = noted.get(str(question.id), {"tries": 0, "right": False})
        if question.id in given and not before["right"]:
            is_right = given[question.id] == question.right_choice
            noted[str(question.id)] = {"tries": before["tries"] + 1, "right": is_right}
    duty.answers = noted
    return open_questions(duty)


def open_questions(duty: Acknowledgement) -> list[ReadingQuestion]:
    """The questions this reader has not answered rightly yet."""
    return [one for one in questions_of(duty.revision) if not duty.answers.get(str(one.id), {}).get("right")]


def _demand_whole(one: Asked, changed: set[int]) -> None:
    if one.block_id not in changed:
        raise Incomplete(_("Choose the change that “%(question)s” is about.", question=one.text))
    if len(one.choices) < 2 or not all(one.choices):
        raise Incomplete(_("Give at least two choices for “%(question)s”, the first ones first.", question=one.text))
    if len({choice.casefold() for choice in one.choices}) < len(one.choices):
        raise Incomplete(_("Two choices of “%(question)s” say the same.", question=one.text))
    if not 1 <= one.right_choice <= len(one.choices):
        raise Incomplete(_("Say which choice of “%(question)s” is right.", question=one.text))


def _put(revision: Revision, known: ReadingQuestion | None, one: Asked, place: int) -> None:
    if known is None:
        known = ReadingQuestion(agency_id=revision.agency_id, revision_id=revision.id, revision=revision, place=place)
        db.session.add(known)
    known.block_id, known.text = one.block_id, clean(one.text).strip()
    known.choices, known.right_choice = [clean(choice).strip() for choice in one.choices], one.right_choice
