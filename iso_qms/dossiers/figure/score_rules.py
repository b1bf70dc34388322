"""What an agency has set for its score card: the weights, the limits of full marks, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.db import Base, db
from iso_qms.dossiers.figure.score_card import LINES, WHOLE, Weight, usual
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete

RIGHT = "dossiers.score"
MOST_WORDS = 300
NO_BASIS = _l("Name the text the weights are taken from, so that others can check them.")

say({"score_rules.changed": _l("set the weights of the score card")})


class ScoreRules(Base, AgencyOwned, Journaled):
    """The weights of an agency's score card; the usual ones hold, marked as unverified, until it sets its own."""

    __tablename__ = "score_rules"
    __table_args__ = (UniqueConstraint("agency_id"),)
    journal_kind = "score_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    weights: Mapped[dict[str, Any]] = mapped_column(default=dict)
    basis: Mapped[str] = mapped_column(String(MOST_WORDS), default="")
    """The text the weights were taken from, as the agency names it."""

    def __str__(self) -> str:
        return _("Weights of the score card")


def rules_of(agency_id: int) -> tuple[dict[str, Weight], str]:
    """The weights that hold and what they rest on; the usual ones rest on nothing anybody has checked."""
    row = _row(agency_id)
    if row is None:
        return usual(), ""
    return usual() | {key: Weight(*told) for key, told in row.weights.items() if key in LINES}, row.basis


def set_weights(given: Mapping[str, Weight], *, basis: str, by: Person) -> ScoreRules:
    """Set what each line weighs, together 100, and name the text this rests on."""
    if not by.may(RIGHT):
        raise Forbidden(_("Only administrators and the quality control team set the weights of the score card."))
    if not clean(basis).strip():
        raise Incomplete(str(NO_BASIS))
    if (whole := sum(one.weight for one in given.values())) != WHOLE:
        raise Incomplete(_("The weights must make 100 together; these make %(n)s.", n=whole))
    row = _row(by.agency_id)
    if row is None:
        row = ScoreRules(agency_id=by.agency_id)
        db.session.add(row)
    row.weights = {key: [given[key].weight, given[key].full_at] for key in LINES}
    row.basis = clean(basis).strip()[:MOST_WORDS]
    write(row, "score_rules.changed", by=by)
    return row


def _row(agency_id: int) -> ScoreRules | None:
    return db.session.scalars(select(ScoreRules).where(ScoreRules.agency_id == agency_id)).first()
