"""Reading citations out of revisions, and linking them with the texts of the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, exists, or_, select, update

from iso_qms.blobs import Attachment, read
from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.blocks import place_of, rendered
from iso_qms.documents.citations import Citation, citations_in, number_key
from iso_qms.documents.incoming.bare_words import READABLE, words_of_each
from iso_qms.documents.models import BlockVersion, Document, Revision, stands_on
from iso_qms.laws.models import CitationsRead, LegalChange, LegalCitation, LegalText
from iso_qms.organisation.people import Person
from iso_qms.registry import Wording, registry
from iso_qms.rounds import each_due

MOST_UNKNOWN = 5_000
"""Citations looked at for the list of unknown ones: once those are entered, the next come up."""
WORKED_ON = ("draft", "in_review", "approved")


def read_citations(revision: Revision) -> int:
    """Read the legal texts a revision cites, block by block, in place of what was read before; answers how many."""
    db.session.flush()
    db.session.execute(delete(LegalCitation).where(LegalCitation.revision_id == revision.id))
    db.session.execute(delete(CitationsRead).where(CitationsRead.revision_id == revision.id))
    db.session.add(CitationsRead(revision_id=revision.id, agency_id=revision.agency_id, at=now()))
    found = [_row(revision, block, one) for block in revision.blocks for one in cited_in(block)]
    found += [_row(revision, block, one, place=name) for block, name, one in _cited_in_files(revision)]
    db.session.add_all(found)
    link(found)
    return len(found)


def cited_in(block: BlockVersion) -> list[Citation]:
    """What one block cites: a row of the legal basis gives itself as it was entered, any other words are read."""
    content = block.content
    found = citations_in("\n".join(text for _name, text in rendered(block.kind, content) if text))
    if not content.get("number") or not content.get("kind"):
        return found
    return [_with_entered(one, content) for one in found]


def _cited_in_files(revision: Revision) -> Iterator[tuple[BlockVersion, str, Citation]]:
    """What the forms attached as Word files or PDFs cite; one that cannot be read cites nothing."""
    forms = [form for brought in registry.annexed for form in brought(revision) if form[1].mimetype in READABLE]
    words = words_of_each([(file.mimetype, read(file.sha256)) for _block, file in forms])
    for (block, file), said in zip(forms, words, strict=True):
        yield from ((block, file.name, one) for one in citations_in(said or ""))


def link(citations: Iterable[LegalCitation]) -> None:
    """Link citations with the texts of the register they name; one that fits several is left open."""
    waiting = list(citations)
    keys = {one.key for one in waiting} | {name for one in waiting if (name := _name_of(one))}
    query = select(LegalText).where(or_(LegalText.number_key.in_(keys), LegalText.name_key.in_(keys)))
    texts = list(db.session.scalars(query)) if keys else []
    for one in waiting:
        fitting = [text for text in texts if fits(one, text)]
        exact = [text for text in fitting if one.dated is not None and text.issued_on == one.dated] or fitting
        one.legal_text_id = exact[0].id if len(exact) == 1 else None


def link_anew(text: LegalText) -> None:
    """Link the citations that name a text which was entered or corrected, and let go of those that do not any more."""
    db.session.flush()
    freed = update(LegalCitation).where(LegalCitation.legal_text_id == text.id).values(legal_text_id=None)
    db.session.execute(freed)
    keys = [LegalCitation.key == text.number_key]
    if text.name_key:
        keys.append(LegalCitation.key.startswith(text.name_key, autoescape=True))
    query = select(LegalCitation).where(LegalCitation.legal_text_id.is_(None), or_(*keys))
    link(db.session.scalars(query.execution_options(populate_existing=True)).all())
    db.session.flush()


def fits(citation: LegalCitation | Citation, text: LegalText) -> bool:
    """Whether a citation may name a text: the same number, and the same day where the number holds no year; a law
    without a number by its name and, where one is said, its year."""
    if citation.number:
        same = citation.key == text.number_key and citation.kind == text.kind
        holds_year = text.number_key.count("/") > 1 or "qh" in text.number_key
        return same and (holds_year or citation.dated in (None, text.issued_on))
    named = bool(text.name_key) and _name_of(citation) == text.name_key and citation.kind == text.kind
    return named and citation.year in (None, text.issued_on.year)


def names(text: LegalText, words: str) -> bool:
    """Whether some words cite a text."""
    return any(fits(one, text) for one in citations_in(words))


def wordings_citing(text: LegalText) -> list[Wording]:
    """What outside documents cites a text, such as questions of checklists."""
    return [one for brought in registry.wordings for one in brought() if names(text, one.text)]


def read_drafts() -> None:
    """Read what is being worked on now: drafts change daily, so they are read when somebody needs to know."""
    query = select(Revision).where(Revision.state.in_(WORKED_ON))
    for revision in db.session.scalars(query).unique().all():
        read_citations(revision)


def citing_now(text: LegalText, day: date | None = None) -> Select[LegalCitation]:
    """The citations of a text in what stands on the day, suspended or not, and in what is being worked on."""
    current = or_(stands_on(day or today()), Revision.state.in_(WORKED_ON))
    query = select(LegalCitation).join(Revision, Revision.id == LegalCitation.revision_id)
    return query.where(LegalCitation.legal_text_id == text.id, current).order_by(
        LegalCitation.document_id, LegalCitation.revision_id, LegalCitation.id
    )


def changes_of_cited() -> Any:
    """The changes of laws that a document cites now, each once, by the day they take effect."""
    query = select(LegalCitation.document_id, LegalChange.on.label("day"), LegalChange.id.label("thing_id")).distinct()
    query = query.join(LegalChange, LegalChange.older_id == LegalCitation.legal_text_id)
    return query.join(Revision, Revision.id == LegalCitation.revision_id).where(stands_on(today()))


def changes_by_unit() -> Any:
    """The changes of laws that a unit's documents cite now, each once a unit, by the day they take effect."""
    changes = changes_of_cited().subquery()
    query = select(Document.unit_id, changes.c.day, changes.c.thing_id).distinct()
    return query.join(Document, Document.id == changes.c.document_id)


def unknown_now(person: Person) -> Sequence[LegalCitation]:
    """The citations in force that name no text of the register, by what they name."""
    query = select(LegalCitation).join(Revision, Revision.id == LegalCitation.revision_id)
    query = query.where(LegalCitation.legal_text_id.is_(None), stands_on(today()))
    query = query.where(LegalCitation.agency_id == person.agency_id)
    return db.session.scalars(query.order_by(LegalCitation.key, LegalCitation.id).limit(MOST_UNKNOWN)).all()


def read_round() -> int:
    """Revisions that hold or will hold and whose citations nobody has read yet are read."""
    return each_due("citations", _unread, lambda revision, _clock: read_citations(revision))


def _unread() -> Select[Revision]:
    # What was attached since may be a form that cites something.
    of_it = Attachment.kind == Revision.journal_kind, Attachment.thing_id == Revision.id
    newer = exists().where(*of_it, Attachment.added_at > CitationsRead.at)
    known = exists().where(CitationsRead.revision_id == Revision.id, ~newer)
    binding = or_(stands_on(today()), Revision.state == "approved")
    return select(Revision).where(binding, ~known).order_by(Revision.id)


def _row(revision: Revision, block: BlockVersion, one: Citation, *, place: str = "") -> LegalCitation:
    return LegalCitation(
        agency_id=revision.agency_id,
        document_id=revision.document_id,
        revision_id=revision.id,
        block_id=block.block_id,
        place=(place or place_of(block))[:300],
        kind=one.kind,
        key=one.key[:300],
        number=one.number[:60],
        dated=one.dated,
        year=one.year,
        issuer=one.issuer[:200],
        title=one.title[:500],
        raw=one.raw,
    )


def _with_entered(one: Citation, content: Mapping[str, Any]) -> Citation:
    if number_key(content["number"]) != one.key:
        return one
    dated = date.fromisoformat(content["date"]) if content.get("date") else one.dated
    issuer, title = content.get("issuer") or one.issuer, content.get("title") or one.title
    return replace(one, dated=dated, issuer=issuer, title=title)


def _name_of(citation: LegalCitation | Citation) -> str:
    """The key of a law's name in a citation without a number."""
    if citation.number:
        return ""
    year = str(citation.year or "")
    return citation.key.removesuffix(year).strip() if year else citation.key
