"""Keeping the library: lists this software brings, new versions, the agency's own lists, and what a visit is given."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from iso_qms.audits.checklist.asking import Asked, sound
from iso_qms.audits.checklist.checklists import (
    MOST_QUESTIONS,
    Checklist,
    ChecklistQuestion,
    checklists_of,
    demand_keeper,
    inspection_checklist,
    library,
    newest_of,
)
from iso_qms.audits.checklist.following import follow_changes
from iso_qms.audits.checklist.seeds import SEEDS
from iso_qms.audits.checklist.stale import with_blocks
from iso_qms.audits.models import Inspection
from iso_qms.audits.topics import TOPICS
from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.workflow import Incomplete, WrongState

say(
    {
        "checklist.adopted": _l("took the checklist into the library"),
        "checklist.changed": _l("made a new version of the checklist"),
        "checklist.retired": _l("took the checklist out of use"),
        "checklist.revived": _l("took the checklist into use again"),
    }
)


def adopt_seed(*, by: Person, keys: Iterable[str] = TOPICS) -> list[Checklist]:
    """Give an agency its own copy of lists this software brings, where it never had them: usually those of topics."""
    return [_adopt_seed(key, by) for key in not_brought() if key in keys]


def bring_in(key: str, *, by: Person) -> Checklist:
    """Take a list this software brings into the agency's library, as its first version."""
    demand_keeper(by)
    if key not in not_brought():
        raise WrongState(_("This list is in the library already."))
    return _adopt_seed(key, by)


def not_brought() -> list[str]:
    """The keys of lists this software brings that the agency never had."""
    there = set(db.session.scalars(select(Checklist.key)))
    return [key for key in SEEDS if key not in there]


def change_checklist(
    key: str, questions: Iterable[Sequence[Any]], *, by: Person, scored: bool | None = None
) -> Checklist:
    """Make a new version of a list from questions in the order of `Asked`; running inspections keep theirs.

    A question that brings no key and is worded as before keeps the key it had, and each the block it hangs on.
    """
    demand_keeper(by)
    kept = _sound(questions)
    before = newest_of(key) or _adopt_seed(key, by)
    if before.retired_at is not None:
        raise WrongState(_("This list is out of use already."))

    names = {name: getattr(before, name) for name in ("kind", "topic", "name_vi", "name_en")}
    is_scored = before.scored if scored is None else scored
    made = _adopt(
        key,
        with_blocks(_with_keys(kept, before), before),
        version=before.version + 1,
        verb="checklist.changed",
        by=by,
        scored=is_scored,
        **names,
    )
    follow_changes(before, made, by=by)
    return made


def start_checklist(name_vi: str, name_en: str, questions: Iterable[Sequence[Any]], *, by: Person) -> Checklist:
    """Begin a list of the agency's own, from nothing or from the questions of another one."""
    demand_keeper(by)
    if not name_vi.strip():
        raise Incomplete(_("Give the checklist a name."))
    names = {"kind": "own", "name_vi": name_vi.strip(), "name_en": name_en.strip()}
    asked = [one._replace(key="") for one in _sound(questions)]
    return _adopt(secrets.token_hex(6), asked, version=1, verb="checklist.adopted", by=by, **names)


def retire_checklist(one: Checklist, *, by: Person) -> None:
    """Take a list out of use: no inspection planned from now on asks it. A topic's list always stays."""
    demand_keeper(by)
    if one.topic:
        raise WrongState(_("The list of a topic stays: make a version that asks something else."))
    if one.retired_at is not None:
        raise WrongState(_("This list is out of use already."))
    one.retired_at = now()
    write(one, "checklist.retired", by=by)


def revive_checklist(one: Checklist, *, by: Person) -> None:
    """Take a list into use again."""
    demand_keeper(by)
    if one.retired_at is None:
        raise WrongState(_("This list is in use."))
    one.retired_at = None
    write(one, "checklist.revived", by=by)


def pin_checklists(inspection: Inspection, *, by: Person, more: Sequence[str] | None = None) -> None:
    """Fix which version of each topic's questions, and of `more` lists, this inspection asks.

    Where `more` is not said, the further lists it had are pinned again, in their newest version.
    """
    chosen = [one.key for one in checklists_of(inspection) if not one.topic] if more is None else more
    adopt_seed(by=by)
    table = inspection_checklist
    db.session.flush()
    db.session.execute(table.delete().where(table.c.inspection_id == inspection.id))
    for one in library().values():
        if one.topic in inspection.topics or (one.key in chosen and not one.topic):
            db.session.execute(table.insert().values(inspection_id=inspection.id, checklist_id=one.id))


def _adopt_seed(key: str, by: Person) -> Checklist:
    if key not in SEEDS:
        raise Incomplete(_("There is no such checklist."))
    seed = SEEDS[key]
    names = {"kind": seed.kind, "topic": seed.topic, "name_vi": seed.vi, "name_en": seed.en}
    return _adopt(key, seed.questions, version=1, verb="checklist.adopted", by=by, **names)


def _sound(questions: Iterable[Sequence[Any]]) -> list[Asked]:
    kept = [one for one in (Asked(*row) for row in questions) if one.vi.strip() or one.en.strip()]
    if not kept:
        raise Incomplete(_("A checklist has at least one question."))
    if len(kept) > MOST_QUESTIONS:
        raise Incomplete(_("A checklist has at most %(n)s questions.", n=MOST_QUESTIONS))
    return [sound(one) for one in kept]


def _with_keys(questions: Iterable[Asked], before: Checklist) -> list[Asked]:
    worded = {one.vi: one.key for one in before.questions}
    taken: set[str] = set()
    keyed = []
    for one in questions:
        key = one.key or worded.get(one.vi, "")
        keyed.append(one._replace(key="" if key in taken else key))
        taken.add(key)
    return keyed


def _adopt(key: str, questions: Iterable[Asked], *, version: int, verb: str, by: Person, **more: Any) -> Checklist:
    one = Checklist(agency_id=by.agency_id, key=key, version=version, adopted_at=now(), **more)
    for position, asked in enumerate(questions, start=1):
        values = asked._asdict() | {"choices": list(asked.choices), "key": asked.key or secrets.token_hex(6)}
        one.questions.append(ChecklistQuestion(position=position, **values))
    db.session.add(one)
    write(one, verb, by=by)
    db.session.flush()
    return one
