"""What an agency sets for findings on hours and conduct: grades, the ladder, small cells, retention, pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from sqlalchemy import Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.audits.conduct.ladder import Step
from iso_qms.audits.finding.grading import FACTS, USUAL_RULES, WEIGHTS, GradeRule
from iso_qms.audits.topics import TOPICS
from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered, remembered
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete

BOUNDS = {"fewest": (2, 20), "retention_months": (1, 120), "withdrawn_months": (1, 120)}
"""The least and the most an agency may choose."""

say(
    {
        "conduct_rules.changed": _l("changed the rules on hours and conduct"),
        "conduct_rules.photos": _l("decided on photographs of people"),
    }
)


class ConductRules(Base, AgencyOwned, Journaled, Remembered):
    """What an agency has set; the usual holds until it does."""

    __tablename__ = "conduct_rules"
    __table_args__ = (UniqueConstraint("agency_id"),)
    journal_kind = "conduct_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    fewest: Mapped[int] = mapped_column(default=5)
    retention_months: Mapped[int] = mapped_column(default=24)
    withdrawn_months: Mapped[int] = mapped_column(default=2)
    grade_rules: Mapped[list[Any]] = mapped_column(default=list)
    ladder: Mapped[dict[str, Any]] = mapped_column(default=dict)
    photos: Mapped[bool] = mapped_column(default=False)
    photos_reason: Mapped[str] = mapped_column(Text, default="")


@dataclass(frozen=True)
class Conduct:
    """What holds in an agency. Counts from 1 to below `fewest` are hidden; names end so many months after the end."""

    fewest: int = 5
    retention_months: int = 24
    withdrawn_months: int = 2
    grade_rules: tuple[GradeRule, ...] = USUAL_RULES
    ladder: tuple[tuple[str, Step], ...] = ()
    photos: bool = False
    photos_reason: str = ""

    def step(self, kind: str) -> Step:
        """The ladder of a kind of finding."""
        return dict(self.ladder).get(kind, Step())


def conduct_of(agency_id: int) -> Conduct:
    """What holds in an agency, the usual until it sets its own."""
    return remembered("conduct_rules", partial(_read, agency_id), agency_id=agency_id)


def photos_of_people_allowed(agency_id: int) -> bool:
    """Whether a picture on which somebody can be recognised may go with a finding on hours or conduct."""
    return conduct_of(agency_id).photos


def set_conduct_rules(
    *, by: Person, rules: Sequence[GradeRule], ladder: Mapping[str, Step], **numbers: int
) -> ConductRules:
    """Set grades by rule, the ladder, and `fewest`, `retention_months`, `withdrawn_months`; the history keeps the old.

    Findings already noted or concluded keep the sentence and the day they were given.
    """
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control sets these rules."))
    for name, number in numbers.items():
        least, most = BOUNDS[name]
        if not least <= number <= most:
            raise Incomplete(_("Between %(least)s and %(most)s.", least=least, most=most))
    _demand_rules(rules)
    _demand_ladder(ladder)
    row = _row(by.agency_id)
    for name, number in numbers.items():
        setattr(row, name, number)
    row.grade_rules = [asdict(one) | {"vi": clean(one.vi).strip(), "en": clean(one.en).strip()} for one in rules]
    row.ladder = {kind: {"months": one.months, "steps": list(one.steps)} for kind, one in ladder.items()}
    write(row, "conduct_rules.changed", by=by)
    return row


def switch_photos(on: bool, *, by: Person, reason: str) -> None:
    """A leader lets photographs of people go with findings on hours and conduct, or no longer; with a reason."""
    if not by.may("audits.approve_programme"):
        raise Forbidden(_("The leadership decides on photographs of people."))
    if not clean(reason).strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
    row = _row(by.agency_id)
    row.photos, row.photos_reason = on, clean(reason).strip()
    write(row, "conduct_rules.photos", by=by, reason=row.photos_reason)


def _demand_rules(rules: Sequence[GradeRule]) -> None:
    for one in rules:
        if one.kind not in TOPICS or one.fact not in FACTS or one.grade not in WEIGHTS or one.at_least < 1:
            raise Incomplete(_("A rule has a kind, a fact, a number from 1 on and a grade."))
        if not clean(one.vi).strip():
            raise Incomplete(_("Each rule says in a sentence why: it stands on the finding."))
    if len({one.key for one in rules}) < len(rules):
        raise Incomplete(_("Two rules ask the same of the same kind. Keep one of them."))


def _demand_ladder(ladder: Mapping[str, Step]) -> None:
    for step in ladder.values():
        if not 1 <= step.months <= 60 or list(step.steps) != sorted({*step.steps}) or min(step.steps) < 1:
            raise Incomplete(_("Look back 1 to 60 months; each rung needs more visits than the one before."))


def _row(agency_id: int) -> ConductRules:
    query = select(ConductRules).where(ConductRules.agency_id == agency_id)
    row = db.session.scalars(query).first()
    if row is None:
        row = ConductRules(agency_id=agency_id, grade_rules=[asdict(one) for one in USUAL_RULES], ladder={})
        db.session.add(row)
    return row


def _read(agency_id: int) -> Conduct:
    row = db.session.scalars(select(ConductRules).where(ConductRules.agency_id == agency_id)).first()
    if row is None:
        return Conduct()
    steps = {kind: Step(one["months"], tuple(one["steps"])) for kind, one in row.ladder.items()}
    return Conduct(
        fewest=row.fewest,
        retention_months=row.retention_months,
        withdrawn_months=row.withdrawn_months,
        grade_rules=tuple(GradeRule(**one) for one in row.grade_rules),
        ladder=tuple(steps.items()),
        photos=row.photos,
        photos_reason=row.photos_reason,
    )
