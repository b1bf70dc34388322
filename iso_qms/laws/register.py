"""The legal register asked: the list and its filters, and whether a text holds on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import selectinload

from iso_qms.db import db
from iso_qms.documents.citations import number_key
from iso_qms.documents.models import Revision, stands_on
from iso_qms.laws.models import KINDS, STANDINGS, LegalChange, LegalCitation, LegalText
from iso_qms.laws.standing import STATES, LegalStatus
from iso_qms.text import fold


@dataclass(frozen=True)
class Wanted:
    """How the list is narrowed; every field may be empty."""

    q: str = ""
    kind: str = ""
    issuer: str = ""
    state: str = ""

    @classmethod
    def of(cls, args: Any) -> Wanted:
        """From the address; what is not known is left out."""
        kind, state = args.get("kind", ""), args.get("state", "")
        return cls(
            args.get("q", "").strip()[:200],
            kind if kind in KINDS else "",
            args.get("issuer", "").strip()[:200],
            state if state in STATES else "",
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is set."""
        return bool(self.q or self.kind or self.issuer or self.state)


def legal_status(number: str, on: date, *, dated: date | None = None) -> LegalStatus:
    """Whether the text of that number is known and holds on a day; `dated` tells two of one number apart."""
    query = select(LegalText).where(LegalText.number_key == number_key(number)).options(WITH_CHANGES)
    texts = [one for one in db.session.scalars(query) if dated is None or one.issued_on == dated]
    if len(texts) != 1:
        return LegalStatus(known=False)
    text = texts[0]
    change = text.replacement_on(on)
    return LegalStatus(
        known=True,
        state=text.state_on(on),
        label=text.label,
        replaced_by=change.newer.label if change else "",
        since=change.on if change else text.effect_from,
    )


def texts_wanted(wanted: Wanted, day: date) -> Select[Any]:
    """The texts that fit, the newest first."""
    query = select(LegalText).where(*_narrowed(wanted)).options(WITH_CHANGES)
    if wanted.state:
        query = query.where(states_of(day)[wanted.state])
    return query.order_by(LegalText.issued_on.desc(), LegalText.id.desc())


def counts(wanted: Wanted, day: date) -> dict[str, int]:
    """How many texts have each standing, with the same fields set; one query."""
    states = {"": true(), **states_of(day)}
    columns = [func.count().filter(condition) for condition in states.values()]
    found = db.session.execute(select(*columns).select_from(LegalText).where(*_narrowed(wanted))).one()
    return dict(zip(states, found, strict=True))


def cited_in_force(texts: Sequence[LegalText], day: date) -> dict[int, int]:
    """How many documents in force cite each of some texts; one query."""
    query = (
        select(LegalCitation.legal_text_id, func.count(LegalCitation.document_id.distinct()))
        .join(Revision, Revision.id == LegalCitation.revision_id)
        .where(LegalCitation.legal_text_id.in_([one.id for one in texts]), stands_on(day))
        .group_by(LegalCitation.legal_text_id)
    )
    return {text_id: number for text_id, number in db.session.execute(query) if text_id is not None}


def issuers() -> list[str]:
    """Every issuer in the register, for the filter."""
    return list(db.session.scalars(select(LegalText.issuer).distinct().order_by(LegalText.issuer)))


WITH_CHANGES = selectinload(LegalText.changed_by)


def states_of(day: date) -> dict[str, ColumnElement[bool]]:
    """Each standing on a day as a condition: the rules of `standing.state_on`, for the database; a test holds both."""
    replaced, amended = _changed("replaces", day), _changed("amends", day)
    expired = and_(~replaced, LegalText.effect_to.is_not(None), LegalText.effect_to <= day)
    begun = or_(LegalText.effect_from.is_(None), LegalText.effect_from <= day)
    going = and_(~replaced, or_(LegalText.effect_to.is_(None), LegalText.effect_to > day))
    found = {
        "in_force": and_(going, begun, ~amended),
        "amended": and_(going, begun, amended),
        "not_yet": and_(going, ~begun),
        "replaced": replaced,
        "expired": expired,
    }
    return {name: found[name] for name in STANDINGS}


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        LegalText.folded.contains(word, autoescape=True) for word in fold(wanted.q).split()
    ]
    if wanted.kind:
        found.append(LegalText.kind == wanted.kind)
    if wanted.issuer:
        found.append(LegalText.issuer == wanted.issuer)
    return found


def _changed(kind: str, day: date) -> ColumnElement[bool]:
    return exists().where(LegalChange.older_id == LegalText.id, LegalChange.kind == kind, LegalChange.on <= day)
