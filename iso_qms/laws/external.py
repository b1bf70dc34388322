"""The list of external documents as questions: legal texts of the register and documents that came from outside.

ISO 9001:2015, 7.5.3.2 asks that what comes from outside be identified and controlled like what is written inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Date, Select, case, cast, exists, func, literal, null, select, union_all
from sqlalchemy.orm import joinedload

from iso_qms.db import db
from iso_qms.documents.flow import REVISION
from iso_qms.documents.master_list import holders_of
from iso_qms.documents.models import Document, Revision, in_force_on
from iso_qms.documents.register import lines_of
from iso_qms.i18n import _l
from iso_qms.laws.models import KINDS, LegalCitation, LegalText
from iso_qms.laws.register import WITH_CHANGES, states_of
from iso_qms.organisation.people import Person
from iso_qms.text import clean, fold
from iso_qms.workflow import State

ORIGINS = {"law": _l("Legal texts"), "document": _l("Other external documents")}
STANDINGS = {"holds": _l("Holds"), "not": _l("Does not hold")}


@dataclass(frozen=True)
class Wanted:
    """How the list is narrowed; every field may be empty."""

    day: date
    q: str = ""
    origin: str = ""
    standing: str = ""

    @classmethod
    def of(cls, args: Any, day: date) -> Wanted:
        """From the address; what is not known is left out."""
        origin, standing = args.get("origin", ""), args.get("standing", "")
        return cls(
            day,
            clean(args.get("q", "")).strip()[:200],
            origin if origin in ORIGINS else "",
            standing if standing in STANDINGS else "",
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether any field besides the day is set."""
        return bool(self.q or self.origin or self.standing)


@dataclass
class External:
    """One line: what it is called, how it stands on the day, where it is used and who keeps it."""

    thing: LegalText | Document
    kind: Any
    number: str
    dated: date | None
    issuer: str
    title: str
    valid_from: date | None
    valid_to: date | None
    standing: State
    keeper: str
    note: str = ""
    used: list[str] = field(default_factory=list)

    @property
    def is_law(self) -> bool:
        """Whether it stands in the legal register."""
        return isinstance(self.thing, LegalText)


def externals_wanted(wanted: Wanted, person: Person) -> Select[Any]:
    """Origin and number of what fits: legal texts by their rank and newest first, then the other ones by code."""
    parts = {"law": _laws(wanted, person), "document": _documents(wanted, person)}
    chosen = [query for origin, query in parts.items() if wanted.origin in ("", origin)]
    rows = union_all(*chosen).subquery()
    order = rows.c.rank, rows.c.dated.desc(), rows.c.sort, rows.c.id
    return select(rows.c.origin, rows.c.id).order_by(*order)


def counts(wanted: Wanted, person: Person) -> dict[str, int]:
    """How many there are of each origin, with the same fields set, and under "" how many in all; one query."""
    queries = {"law": _laws(wanted, person), "document": _documents(wanted, person)}
    columns = [select(func.count()).select_from(one.subquery()).scalar_subquery() for one in queries.values()]
    found = dict(zip(queries, db.session.execute(select(*columns)).one(), strict=True))
    return {"": sum(found.values()), **found}


def externals_of(rows: Iterable[Any], person: Person, day: date) -> list[External]:
    """The lines of some rows, in their order; as many queries however many rows."""
    wanted = list(rows)
    laws, documents = ([number for origin, number in wanted if origin == one] for one in ORIGINS)
    found: dict[tuple[str, int], External] = {}
    for at in range(0, len(laws), 500):
        found |= {("law", one.thing.id): one for one in _law_lines(laws[at : at + 500], day)}
    for at in range(0, len(documents), 500):
        found |= {("document", one.thing.id): one for one in _document_lines(documents[at : at + 500], person, day)}
    return [found[key] for row in wanted if (key := tuple(row)) in found]


def _laws(wanted: Wanted, person: Person) -> Select[Any]:
    rank = case({name: place for place, name in enumerate(KINDS)}, value=LegalText.kind, else_=len(KINDS))
    query: Select[Any] = select(
        literal("law").label("origin"), LegalText.id, rank.label("rank"),
        LegalText.issued_on.label("dated"), LegalText.number_key.label("sort"),
    )  # fmt: skip
    query = query.where(LegalText.agency_id == person.agency_id)
    for word in fold(wanted.q).split():
        query = query.where(LegalText.folded.contains(word, autoescape=True))
    if wanted.standing:
        states = states_of(wanted.day)
        holding = states["in_force"] | states["amended"]
        query = query.where(holding if wanted.standing == "holds" else ~holding)
    return query


def _documents(wanted: Wanted, person: Person) -> Any:
    query: Any = Document.visible_to(person).with_only_columns(
        literal("document").label("origin"), Document.id, literal(len(KINDS) + 1).label("rank"),
        cast(null(), Date).label("dated"), Document.code_sort.label("sort"),
    )  # fmt: skip
    # A legal text that was registered as a document too stands in the list once, as a legal text.
    in_register = exists().where(LegalText.number == Document.code, LegalText.agency_id == person.agency_id)
    query = query.where(Document.kind == "external", Document.agency_id == person.agency_id, ~in_register)
    for word in fold(wanted.q).split():
        query = query.where(Document.folded.contains(word, autoescape=True))
    if wanted.standing:
        holding = exists().where(Revision.document_id == Document.id, in_force_on(wanted.day))
        query = query.where(holding if wanted.standing == "holds" else ~holding)
    return query


def _law_lines(numbers: Sequence[int], day: date) -> Iterable[External]:
    query = select(LegalText).where(LegalText.id.in_(numbers))
    texts = db.session.scalars(query.options(WITH_CHANGES, joinedload(LegalText.keeper_unit))).all()
    used, held = _citing(numbers, day), _held([one.number for one in texts])
    for one in texts:
        change = one.replacement_on(day)
        yield External(
            one, KINDS[one.kind], one.number, one.issued_on, one.issuer, one.title,
            one.effect_from, change.on if change else one.effect_to, one.standing_on(day),
            one.keeper_unit.name if one.keeper_unit else "", change.newer.label if change else "",
            [*used.get(one.id, []), *held.get(one.number, [])],
        )  # fmt: skip


def _citing(numbers: Sequence[int], day: date) -> dict[int, list[str]]:
    """The codes of the documents in force that cite some texts."""
    query = select(LegalCitation.legal_text_id, Document.code, Document.code_sort).distinct()
    query = query.join(Revision, Revision.id == LegalCitation.revision_id)
    query = query.join(Document, Document.id == Revision.document_id)
    query = query.where(LegalCitation.legal_text_id.in_(numbers), in_force_on(day))
    found: dict[int, list[str]] = {}
    for text, code, _sort in db.session.execute(query.order_by(Document.code_sort)):
        found.setdefault(text or 0, []).append(code)
    return found


def _held(numbers: Sequence[str]) -> dict[str, list[str]]:
    """Where legal texts are held that were registered as documents too, by their number."""
    query = select(Document.id, Document.code).where(Document.kind == "external", Document.code.in_(numbers))
    known = dict(db.session.execute(query).all())
    return {known[one]: places for one, places in holders_of(list(known)).items()} if known else {}


def _document_lines(numbers: Sequence[int], person: Person, day: date) -> Iterable[External]:
    query = Document.visible_to(person).where(Document.id.in_(numbers)).options(joinedload(Document.owner_post))
    documents = db.session.scalars(query).unique().all()
    used = holders_of(numbers)
    for line in lines_of(documents, person, day):
        one, shown = line.document, line.shown
        owner = f"{one.unit.name}, {one.owner_post.title}" if one.owner_post else one.unit.name
        yield External(
            one, _l("External document"), one.code, shown.issued_on if shown else None, one.issuer, one.title,
            shown.valid_from if shown else None, shown.valid_to if shown else None,
            REVISION.state("in_force") if line.is_in_force else shown.status if shown else _NO_TEXT,
            owner, used=used[one.id],
        )  # fmt: skip


_NO_TEXT = State("none", _l("No text yet"), tone="calm", shape="withdrawn")
