"""What is done with published procedures: taken in, matched by a person, and what differs asked for as a change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.models import OPEN_REQUESTS, ChangeRequest, Document, Revision
from iso_qms.documents.request.change_requests import request_change, requests_from
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.processes.catalogue.comparing import STATES, Part, changed_facts, compare, differing
from iso_qms.processes.catalogue.models import PublishedComparison, PublishedProcedure
from iso_qms.processes.catalogue.reading import Record
from iso_qms.processes.operations import object_in
from iso_qms.text import fold, sort_key
from iso_qms.workflow import Forbidden, Incomplete, Refused

LONGEST_LINE, MOST_LINES = 400, 60
"""Of the differences written into a change request."""

say(
    {
        "published_procedure.taken_in": _l("took the published procedure in"),
        "published_procedure.changed": _l("took in what the catalogue changed"),
        "published_procedure.matched": _l("matched it with a procedure"),
        "published_procedure.unmatched": _l("said that it is another procedure"),
    }
)


def fate_of(record: Record, kept: PublishedProcedure | None) -> str:
    """What taking a record in would do: `new`, `changed` or `same`."""
    if kept is None:
        return "new"
    return "same" if _state(kept) == _stated(record) else "changed"


def kept_by_code(records: Iterable[Record], *, agency_id: int) -> dict[str, PublishedProcedure]:
    """What is kept already under the codes of some records."""
    codes = [one.code for one in records]
    query = select(PublishedProcedure).where(PublishedProcedure.agency_id == agency_id)
    found: dict[str, PublishedProcedure] = {}
    for at in range(0, len(codes), 500):
        rows = db.session.scalars(query.where(PublishedProcedure.code.in_(codes[at : at + 500])))
        found |= {one.code: one for one in rows}
    return found


def take_in(records: list[Record], *, by: Person) -> dict[str, int]:
    """Keep records under their codes; what changed since the last time keeps its old state beside the new one."""
    _demand_writer(by)
    kept, counts = kept_by_code(records, agency_id=by.agency_id), {"new": 0, "changed": 0, "same": 0}
    for record in records:
        known = kept.get(record.code)
        fate = fate_of(record, known)
        counts[fate] += 1
        if fate != "same":
            _keep(record, known, by=by)
    return counts


def match(published: PublishedProcedure, document: Document, *, by: Person) -> None:
    """Say that a procedure of ours is the published one; nothing is matched by itself."""
    _demand_writer(by)
    if document.kind != "procedure":
        raise Incomplete(_("%(code)s is no procedure.", code=document.code))
    published.document, published.matched_by, published.matched_on = document, by, today()
    write(published, "published_procedure.matched", by=by, reason=document.code)
    count_anew(published)


def unmatch(published: PublishedProcedure, *, by: Person) -> None:
    """Say that it is not the published one after all."""
    _demand_writer(by)
    if published.document is None:
        raise Refused(_("It is matched with no procedure."))
    code = published.document.code
    published.document, published.matched_by, published.matched_on = None, None, None
    write(published, "published_procedure.unmatched", by=by, reason=code)
    count_anew(published)


def compared(published: PublishedProcedure, revision: Revision | None) -> list[Part]:
    """The parts of our revision beside the published record; nothing where none is in force."""
    return compare(object_in(revision), published.title, published.facts) if revision is not None else []


def changes_of(published: PublishedProcedure) -> list[Part]:
    """What the last import changed in a record."""
    if not published.before:
        return []
    return changed_facts(published.before, _state(published))


def ask_for_changes(published: PublishedProcedure, *, by: Person) -> ChangeRequest:
    """Ask that our procedure follow the published one, with the differences; one open request at a time."""
    if published.document is None:
        raise Refused(_("It is matched with no procedure."))
    # Of two presses at once the second waits here for the first, and then sees its request.
    db.session.execute(select(PublishedProcedure.id).where(PublishedProcedure.id == published.id).with_for_update())
    still = [one for one in requests_from("published_procedure", published.id) if one.state in OPEN_REQUESTS]
    if still:
        raise Refused(_("%(code)s asks for this already.", code=still[0].code))
    lines = list(_told(compared(published, published.document.revision_on(today()))))
    if not lines:
        raise Refused(_("Nothing differs from what was published."))
    more = len(lines) - MOST_LINES
    told = [*lines[:MOST_LINES], *([_("and %(n)s more lines", n=more)] if more > 0 else [])]
    head = _("Differences from the published procedure %(code)s:", code=published.code)
    why = _("Published by %(decision)s.", decision=published.decision) if published.decision else ""
    source = ("published_procedure", published.id)
    return request_change(published.document, by=by, what="\n".join([head, *told]), why=why, source=source)


def count_anew(published: PublishedProcedure) -> None:
    """Count how many lines differ from the revision in force."""
    db.session.flush()
    revision = published.document.revision_on(today()) if published.document else None
    row = db.session.get(PublishedComparison, published.id)
    row = row or PublishedComparison(published_id=published.id, agency_id=published.agency_id)
    row.revision_id = revision.id if revision else None
    row.differing = differing(compared(published, revision)) if revision else None
    row.counted_at = now()
    db.session.add(row)


def count_settled(revision: Revision) -> None:
    """A revision of ours settled: what is matched with its document is counted anew."""
    query = select(PublishedProcedure).where(PublishedProcedure.document_id == revision.document_id)
    for published in db.session.scalars(query).all():
        count_anew(published)


def _keep(record: Record, known: PublishedProcedure | None, *, by: Person) -> None:
    published = known or PublishedProcedure(agency_id=by.agency_id, code=record.code, taken_in_on=today())
    if known is not None:
        published.before, published.changed_on = _state(known), today()
    published.title, published.decision, published.field = record.title, record.decision, record.field
    published.facts = record.facts
    published.title_sort = sort_key(record.title)[:2000]
    published.folded = fold(f"{record.code} {record.title} {record.field} {record.decision}")[:1500]
    db.session.add(published)
    write(published, "published_procedure.taken_in" if known is None else "published_procedure.changed", by=by)
    if published.document_id is not None:
        count_anew(published)


def _state(published: PublishedProcedure) -> dict[str, Any]:
    return {
        "title": published.title,
        "decision": published.decision,
        "field": published.field,
        "facts": published.facts,
    }


def _stated(record: Record) -> dict[str, Any]:
    return {"title": record.title, "decision": record.decision, "field": record.field, "facts": record.facts}


def _told(parts: Iterable[Part]) -> Iterable[str]:
    for part in parts:
        for one in part.items:
            if one.state == "differs":
                ours, theirs = one.ours[:LONGEST_LINE], one.theirs[:LONGEST_LINE]
                yield _("%(part)s: “%(ours)s” is published as “%(theirs)s”", part=part.label, ours=ours, theirs=theirs)
            elif one.state != "equal":
                yield f"{part.label}, {str(STATES[one.state]).lower()}: {(one.ours or one.theirs)[:LONGEST_LINE]}"


def _demand_writer(by: Person) -> None:
    if not by.may("processes.write"):
        raise Forbidden(_("Those who write procedures keep the records of the catalogue."))
