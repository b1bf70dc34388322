"""When a reader first opened what they are to acknowledge, and the sign that several were answered within seconds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from flask import g, url_for
from sqlalchemy import select

from iso_qms.clock import as_local, now
from iso_qms.db import aside, db
from iso_qms.documents.models import Acknowledgement, Document, Revision
from iso_qms.i18n import _l
from iso_qms.organisation.agencies import across
from iso_qms.organisation.people import Person
from iso_qms.registry import Limit, Sign, SignCase, SignRow


def note_opened(duty: Acknowledgement | None) -> None:
    """Keep when its reader first opened the text, in a unit of its own; nothing once it is known."""
    if duty is None or duty.opened_at is not None or duty.acknowledged_at is not None:
        return
    number, at = duty.id, now()

    def note() -> None:
        with across():
            open_text(db.session.get_one(Acknowledgement, number), at=at)

    aside(note, quietly=True)


def open_text(duty: Acknowledgement, *, at: datetime) -> None:
    """Keep the moment, unless an earlier one is kept."""
    duty.opened_at = duty.opened_at or at


def _within_seconds(limits: Mapping[str, int], person: Person, day: date) -> Iterator[SignCase]:
    one, since = Acknowledgement, now() - timedelta(days=limits["days"])
    columns = one.id, one.person_id, Person.name, one.opened_at, one.acknowledged_at, Revision.number
    query = select(*columns, Document.id, Document.code, Document.title).join(Person, Person.id == one.person_id)
    query = query.join(Revision, Revision.id == one.revision_id).join(Document, Document.id == Revision.document_id)
    query = query.where(one.agency_id == person.agency_id, one.opened_at.is_not(None), one.acknowledged_at >= since)
    rows: dict[int, list[SignRow]] = {}
    names: dict[int, str] = {}
    for number, reader, name, opened, given, revision, document, code, title in db.session.execute(
        query.order_by(one.acknowledged_at, one.id)
    ):
        if opened and given and (given - opened).total_seconds() <= limits["seconds"]:
            names[reader] = name
            url = url_for("documents.revision", agency=g.agency.slug, number=document, revision=revision)
            words, on = f"{code} {title}".strip(), as_local(given).date()
            rows.setdefault(reader, []).append(
                SignRow(kind="acknowledgement", thing_id=number, words=words, day=on, url=url)
            )
    for reader, found in rows.items():
        if len(found) >= limits["number"]:
            yield SignCase(key=f"person-{reader}", words=names[reader], rows=found)


WITHIN_SECONDS = Sign(
    label=_l("Acknowledged within seconds"),
    rule=_l(
        "Somebody acknowledged %(number)s documents or more, each within %(seconds)s seconds of opening it for the "
        "first time, in the last %(days)s days."
    ),
    limits={
        "seconds": Limit(_l("Seconds from opening to acknowledging"), 10, 1, 600),
        "number": Limit(_l("Documents acknowledged so"), 3, 1, 50),
        "days": Limit(_l("Days to look back"), 90, 1, 730),
    },
    find=_within_seconds,
)
