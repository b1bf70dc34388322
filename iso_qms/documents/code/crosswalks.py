"""The crosswalk of a unit that ends: new codes under its successor for its documents, to be looked at first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from flask import g, url_for
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.acknowledgement.passing_on import is_given
from iso_qms.documents.code import codes
from iso_qms.documents.models import Distribution, Document, FormerCode, Revision
from iso_qms.i18n import _, ngettext
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.units import Unit
from iso_qms.registry import Awaiting
from iso_qms.text import clean, fold
from iso_qms.workflow import Refused


@dataclass
class Line:
    """A document of a unit that ends, its code and the one it is to bear; what is `wrong` stops the act."""

    document: Document
    was: str
    code: str = ""
    wrong: str = ""
    note: str = ""


class Unsettled(NamedTuple):
    """A unit that ends, the documents it answers for, and how many of its posts are to read some."""

    unit: Unit
    documents: int
    readers: int


def awaiting(person: Person, day: date) -> Iterator[Awaiting]:
    """For whoever keeps codes: units that have ended and still answer for documents."""
    if not person.may("documents.keep_codes"):
        return
    for unit, count, _readers in units_to_settle():
        if unit.valid_to is not None and unit.valid_to <= day:
            yield Awaiting(
                due_on=None,
                kind="crosswalk",
                what=ngettext("Give %(num)s document of %(unit)s to the successor",
                              "Give %(num)s documents of %(unit)s to the successor", count, unit=unit.name)
                if count else _("Say who reads instead of the posts of %(unit)s", unit=unit.name),
                why=_("Because the unit ended on %(day)s and you keep the codes.", day=f"{unit.valid_to:%d/%m/%Y}"),
                action=_("Prepare the crosswalk"),
                url=url_for("documents.prepare_crosswalk", agency=g.agency.slug, unit=unit.id),
            )  # fmt: skip


def units_to_settle() -> list[Unsettled]:
    """The units that have an end and still answer for documents, or have posts that are to read some; one query."""
    holds = ~codes.has_ended(today())
    answered = select(func.count()).where(Document.unit_id == Unit.id, holds).correlate(Unit).scalar_subquery()
    read = (
        select(func.count(Distribution.post_id.distinct()))
        .join(Post, Post.id == Distribution.post_id)
        .join(Document, Document.id == Distribution.document_id)
        .where(Post.unit_id == Unit.id, *is_given())
        .correlate(Unit)
        .scalar_subquery()
    )
    query = select(Unit, answered.label("documents"), read.label("readers")).where(Unit.valid_to.is_not(None))
    rows = db.session.execute(query.order_by(Unit.sort, Unit.id))
    return [Unsettled(*row) for row in rows if row.documents or row.readers]


def documents_of(units: Sequence[Unit]) -> list[Document]:
    """What these units still answer for, in the order of codes; what was withdrawn stays under its old name."""
    query = select(Document).where(Document.unit_id.in_([one.id for one in units]), ~codes.has_ended(today()))
    query = query.options(joinedload(Document.owner_post)).order_by(Document.code_sort, Document.id)
    return list(db.session.scalars(query).unique())


def proposed(documents: Sequence[Document], successor: Unit) -> list[Line]:
    """A line for each document with its code by the pattern; one that names no unit stays.

    A number is kept where it is free under the successor, else the next free one is taken.
    """
    rules, known = codes.rules_of(successor.agency_id), codes.taken(successor.agency_id)
    lines = {one.id: Line(one, one.code, one.code) for one in documents}
    moved: dict[str, str] = {}
    for one in sorted(documents, key=lambda document: _turn(document, rules)):
        line, rule = lines[one.id], rules.get(one.kind)
        if rule is None or not {"unit", "procedure"} & set(rule.pattern.parts):
            continue
        try:
            line.code = _under(successor, one.code, rule, known, moved)
        except Refused as refusal:
            line.note = str(refusal)
        if line.code != one.code:
            known.append(line.code)
            moved[codes.key_of(one.code)] = line.code
    return list(lines.values())


def judge(lines: Sequence[Line], successor: Unit) -> bool:
    """Say of each line what is wrong with its code; answers whether all may be confirmed."""
    rules, borne, before = codes.rules_of(successor.agency_id), _borne(), _borne_before()
    typed = [codes.key_of(one.code) for one in lines]
    for line, key in zip(lines, typed, strict=True):
        line.code = clean(line.code).strip()
        line.wrong = _wrong(line, key, typed.count(key), borne, before)
        misfit = codes.why_no_fit(line.code, rules.get(line.document.kind), successor) if line.code else ""
        rule = rules.get(line.document.kind)
        if misfit and rule and rule.is_strict and line.code != line.was:
            line.wrong = line.wrong or misfit
        elif misfit and not line.wrong:
            line.note = line.note or misfit
    _note_open_covers([one for one in lines if one.code != one.was and not one.wrong])
    return not any(one.wrong for one in lines)


def crosswalk_wanted(person: Person, typed: str = "") -> Select[Any]:
    """The lines of the crosswalk a person may see, newest first; narrowed to codes with these letters."""
    seen = Document.visible_to(person).with_only_columns(Document.id)
    query = select(FormerCode).where(FormerCode.document_id.in_(seen))
    for word in fold(typed).split():
        # Codes are compared by the folded line of the document, which holds all it bears and bore.
        query = query.where(FormerCode.document.has(Document.folded.contains(word, autoescape=True)))
    return query.order_by(FormerCode.borne_until.desc(), FormerCode.code_sort, FormerCode.id)


def _turn(document: Document, rules: Mapping[str, codes.Rule]) -> tuple[bool, bool]:
    """Procedures come before what bears their code, and codes that fit choose their number before those that do not."""
    rule = rules.get(document.kind)
    return document.kind in codes.UNDER_PROCEDURES, rule is None or rule.pattern.parse(document.code) is None


def _under(successor: Unit, code: str, rule: codes.Rule, known: list[str], moved: Mapping[str, str]) -> str:
    read = rule.pattern.parse(code)
    if "procedure" in rule.pattern.parts:
        above = moved.get(codes.key_of(read.procedure)) if read else None
        return rule.pattern.compose(replace(read, procedure=above)) if read and above else code
    wanted = codes.values_for(successor, read.field if read else "", day=today())
    if read is not None and "number" in rule.pattern.parts:
        same = rule.pattern.compose(replace(wanted, number=read.number))
        if codes.key_of(same) not in {codes.key_of(one) for one in known}:
            return same
    return codes.code_after(rule.pattern, wanted, known)


def _borne() -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for number, key in db.session.execute(select(Document.id, Document.code_sort)):
        found.setdefault(key, set()).add(number)
    return found


def _borne_before() -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for number, key in db.session.execute(select(FormerCode.document_id, FormerCode.code_sort)):
        found.setdefault(key, set()).add(number)
    return found


def _wrong(line: Line, key: str, times: int, borne: Mapping[str, set[int]], before: Mapping[str, set[int]]) -> str:
    if not line.code:
        return _("Type a code.")
    if len(line.code) > Document.code.type.length:
        return _("The code is too long.")
    if line.code == line.was:
        return ""
    if times > 1:
        return _("Two lines have this code.")
    if borne.get(key, set()) - {line.document.id}:
        return _("This code is in use by another document.")
    if before.get(key, set()) - {line.document.id}:
        return _("Another document bore this code before.")
    return ""


def _note_open_covers(lines: Sequence[Line]) -> None:
    open_ones = or_(Revision.state == "in_review", Revision.state == "approved")
    query = select(Revision.document_id).where(Revision.document_id.in_([one.document.id for one in lines]), open_ones)
    waiting = set(db.session.scalars(query)) if lines else set()
    for one in lines:
        if one.document.id in waiting:
            said = _("A revision on its way was submitted with the old code and keeps it on its cover.")
            one.note = " ".join(filter(None, [one.note, said]))
