"""What inspectors are qualified by: kept by quality control, with its proof, and valid until a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Date, ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.audits.team.competence import QUALIFICATIONS, Held, lacking
from iso_qms.audits.team.independence import Reason
from iso_qms.audits.team.interests import last_confirmed
from iso_qms.audits.team.team_rules import team_rules_of
from iso_qms.audits.topics import TOPICS
from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered, remembered
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete

REMINDED = timedelta(days=60)
"""How long before it expires the desk reminds of a qualification."""

say(
    {
        "qualification.noted": _l("noted a qualification"),
        "qualification.struck": _l("struck a qualification that was noted wrongly"),
    }
)


class Qualification(AgencyOwned, Base, Journaled, Remembered):
    """A degree, a training, or experience since a day; one noted wrongly is struck, and stays."""

    __tablename__ = "qualification"
    journal_kind = "qualification"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    topic: Mapped[str] = mapped_column(String(20), default="")
    title: Mapped[str] = mapped_column(String(300), default="")
    issued_on: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    struck: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship()

    def __str__(self) -> str:
        return str(self.as_held)

    @classmethod
    def visible_to(cls, person: Person) -> Select[Qualification]:
        """One's own; quality control, and leadership to whom their reminders climb, see all."""
        query = select(cls)
        return query if sees_all(person) else query.where(cls.person_id == person.id)

    def journal_over(self) -> Person:
        return self.person

    @property
    def as_held(self) -> Held:
        """What the rules of competence need of it."""
        return Held(self.kind, self.issued_on, self.valid_until, self.topic)


def sees_all(person: Person) -> bool:
    """Whether somebody sees what every inspector is qualified by."""
    return person.may("audits.plan") or person.may("improvement.lead")


def note_qualification(
    person: Person,
    kind: str,
    *,
    by: Person,
    issued_on: date,
    valid_until: date | None = None,
    title: str = "",
    topic: str = "",
) -> Qualification:
    """Note what somebody is qualified by; experience counts from `issued_on`."""
    _demand_keeper(by)
    if kind not in QUALIFICATIONS or (kind == "topic") != (topic in TOPICS):
        raise Incomplete(_("Choose the kind from the list; a training in a topic names the topic."))
    if valid_until and valid_until < issued_on:
        raise Incomplete(_("It cannot end before it began."))
    one = Qualification(
        agency_id=person.agency_id,
        person=person,
        kind=kind,
        topic=topic,
        title=clean(title).strip(),
        issued_on=issued_on,
        valid_until=valid_until,
    )
    db.session.add(one)
    write(one, "qualification.noted", by=by)
    return one


def strike_qualification(one: Qualification, *, by: Person, reason: str) -> None:
    """Strike one that was noted wrongly: it counts no more."""
    _demand_keeper(by)
    if not reason.strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
    one.struck = True
    write(one, "qualification.struck", by=by, reason=reason.strip())


def qualifications_of(people: Iterable[int]) -> dict[int, list[Qualification]]:
    """What each of some people, known by number, is qualified by, in one query."""
    found: dict[int, list[Qualification]] = {one: [] for one in people}
    query = select(Qualification).where(Qualification.person_id.in_(found), Qualification.struck.is_(False))
    for one in db.session.scalars(query.order_by(Qualification.kind, Qualification.issued_on, Qualification.id)):
        found[one.person_id].append(one)
    return found


@dataclass(frozen=True)
class Papers:
    """What one person is qualified by, and when they last confirmed the interests they declared."""

    held: tuple[Held, ...] = ()
    confirmed_on: date | None = None


def papers_of(agency_id: int) -> dict[int, Papers]:
    """The papers of everybody in an agency who has any qualification; they change seldom, so they are remembered."""
    return remembered("audit_papers", _read_papers, agency_id=agency_id)


def lacks_of(people: Collection[Person], *, topics: Collection[str], day: date, leads: bool) -> dict[int, list[Reason]]:
    """What each of some people of one agency, by number, lacks on a day to inspect those topics, or to lead."""
    found = {}
    for one in people:
        held = papers_of(one.agency_id).get(one.id, Papers()).held
        found[one.id] = lacking(one.name, held, team_rules_of(one.agency_id).asked(leads=leads), topics, day)
    return found


def _read_papers() -> dict[int, Papers]:
    held: dict[int, list[Held]] = {}
    for one in db.session.scalars(select(Qualification).where(Qualification.struck.is_(False))):
        held.setdefault(one.person_id, []).append(one.as_held)
    confirmed = last_confirmed(set(held))
    return {number: Papers(tuple(each), confirmed.get(number)) for number, each in held.items()}


def _demand_keeper(by: Person) -> None:
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control keeps the qualifications of inspectors."))
