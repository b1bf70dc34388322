"""Codes of documents: the agency's rules for them, the next free one, and who bears or once bore one.

Numbers are never given twice: what a withdrawn document bears, and what any document bore before, counts as taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, exists, or_, select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.code.code_patterns import CodePattern, Values, code_part, named_in, read_pattern, sought
from iso_qms.documents.models import Document, FormerCode, Revision, in_force_on
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.text import clean, sort_key
from iso_qms.workflow import Incomplete

ONLY_ONE = ("policy", "manual", "external")
"""Kinds whose pattern may do without a number: an agency has one policy, and texts from outside bring their code."""
UNDER_PROCEDURES = ("form", "work_instruction")
"""Kinds that may bear the code of the procedure they belong to."""
OPEN = ("draft", "in_review", "approved", "in_force")

say({"agency.patterned": _l("set the patterns of document codes")})


@dataclass(frozen=True)
class Rule:
    """How codes of a kind of document are written; a strict one lets no other code in."""

    pattern: CodePattern
    is_strict: bool = False


@dataclass(frozen=True)
class Doubt:
    """Something that speaks against a code, in a sentence, and the documents it is about."""

    said: str
    documents: Sequence[Document] = ()


def read_rule(kind: str, typed: str, *, is_strict: bool = False) -> Rule | None:
    """The rule that was typed for a kind, None for nothing typed; refuses a pattern that does not suit the kind."""
    if not clean(typed).strip():
        return None
    pattern = read_pattern(typed)
    if "number" not in pattern.parts and kind not in ONLY_ONE:
        raise Incomplete(_("A pattern for these needs a number, or all of them would get the same code."))
    if "procedure" in pattern.parts and kind not in UNDER_PROCEDURES:
        raise Incomplete(_("Only forms and work instructions may bear the code of a procedure."))
    return Rule(pattern, is_strict)


def rules_of(agency_id: int) -> dict[str, Rule]:
    """The rules an agency has, by kind of document."""
    kept = db.session.get_one(Agency, agency_id).code_pattern
    return {kind: Rule(read_pattern(one["pattern"]), one["strict"]) for kind, one in kept.items()}


def keep_rules(agency: Agency, rules: Mapping[str, Rule | None], *, by: Person) -> None:
    """Set the rules for these kinds of documents; the others stay, and so do codes given before."""
    kept = dict(agency.code_pattern)
    for kind, rule in rules.items():
        kept.pop(kind, None)
        if rule is not None:
            kept[kind] = {"pattern": str(rule.pattern), "strict": rule.is_strict}
    if kept != agency.code_pattern:
        agency.code_pattern = kept
        write(agency, "agency.patterned", by=by)


def hold(agency_id: int) -> None:
    """Let nobody else give a code until this unit of work ends: two at once then see what the other has taken."""
    db.session.execute(select(Agency.id).where(Agency.id == agency_id).with_for_update(key_share=True))


def next_code(kind: str, *, unit: Unit, field: str = "", procedure: str = "", day: date | None = None) -> str:
    """The next free code of a kind for a unit; empty where no pattern is set, refused with what is missing for it."""
    rule = rules_of(unit.agency_id).get(kind)
    return code_after(rule.pattern, values_for(unit, field, procedure, day), taken(unit.agency_id)) if rule else ""


def values_for(unit: Unit, field: str = "", procedure: str = "", day: date | None = None) -> Values:
    """What the parts of a code for a unit say, its number left open."""
    part = code_part(field) if field.strip() else ""
    return Values(unit=unit.code_part, field=part, year=(day or today()).year, procedure=clean(procedure).strip())


def code_after(pattern: CodePattern, wanted: Values, codes: Iterable[str]) -> str:
    """The code with the number after the highest one of its series; a pattern without number gives a single code."""
    there = Values(**{name: getattr(wanted, name) for name in pattern.parts if name != "number"})
    read = [found for code in codes if (found := pattern.parse(code)) and found.is_beside(there)]
    if "number" not in pattern.parts:
        code = pattern.compose(there)
        if read:
            raise Incomplete(_("The pattern gives one code only, %(code)s, and that one is taken.", code=code))
        return code
    highest = max((one.number for one in read), default=0)
    return pattern.compose(Values(**{**there.__dict__, "number": highest + 1}))


def taken(agency_id: int) -> list[str]:
    """Every code that is or was borne in an agency, those of withdrawn documents too."""
    borne = select(Document.code).where(Document.agency_id == agency_id)
    before = select(FormerCode.code).where(FormerCode.agency_id == agency_id)
    return [*db.session.scalars(borne), *db.session.scalars(before)]


def doubts_about(
    code: str, *, kind: str, agency_id: int, unit: Unit | None = None, but: Document | None = None
) -> list[Doubt]:
    """What speaks against giving a document this code; a warning each, unless the rule is strict."""
    others = list(others_with_code(code, agency_id=agency_id, but=but))
    ended = ended_among(others)
    found = [
        (_("This code is in use:"), [one for one in others if one.id not in ended]),
        (_("A withdrawn document bears this code, and its number is not given again:"),
         [one for one in others if one.id in ended]),
        (_("This code was borne before:"), [one for one in former_bearers(code) if but is None or one.id != but.id]),
    ]  # fmt: skip
    doubts = [Doubt(said, documents) for said, documents in found if documents]
    if misfit := why_no_fit(code, rules_of(agency_id).get(kind), unit):
        doubts.append(Doubt(misfit))
    return doubts


def demand_allowed(
    code: str, *, kind: str, agency_id: int, unit: Unit | None = None, but: Document | None = None
) -> None:
    """Refuse a code that anything speaks against, where the agency's rule for the kind is strict."""
    rule = rules_of(agency_id).get(kind)
    if rule is not None and rule.is_strict:
        hold(agency_id)
        for doubt in doubts_about(code, kind=kind, agency_id=agency_id, unit=unit, but=but):
            raise Incomplete(" ".join([doubt.said, *(str(one) for one in doubt.documents[:3])]))


def why_no_fit(code: str, rule: Rule | None, unit: Unit | None = None) -> str:
    """Why a code is not as the rule has it, in a sentence; empty where it is, or where there is no rule."""
    if rule is None:
        return ""
    read = rule.pattern.parse(code)
    if read is None:
        return _("%(code)s does not fit the pattern %(pattern)s.", code=code, pattern=rule.pattern.said())
    if unit is not None and read.unit and read.unit.casefold() != unit.code_part.casefold():
        own = unit.code_part or "–"
        return _("%(code)s names %(part)s, but %(unit)s has %(own)s.",
                 code=code, part=read.unit, unit=unit.name, own=own)  # fmt: skip
    return ""


def others_with_code(code: str, *, agency_id: int, but: Document | None = None) -> Sequence[Document]:
    """Other documents that bear the same code, however it is spaced: 13 real codes were used twice."""
    query = select(Document).where(Document.agency_id == agency_id, Document.code_sort == key_of(code))
    return [one for one in db.session.scalars(query.order_by(Document.id)) if but is None or one.id != but.id]


def former_bearers(code: str) -> list[Document]:
    """The documents that bore a code before, in the agency chosen."""
    query = select(Document).where(_bore([key_of(code)])).order_by(Document.id)
    return list(db.session.scalars(query))


def called(typed: Iterable[str], documents: Any = None) -> dict[str, list[Document]]:
    """The documents that each code means: those that bear it, else those that bore it before.

    `documents` is the query of those that may be meant; without it every one of the agency chosen may be.
    """
    keys = {key_of(one): one for one in typed}
    wanted: Any = select(Document) if documents is None else documents
    query = wanted.order_by(Document.id)
    found: dict[str, list[Document]] = {one: [] for one in keys.values()}
    for document in db.session.scalars(query.where(Document.code_sort.in_(keys))).unique():
        found[keys[document.code_sort]].append(document)
    if left := [key for key, one in keys.items() if not found[one]]:
        bearers = {one.id: one for one in db.session.scalars(query.where(_bore(left))).unique()}
        pairs = select(FormerCode.code_sort, FormerCode.document_id).where(FormerCode.code_sort.in_(left)).distinct()
        for row in db.session.execute(pairs):
            if row.document_id in bearers:
                found[keys[row.code_sort]].append(bearers[row.document_id])
    return found


def named_by(text: str, agency_id: int) -> dict[str, int]:
    """The codes a text names, those borne before too, each with the number of the document it means."""
    before = select(FormerCode.code, FormerCode.document_id).where(FormerCode.agency_id == agency_id)
    borne = select(Document.code, Document.id).where(Document.agency_id == agency_id)
    # What is borne today comes last, and so wins over what was borne before.
    rows = [*db.session.execute(before.order_by(FormerCode.id)), *db.session.execute(borne)]
    known = {sought(code): number for code, number in rows}
    known.pop("", None)
    return named_in(text, known)


def former_codes(numbers: Iterable[int]) -> dict[int, list[FormerCode]]:
    """The former codes of documents known by number, newest first; one query."""
    query = select(FormerCode).where(FormerCode.document_id.in_(list(numbers))).order_by(FormerCode.id.desc())
    found: dict[int, list[FormerCode]] = {}
    for one in db.session.scalars(query).unique():
        found.setdefault(one.document_id, []).append(one)
    return found


def other_names(numbers: Iterable[int]) -> dict[int, list[str]]:
    """The same as plain codes, for the search to say by which name something was found."""
    return {number: [one.code for one in codes] for number, codes in former_codes(numbers).items()}


def renamed(revision: Revision) -> FormerCode | None:
    """Since when the document of a revision bears another code than the one on its cover; None where it does not."""
    if revision.printed_code == revision.document.code:
        return None
    borne = former_codes([revision.document_id]).get(revision.document_id, [])
    return next((one for one in borne if one.code_sort == key_of(revision.printed_code)), None)


def ended_among(documents: Sequence[Document]) -> set[int]:
    """Which of these documents were withdrawn and have nothing that holds or is being worked on; one query."""
    if not documents:
        return set()
    query = select(Document.id).where(Document.id.in_([one.id for one in documents]), has_ended(today()))
    return set(db.session.scalars(query))


def has_ended(day: date) -> Any:
    """The condition that a document was withdrawn and nothing of it holds or is being worked on."""
    mine = Revision.document_id == Document.id
    return and_(
        exists().where(mine, Revision.state == "withdrawn"),
        ~exists().where(mine, or_(Revision.state.in_(OPEN), in_force_on(day))),
    )


def key_of(code: str) -> str:
    """What a code is known by, however it is spaced."""
    return sort_key(clean(code))


def _bore(keys: Iterable[str]) -> Any:
    return Document.id.in_(select(FormerCode.document_id).where(FormerCode.code_sort.in_(list(keys))))
