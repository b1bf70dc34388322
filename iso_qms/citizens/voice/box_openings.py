"""Suggestion boxes are opened by two people: on which day, where, how many letters lay inside."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.clock import now, today
from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.remembering import Remembered
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

MOST_LETTERS = 999

say(
    {
        "box_opening.noted": _l("noted the opening of a suggestion box"),
        "box_opening.confirmed": _l("confirmed to have been there when the box was opened"),
    }
)


class BoxOpening(Base, AgencyOwned, Journaled, Remembered):
    """The minutes of one opening: whoever noted it and whoever was there, who confirms it."""

    __tablename__ = "box_opening"
    journal_kind = "box_opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    opened_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(200))
    letters: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    witness_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    confirmed_at: Mapped[datetime | None]

    noted_by: Mapped[Person] = relationship(foreign_keys=[noted_by_id])
    witness: Mapped[Person] = relationship(foreign_keys=[witness_id])

    def __str__(self) -> str:
        return f"{self.opened_on:%d/%m/%Y} {self.place}"

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Whoever takes feedback in; it tells how many letters there were and nothing of them."""
        return select(BoxOpening).where(BoxOpening.agency_id == person.agency_id)


def note_opening(
    *, by: Person, opened_on: date, place: str, letters: int | None, witness: Person | None, note: str = ""
) -> BoxOpening:
    """Note that a box was opened, and who was there; that person confirms it."""
    if not by.may("citizens.take_in"):
        raise Forbidden(_("You have no right to do this: %(move)s.", move=_("Note the opening of a box")))
    if not clean(place).strip():
        raise Incomplete(_("Say where the box hangs."))
    if letters is None or not 0 <= letters <= MOST_LETTERS:
        raise Incomplete(_("Count the letters: a number from 0 to %(most)s.", most=MOST_LETTERS))
    if opened_on > today():
        raise Incomplete(_("It is noted once it was opened: choose today or an earlier day."))
    if witness is None or witness.id == by.id:
        raise Incomplete(_("A box is opened by two people: choose somebody else who was there."))
    one = BoxOpening(
        agency_id=by.agency_id, opened_on=opened_on, place=clean(place).strip(), letters=letters, noted_by=by,
        witness=witness, note=clean(note).strip(),
    )  # fmt: skip
    db.session.add(one)
    write(one, "box_opening.noted", by=by)
    return one


def confirm_opening(one: BoxOpening, *, by: Person) -> None:
    """Confirm, as the second person, what was noted."""
    if by.id != one.witness_id:
        raise Forbidden(_("%(name)s was there, and confirms it.", name=one.witness.name))
    if one.confirmed_at is not None:
        raise WrongState(_("It was confirmed already."))
    one.confirmed_at = now()
    write(one, "box_opening.confirmed", by=by)


def openings() -> Select[Any]:
    """The openings of the agency, the newest first."""
    return select(BoxOpening).order_by(BoxOpening.opened_on.desc(), BoxOpening.id.desc())
