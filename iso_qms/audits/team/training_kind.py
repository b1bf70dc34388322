"""A corrective action that is carried out once people have been trained: each has a training noted since its plan."""

from __future__ import annotations

from typing import Any

from flask import g, url_for
from sqlalchemy import Select, func, select

from iso_qms.audits.team.qualifications import Qualification
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.action.awaited import AwaitedThing
from iso_qms.organisation.people import Person, staff_of
from iso_qms.organisation.units import subtree
from iso_qms.registry import ActionKind, Happened

TRAININGS = ("civil_service", "qms_audit", "topic")
"""The kinds of qualification that are trainings; a degree and years of work are none."""


def _people(action: CorrectiveAction, _person: Person) -> list[tuple[int, str]]:
    units = subtree(action.nonconformity.unit_id) | {action.unit_id}
    return [(one.id, one.name) for one in staff_of(units, today()) if not one.is_locked]


def _noted_before(_action: CorrectiveAction, number: int) -> int | None:
    last = db.session.scalars(_trainings(number).order_by(Qualification.id.desc())).first()
    return last.id if last else None


def _trained(awaited: AwaitedThing) -> Happened | None:
    since = awaited.action.planned_on
    held = Qualification.issued_on >= since, Qualification.issued_on <= today()
    query = _trainings(awaited.thing_id).where(*held, Qualification.id > (awaited.before_id or 0))
    found = db.session.scalars(query.order_by(Qualification.id)).first()
    if found is None:
        return None
    words = _(
        "%(name)s was trained on %(day)s: %(title)s.",
        name=found.person.name,
        day=f"{found.issued_on:%d/%m/%Y}",
        title=found.title or str(found),
    )
    return Happened(on=found.issued_on, words=words, kind="qualification", thing_id=found.id)


def _likely_trained(awaited: Any) -> Any:
    since = (
        Qualification.issued_on >= CorrectiveAction.planned_on,
        Qualification.id > func.coalesce(awaited.before_id, 0),
    )
    return _trainings(awaited.thing_id).where(*since, Qualification.issued_on <= today()).exists()


def _trainings(number: Any) -> Select[Qualification]:
    mine = Qualification.person_id == number, Qualification.struck.is_(False)
    return select(Qualification).where(*mine, Qualification.kind.in_(TRAININGS))


def _called(awaited: AwaitedThing, person: Person) -> tuple[str, str | None]:
    somebody = db.session.get_one(Person, awaited.thing_id)
    may_look = person.may("audits.plan") or person.id == somebody.id
    where = url_for("audits.inspector", agency=g.agency.slug, number=somebody.id) if may_look else None
    return somebody.name, where


TRAINING = ActionKind(
    label=_l("People are trained"),
    asks=_l("Whom"),
    choices=_people,
    before=_noted_before,
    happened=_trained,
    likely=_likely_trained,
    called=_called,
)
