"""What may be chosen on the room's forms: units, procedures, people, clauses."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from wtforms import SelectChoice

from iso_qms.audits.checklist.checklists import library
from iso_qms.audits.checklist.clauses import CLAUSES, STANDARD, clause_title
from iso_qms.audits.models import AuditProgramme, Inspection
from iso_qms.audits.topics import TOPICS
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.code.codes import called
from iso_qms.documents.models import Document
from iso_qms.i18n import _
from iso_qms.organisation.people import Holding, Person
from iso_qms.organisation.units import Unit, tree_on
from iso_qms.text import clean
from iso_qms.workflow import Incomplete

Choices = list[tuple[Any, Any]]


def whole_number(value: Any) -> int:
    """The number behind a choice; nothing chosen is 0."""
    return int(value or 0)


def units_of_today() -> Choices:
    """The units of today, those above before those under them."""
    return [(unit.id, "\u2003" * depth + unit.name) for depth, unit in tree_on(today())]


def units(found: Iterable[Unit], *, none: str = "") -> Choices:
    """Some units; `none` is the word for no unit."""
    return [*([(0, none)] if none else []), *((unit.id, unit.name) for unit in found)]


def programmes() -> Choices:
    """The programmes that are not closed, and none."""
    query = select(AuditProgramme).where(AuditProgramme.state != "closed").order_by(AuditProgramme.year.desc())
    return [(0, _("Outside the programme")), *((one.id, str(one)) for one in db.session.scalars(query))]


def chosen_programme(number: int | None) -> AuditProgramme | None:
    """The programme behind a choice, or none."""
    return db.session.get(AuditProgramme, number) if number else None


def chosen_units(numbers: Sequence[int]) -> list[Unit]:
    """The units behind what was chosen, in the order chosen."""
    there = {one.id: one for one in db.session.scalars(select(Unit).where(Unit.id.in_(numbers)))}
    return [there[one] for one in dict.fromkeys(numbers) if one in there]


def chosen_people(numbers: Sequence[int]) -> list[Person]:
    """The people behind what was chosen, in the order chosen."""
    there = {one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_(numbers)))}
    return [there[one] for one in dict.fromkeys(numbers) if one in there]


def topics() -> Choices:
    """What a team may look at."""
    return [(name, str(label)) for name, label in TOPICS.items()]


def further_checklists() -> Choices:
    """The lists of the library beside those of topics."""
    return [(key, one.title) for key, one in library().items() if not one.topic]


def clauses() -> Choices:
    """The clauses of the standard, number and short title."""
    return [("", _("None")), *((number, f"{number} {clause_title(STANDARD, number)}") for number in CLAUSES[STANDARD])]


def people(found: Iterable[Person], day: date, *, none: str, barred: Container[int] = ()) -> list[SelectChoice]:
    """Some people with the post they hold on a day; those who are barred can be read and not chosen."""
    there = list(found)
    query = select(Holding).where(
        Holding.person_id.in_([one.id for one in there]), Holding.kind == "holder", Holding.is_valid_on(day)
    )
    posts = {one.person_id: str(one.post) for one in db.session.scalars(query.order_by(Holding.id.desc()))}
    return [SelectChoice(0, none), *(_choice(one, posts.get(one.id), barred) for one in there)]


def documents_named(codes: str) -> list[Document]:
    """The documents whose codes were typed, one a line or separated by semicolons; refuses a code nobody knows."""
    typed = [one.strip() for one in clean(codes).replace(";", "\n").splitlines() if one.strip()]
    found = called(typed)
    if missing := [code for code, bearers in found.items() if not bearers]:
        raise Incomplete(_("There is no document %(code)s in the master list.", code=missing[0]))
    return list({one.id: one for bearers in found.values() for one in bearers}.values())


def document_named(code: str) -> Document | None:
    """The document whose code was typed, or None when nothing was."""
    found = documents_named(code)
    return found[0] if found else None


def documents_of(inspection: Inspection) -> str:
    """The codes of an inspection's procedures, as they are typed."""
    return "\n".join(one.code for one in inspection.documents)


def _choice(person: Person, post: str | None, barred: Container[int]) -> SelectChoice:
    is_barred = person.id in barred
    words = [person.name, post, _("cannot be named") if is_barred else None]
    return SelectChoice(person.id, " · ".join(filter(None, words)), {"disabled": True} if is_barred else {})
