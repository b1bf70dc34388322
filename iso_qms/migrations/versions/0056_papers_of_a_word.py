"""Papers handed in with one's word on a text lie with that word, where the text itself showed them to all its readers.

They are told by the journal: the act right before them by the same person is the word. What it says of them stays."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"

AT_ONCE = timedelta(seconds=10)
"""Between a word and the last of its papers; they were written in one transaction."""

PAPER = sa.table("attachment", *map(sa.column, ("id", "kind", "thing_id", "added_by_id")))
ENTRY = sa.table(
    "journal_entry",
    *map(sa.column, ("id", "verb", "kind", "thing_id", "over_kind", "over_id", "person_id")),
    sa.column("at", sa.DateTime()),
)
DUTY = sa.table("acknowledgement", *map(sa.column, ("id", "revision_id", "person_id")))
OBJECTION = sa.table(
    "objection",
    *map(sa.column, ("id", "revision_id", "acknowledgement_id", "answered_by_id")),
    sa.column("asked_at", sa.DateTime()),
    sa.column("answered_at", sa.DateTime()),
)


def upgrade() -> None:
    """Move each paper that came with a word; what else hangs on a revision stays there."""
    connection = op.get_bind()
    for paper, kind, thing in list(homes(connection)):
        connection.execute(PAPER.update().where(PAPER.c.id == paper).values(kind=kind, thing_id=thing))


def homes(connection: sa.Connection) -> Iterator[tuple[int, str, int]]:
    """The papers on revisions that came with a word, each with the word: its kind and number."""
    added = (ENTRY.c.kind == "attachment") & (ENTRY.c.thing_id == PAPER.c.id) & (ENTRY.c.verb == "attachment.added")
    papers = sa.select(PAPER.c.id, PAPER.c.thing_id, PAPER.c.added_by_id, ENTRY.c.id.label("entry"), ENTRY.c.at)
    for paper in connection.execute(papers.join(ENTRY, added).where(PAPER.c.kind == "revision")).all():
        before = _act_before(connection, paper)
        if before is not None and before.thing_id == paper.thing_id and paper.at - before.at < AT_ONCE:
            thing = _word(connection, before.verb, paper.thing_id, paper.added_by_id, before.at)
            if thing is not None:
                yield paper.id, "acknowledgement" if before.verb == "revision.acknowledged" else "objection", thing


def _act_before(connection: sa.Connection, paper: Any) -> Any:
    """What the person did right before, the other papers of the same act aside."""
    theirs = (ENTRY.c.person_id == paper.added_by_id) & (ENTRY.c.id < paper.entry)
    query = sa.select(ENTRY.c.verb, ENTRY.c.kind, ENTRY.c.thing_id, ENTRY.c.at).where(theirs)
    query = query.where(ENTRY.c.verb != "attachment.added").order_by(ENTRY.c.id.desc()).limit(1)
    found = connection.execute(query).first()
    return found if found is not None and found.kind == "revision" else None


def _word(connection: sa.Connection, verb: str, text: int, person: int, at: object) -> int | None:
    """The number of what was said then; None for any other act."""
    if verb == "revision.acknowledged":
        query = sa.select(DUTY.c.id).where(DUTY.c.revision_id == text, DUTY.c.person_id == person)
    elif verb == "revision.objected":
        mine = sa.select(DUTY.c.id).where(DUTY.c.person_id == person)
        said = (
            (OBJECTION.c.revision_id == text) & OBJECTION.c.acknowledgement_id.in_(mine) & (OBJECTION.c.asked_at <= at)
        )
        query = sa.select(OBJECTION.c.id).where(said).order_by(OBJECTION.c.asked_at.desc())
    elif verb == "revision.objection_answered":
        said = (OBJECTION.c.revision_id == text) & (OBJECTION.c.answered_by_id == person)
        query = sa.select(OBJECTION.c.id).where(said, OBJECTION.c.answered_at <= at)
        query = query.order_by(OBJECTION.c.answered_at.desc())
    else:
        return None
    return connection.scalar(query.limit(1))
