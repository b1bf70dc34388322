"""Dossiers held against their steps once more, some thousands at a time, each batch in a unit of its own.

What a dossier differs in is written down when its events come in. A newer release may judge what the one that wrote it
did not, and an issue that was approved late may be the one in force on a day that has passed. A dossier that stands as
before is not written, so whatever was broken off may be begun again, from its beginning or behind where it had come to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import func, select

from iso_qms.db import db, transaction, unit
from iso_qms.dossiers.due.promises import promises
from iso_qms.dossiers.due.reckoners import Reckoners
from iso_qms.dossiers.event.event_sequences import happened_to
from iso_qms.dossiers.incoming.loading import mark_courses
from iso_qms.dossiers.models import Dossier, steps_kept
from iso_qms.dossiers.operations import hold_sources, unit_names
from iso_qms.dossiers.step.judging_many import Facts, Judge, facts_of
from iso_qms.organisation.agencies import Agency, inside

MANY = 5_000
"""Numbers of dossiers in a batch."""


@dataclass
class Again:
    """How far it has come: the number of the last dossier gone through, how many were judged, which stand otherwise."""

    number: int
    judged: int = 0
    changed: Counter[str] = field(default_factory=Counter)
    """By how they stand now, as `Dossier.steps_kept` says it."""


def judge_again(agency_id: int, *, after: int = 0, code: str = "") -> Iterator[Again]:
    """Judge the dossiers of an agency that have events, or those of one procedure, behind a number; tells each batch.

    A code that no procedure bears raises LookupError before anything is done.
    """
    with unit(writes=False), inside(db.session.get_one(Agency, agency_id)):
        known = promises()
        document_id = known.document_of(code) if code else None
        if code and document_id is None:
            raise LookupError(code)
        judge = Judge(known, Reckoners(agency_id), units=unit_names())
        last = db.session.scalar(select(func.max(Dossier.id))) or 0
    found = Again(after)
    for start in range(after, last, MANY):
        with transaction(), inside(db.session.get_one(Agency, agency_id)):
            _batch(judge, start, document_id, found)
        found.number = min(start + MANY, last)
        yield found


def _batch(judge: Judge, start: int, document_id: int | None, found: Again) -> None:
    hold_sources()
    columns = (getattr(Dossier, name) for name in ("id", "year", "events", "conforms", "differs", *Facts._fields))
    query = select(*columns).where(Dossier.id > start, Dossier.id <= start + MANY, Dossier.events > 0)
    if document_id is not None:
        query = query.where(Dossier.document_id == document_id)
    dossiers = db.session.execute(query).all()
    happened = happened_to([one.id for one in dossiers])
    judge.meet(happened.values())
    anew = []
    for one in dossiers:
        kinds = judge.kinds(facts_of(one), happened[one.id])
        conforms = None if kinds is None else not kinds
        if (conforms, int(kinds or 0)) != (one.conforms, one.differs):
            anew.append((one.id, one.year, one.events, kinds))
            found.changed[steps_kept(conforms)] += 1
    mark_courses(anew)
    found.judged += len(dossiers)
