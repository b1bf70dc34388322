"""The pages of corrections: asking for one, and how those of a nonconformity are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, render_template
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from iso_qms.clock import as_local
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement import operations
from iso_qms.improvement.act_forms import ActForm
from iso_qms.improvement.correction import correcting
from iso_qms.improvement.correction.correcting import MOST_HOURS, USUAL_HOURS
from iso_qms.improvement.correction.corrections import Correction
from iso_qms.improvement.forms import posts_offered
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.room import room
from iso_qms.organisation.people import Post
from iso_qms.registry import registry
from iso_qms.web import back_to, find, signed_in
from iso_qms.web.deadlines import left, why
from iso_qms.worktime import UnknownYear


class AskForm(ActForm):
    """What is to be put right, by which post, within how many working hours."""

    what = StringField(_l("What is to be put right"), [InputRequired(_l("Say it in one line.")), Length(max=300)])
    owner_post = SelectField(
        _l("Which post puts it right"),
        [NumberRange(min=1, message=_l("Choose a post."))],
        coerce=int,
        description=_l("A post, not a person: whoever holds it on that day, or deputises, has to act."),
    )
    hours = IntegerField(
        _l("Within how many working hours"),
        [InputRequired(_l("Say how many hours.")), NumberRange(min=1, max=MOST_HOURS)],
        description=_l("They run only while the office of that post is open: no nights, no days off."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner_post.choices = posts_offered()

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return super().values() | {"owner_post": db.session.get(Post, self.owner_post.data)}


class PutRightForm(ActForm):
    """What was put right."""

    result = TextAreaField(
        _l("What was put right"),
        [InputRequired(_l("Say what was put right.")), Length(max=5000)],
        description=_l("Of the case itself; with the papers that show it."),
    )


@dataclass(frozen=True)
class Told:
    """A correction as its nonconformity's page tells it: what is left of its hours, and the days between."""

    one: Correction
    left: dict[str, Any]
    why: list[Any]
    done_late: bool


def told_corrections(one: Nonconformity) -> list[Told]:
    """The corrections of a nonconformity, the newest first."""
    return [_told(each) for each in reversed(one.corrections)]


@room.route("/nonconformities/<int:number>/ask", methods=["GET", "POST"], needs="improvement.analyse")
def ask_correction(number: int) -> Any:
    """Ask a post to put the case itself right."""
    one = find(Nonconformity, number)
    form = AskForm(data={"hours": USUAL_HOURS[one.grade]})
    if form.validate_on_submit():
        with form.refusals():
            asked = correcting.ask_for(one, by=signed_in(), **form.values())
            operations.add_papers(one, form.files.data, by=signed_in())
            until = f"{as_local(asked.due_at):%H:%M %d/%m/%Y}"
            flash(_("%(post)s was asked to put it right by %(until)s.", post=asked.owner_post, until=until))
            return back_to(registry.things["nonconformity"].url(one))
    return render_template("improvement/ask_correction.html", form=form, one=one), form.status


def _told(one: Correction) -> Told:
    try:
        days = why(one.reckoned)
    except UnknownYear:
        days = []
    return Told(one, left(one.due_at) if one.state == "asked" else {}, days, bool(one.done_at) and one.is_late)
