"""What the house knows that a procedure is held against: legal register, posts and units, documents, attached files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.citations import number_key
from iso_qms.documents.models import BINDING, Document, Revision
from iso_qms.documents.register import holds_on
from iso_qms.laws.models import LegalText
from iso_qms.laws.standing import HOLDS
from iso_qms.organisation.people import Post
from iso_qms.organisation.remembering import remembered
from iso_qms.organisation.units import Unit, heirs_on, named_units
from iso_qms.processes.checking import Knowledge, ReplacedText
from iso_qms.processes.checking.finding import EndedUnit, Entry, Known
from iso_qms.processes.checking.laws import KNOWN_LAWS
from iso_qms.processes.checking.register import codes_in
from iso_qms.processes.procedure import Object
from iso_qms.text import sort_key


def knowledge_for(
    found: Object, *, entry: Entry | None = None, attached: Collection[str] = (), own: int | None = None
) -> Knowledge:
    """What is known today of all that this procedure names; two queries, however much it names.

    `own` is the number of the document itself, so that it is not taken for another one that bears its code.
    """
    codes = {*codes_in(found), *(sort_key(one["code"]) for one in found["forms"] if one["code"])}
    documents, bearers = _documents({*codes, sort_key(found["code"] or "")}, sort_key(found["code"] or ""), own)
    return Knowledge(
        today(),
        laws=_laws(one["number"] for one in found["legal_basis"] if one["number"]),
        roles=roles_known() or None,
        entry=entry,
        documents=documents,
        attached=attached,
        ended_units=remembered(("ended_units", today()), _read_ended),
        bearers=bearers,
    )


def entry_of(document: Document, previous: Revision | None) -> Entry:
    """What the register says of a document, with the issue that is or was in force before."""
    issue = (previous.issue_number, previous.revision_number) if previous else (None, "")
    return Entry(document.code, document.title, *issue)


def roles_known() -> list[str]:
    """The posts and the units there are today, as they are called."""
    return remembered(("roles_known", today()), _read_roles)


@dataclass(frozen=True)
class RegisteredLaws:
    """The agency's legal register, for the numbers that were asked for."""

    texts: Mapping[str, list[LegalText]]

    def replaced(self, number: str, on: date, dated: date | None = None) -> ReplacedText | None:
        """The text, where the register knows one alone that no longer holds; else what everybody knows."""
        there = self.texts.get(number_key(number), [])
        if not there:
            return KNOWN_LAWS.replaced(number, on, dated)
        fitting = [one for one in there if dated is None or one.issued_on == dated]
        state = fitting[0].state_on(on) if len(fitting) == 1 else ""
        if not state or state in HOLDS or state == "not_yet":
            return None
        change = fitting[0].replacement_on(on)
        since = change.on if change else fitting[0].effect_to or on
        return ReplacedText(fitting[0].number, since, (change.newer.label,) if change else ())

    def is_unknown(self, number: str) -> bool:
        """Whether the register has other texts that are cited here, and not this one: an empty one knows nothing."""
        return bool(self.texts) and number_key(number) not in self.texts


def _laws(numbers: Iterable[str]) -> RegisteredLaws:
    keys = {number_key(one) for one in numbers}
    texts: dict[str, list[LegalText]] = {}
    if keys:
        query = select(LegalText).where(LegalText.number_key.in_(keys)).options(joinedload(LegalText.changed_by))
        for one in db.session.scalars(query).unique():
            texts.setdefault(one.number_key, []).append(one)
    return RegisteredLaws(texts)


def _documents(codes: set[str], code: str, own: int | None) -> tuple[dict[str, Known], list[str]]:
    """What is known of these codes, and the titles of the other documents that bear the code in question."""
    loads = (joinedload(Document.revisions), joinedload(Document.replaced_by))
    query = select(Document).where(Document.code_sort.in_(codes - {""})).options(*loads).order_by(Document.id)
    there = db.session.scalars(query).unique().all()
    found: dict[str, Known] = {}
    for one in there:
        known = _known(one)
        if one.code_sort not in found or known.state == "in_force":
            found[one.code_sort] = known
    return found, [one.title for one in there if one.code_sort == code and one.id != own]


def _known(document: Document) -> Known:
    holds = any(holds_on(one, today()) for one in document.revisions)
    held = any(one.valid_from and one.state in BINDING for one in document.revisions if one.state != "approved")
    state = "in_force" if holds or document.kind in ("external", "form") else "gone" if held else "not_yet"
    return Known(document.code, document.title, state, str(document.replaced_by or ""))


def _read_roles() -> list[str]:
    posts: Any = select(Post.title).where(Post.is_valid_on(today())).distinct()
    return [*db.session.scalars(posts), *(one.name for one in named_units(today()))]


def _read_ended() -> list[EndedUnit]:
    """The closed units whose names no unit bears today; a name of one word may mean anything."""
    names = {one.id: one.name for one in named_units(today())}
    heirs, query = heirs_on(today()), select(Unit.id, Unit.name, Unit.valid_to).where(Unit.valid_to <= today())
    return [
        EndedUnit(name, ended, tuple(names[heir] for heir in heirs.get(number, ()) if heir in names))
        for number, name, ended in db.session.execute(query.order_by(Unit.valid_to.desc(), Unit.id))
        if ended and " " in name and name not in names.values()
    ]
