"""Surveys of satisfaction (ISO 9001:2015, 9.1.2): who was asked what, and answers that belong to nobody.

A slip knows that it was used and never what was answered; an answer knows its survey, its unit and its day, and neither
a slip nor a person. Answers are not journaled: an entry each would tell when somebody answered.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, Date, ForeignKey, Index, Select, String, UniqueConstraint, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.citizens.flow import SURVEY
from iso_qms.clock import today
from iso_qms.db import Base, db
from iso_qms.documents.models import Document
from iso_qms.i18n import LANGUAGES, _, _l, speaking
from iso_qms.journal import Journaled
from iso_qms.lifecycle import HasLifecycle
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.workflow import Move

USUAL: dict[str, Any] = {
    "guided": _l("I was told clearly what to bring and what to do."),
    "waited": _l("I did not have to wait long."),
    "treated": _l("I was treated politely."),
    "kept": _l("I got the result by the day I was promised."),
}
"""The questions an agency begins with; the last one is always the same."""
OVERALL: Any = _l("All in all I am satisfied.")
SLIP_NO: Any = _l("Slip no.")
LABELS: dict[int, Any] = {
    1: _l("not at all"), 2: _l("rather not"), 3: _l("partly"), 4: _l("mostly"), 5: _l("fully"),
}  # fmt: skip

WAYS = {"slip": _l("typed from paper"), "file": _l("from a file"), "link": _l("by the citizens themselves")}


class Question(NamedTuple):
    """A question by its key: the overall one has none of its own in `scores`."""

    key: str
    text: Any


class Survey(HasLifecycle, AgencyOwned, Base):
    """What is asked, from when to when, in which units, about which procedure if one."""

    __tablename__ = "survey"
    workflow = SURVEY
    journal_kind = "survey"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="RESTRICT"), index=True)
    asks: Mapped[list[Any]] = mapped_column(default=list)
    """Its own questions as (key, words); without words it is the usual one of that key, in the reader's language."""
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    shown_from: Mapped[date | None] = mapped_column(Date)
    """The day from which everybody sees what it says; None while it runs. Until then it can be reopened."""

    document: Mapped[Document | None] = relationship()
    made_by: Mapped[Person] = relationship()
    units: Mapped[list[SurveyUnit]] = relationship(back_populates="survey", order_by="SurveyUnit.id")

    def __str__(self) -> str:
        return self.title

    @property
    def questions(self) -> list[Question]:
        """Its own questions, without the overall one."""
        return [Question(key, words or USUAL[key]) for key, words in self.asks]

    @hybrid_property
    def is_shown(self) -> bool:
        """Whether what it says may be seen: it has ended, and its day has come."""
        return self.shown_from is not None and self.shown_from <= today()

    @is_shown.inplace.expression
    @classmethod
    def _is_shown(cls) -> ColumnElement[bool]:
        return cls.shown_from <= today()

    def why_not_yet(self, move: Move) -> str | None:
        """What was shown once, and once more with one answer more, would tell that answer."""
        if move.name != "reopen" or not self.is_shown:
            return None
        return _("What it says has been shown: with a few answers more, somebody could tell these by subtraction. "
                 "Begin another one like it.")  # fmt: skip

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """What is counted tells of nobody: whoever may read surveys reads all of the agency."""
        return select(Survey).where(Survey.agency_id == person.agency_id)


class SurveyUnit(Base, AgencyOwned, Journaled):
    """A unit in a survey, and how many were handed the questions there beside the printed slips."""

    __tablename__ = "survey_unit"
    __table_args__ = (UniqueConstraint("survey_id", "unit_id"),)
    journal_kind = "survey_unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="RESTRICT"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    asked: Mapped[int] = mapped_column(default=0)

    survey: Mapped[Survey] = relationship(back_populates="units")
    unit: Mapped[Unit] = relationship(lazy="joined")

    def journal_root(self) -> Survey:
        return self.survey


class SurveySlip(Base, AgencyOwned):
    """A printed slip: its number, where it was handed out, whether it was used."""

    __tablename__ = "survey_slip"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="RESTRICT"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    number: Mapped[int]
    is_used: Mapped[bool] = mapped_column(default=False)

    survey: Mapped[Survey] = relationship(lazy="joined")

    @property
    def code(self) -> str:
        """What the link of this slip ends with: nobody guesses it, and it is kept nowhere."""
        said = f"survey slip:{self.agency_id}:{self.id}"
        key: str = current_app.config["SECRET_KEY"]
        return f"{self.id}-{hmac.new(key.encode(), said.encode(), hashlib.sha256).hexdigest()[:12]}"


class SurveyBatch(Base, AgencyOwned, Journaled):
    """Answers that somebody typed or brought in together, so that a mistake can be taken back together."""

    __tablename__ = "survey_batch"
    journal_kind = "survey_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="RESTRICT"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    way: Mapped[str] = mapped_column(String(10))
    answers: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]

    survey: Mapped[Survey] = relationship()
    unit: Mapped[Unit] = relationship()
    by: Mapped[Person] = relationship()

    def journal_over(self) -> Survey:
        return self.survey

    def __str__(self) -> str:
        return f"{self.unit.name}: {self.answers}"


class SurveyAnswer(Base, AgencyOwned):
    """What one citizen answered."""

    __tablename__ = "survey_answer"
    __table_args__ = (Index("ix_survey_answer_day", "agency_id", "answered_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="RESTRICT"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    answered_on: Mapped[date] = mapped_column(Date)
    scores: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """From 1 to 5 by the key of the question, without those left blank."""
    overall: Mapped[int | None]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("survey_batch.id", ondelete="RESTRICT"), index=True)


def slip_of(code: str) -> SurveySlip | None:
    """The slip of a code; None where there is none such."""
    number, _dash, _mark = code.partition("-")
    slip = db.session.get(SurveySlip, int(number)) if number.isdecimal() and len(number) < 10 else None
    return slip if slip is not None and hmac.compare_digest(slip.code.encode(), code.encode()) else None


def headings_of(survey: Survey) -> dict[str, list[str]]:
    """The headings of a file of answers by the key of their question, in every language, the one spoken now first."""
    own = {key: [words] if words else in_every_language(USUAL[key]) for key, words in survey.asks}
    return own | {"overall": in_every_language(OVERALL), "slip": in_every_language(SLIP_NO)}


def in_every_language(words: Any) -> list[str]:
    """A sentence as it is said now, then as it is said in the other languages."""
    found = [str(words)]
    for code in LANGUAGES:
        with speaking(code):
            found.append(str(words))
    return list(dict.fromkeys(found))
