"""The pages of risks: the list, one of them with its cases, and what can be done; and the link from a nonconformity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, render_template, url_for
from sqlalchemy import select
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.act_forms import ActForm
from iso_qms.improvement.forms import NOTHING_CHOSEN, posts_offered
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.operations import add_papers
from iso_qms.improvement.risk import risk_acts as acts
from iso_qms.improvement.risk.risks import KINDS, LEVELS, Risk, cases_of, live_risks, risks_of
from iso_qms.improvement.room import room
from iso_qms.journal import history_of, sentence
from iso_qms.organisation.people import Post
from iso_qms.registry import registry
from iso_qms.web import HouseForm, back_to, find, here, signed_in

WHY = _l("Why")
WRITTEN = ("kind", "title", "consequence", "response", "likelihood", "impact", "review_on")


class Weighed(HouseForm):
    """How it weighs, and when it is looked at again."""

    likelihood = RadioField(_l("How likely"), choices=list(LEVELS.items()), coerce=int, default=2)
    impact = RadioField(_l("How much it would weigh"), choices=list(LEVELS.items()), coerce=int, default=2)
    review_on = DateField(_l("Looked at again on"), [InputRequired(_l("Say when it is looked at again."))])

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}


class RiskForm(Weighed):
    """What could happen, and what is done about it."""

    kind = RadioField(_l("Kind"), choices=list(KINDS.items()), default="risk")
    title = StringField(_l("What could happen"), [InputRequired(_l("Say it in one line.")), Length(max=300)])
    consequence = TextAreaField(_l("What would follow"), [Length(max=5000)])
    response = TextAreaField(
        _l("What is done about it"),
        [InputRequired(_l("Say what is done, or why it is borne.")), Length(max=5000)],
    )
    owner_post = SelectField(
        _l("Which post answers for it"), [NumberRange(min=1, message=_l("Choose a post."))], coerce=int
    )

    def __init__(self, *args: Any, one: Risk | None = None, **kwargs: Any) -> None:
        known = {name: getattr(one, name) for name in WRITTEN} | {"owner_post": one.owner_post_id} if one else {}
        super().__init__(*args, data=known, **kwargs)
        self.owner_post.choices = posts_offered()

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return super().values() | {"owner_post": db.session.get(Post, self.owner_post.data)}


class ChangeRiskForm(RiskForm):
    """The same, with why it is changed."""

    reason = StringField(WHY, [InputRequired(_l("Say why.")), Length(max=300)])


class ReviewRiskForm(Weighed):
    """What was seen when it was looked at again."""

    note = TextAreaField(_l("What was seen"), [InputRequired(_l("Say what was seen.")), Length(max=2000)])


class EndRiskForm(HouseForm):
    """Why it is none any more."""

    reason = TextAreaField(WHY, [InputRequired(_l("Say why.")), Length(max=2000)])

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return {"reason": self.reason.data}


class LinkRiskForm(ActForm):
    """Which risk a nonconformity bears on, and how."""

    risk = SelectField(_l("Risk"), [NumberRange(min=1, message=_l("Choose one."))], coerce=int)
    why = TextAreaField(
        _l("What it says of the risk"),
        [InputRequired(_l("Say what it says of the risk.")), Length(max=2000)],
        description=_l("That it happened, or was weighed too lightly, or that what is done against it does not hold."),
    )

    def __init__(self, *args: Any, one: Nonconformity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        linked = {each.risk_id for each in risks_of(one)}
        self.risk.choices = [
            *NOTHING_CHOSEN,
            *((each.id, each.title) for each in live_risks() if each.id not in linked),
        ]

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return {"risk": db.session.get(Risk, self.risk.data), "why": self.why.data}


@room.route("/risks", needs="improvement.read")
def risks() -> Any:
    """The list: the heaviest first, and those that ended."""
    ended = select(Risk).where(Risk.ended_on.is_not(None)).order_by(Risk.ended_on.desc())
    return render_template(
        "improvement/risks.html",
        live=live_risks(),
        ended=db.session.scalars(ended).unique().all(),
        may_keep=signed_in().may("improvement.risks"),
        KINDS=KINDS,
        LEVELS=LEVELS,
    )


@room.route("/risks/<int:number>", needs="improvement.read")
def risk(number: int) -> Any:
    """One risk: what could happen, what is done, the nonconformities that bear on it, its history."""
    one, person = find(Risk, number), signed_in()
    is_owner = person.id in {each.id for each in one.owners}
    return render_template(
        "improvement/risk.html",
        one=one,
        cases=cases_of(one, person),
        may_keep=person.may("improvement.risks") and not one.ended_on,
        may_review=not one.ended_on and (is_owner or person.may("improvement.risks")),
        history=[{"at": e.at, "sentence": sentence(e.verb), "reason": e.reason, "who": e} for e in history_of(one)],
        KINDS=KINDS,
        LEVELS=LEVELS,
    )


@room.route("/risks/new", methods=["GET", "POST"], needs="improvement.risks")
def new_risk() -> Any:
    """Write down a risk or an opportunity."""
    return _act(RiskForm(), None, _("Write down a risk"), lambda **values: acts.write_down(**values))


@room.route("/risks/<int:number>/change", methods=["GET", "POST"], needs="improvement.risks")
def change_risk(number: int) -> Any:
    """Change what is written about it."""
    one = find(Risk, number)
    return _act(ChangeRiskForm(one=one), one, _("Change the risk"), lambda **values: acts.change(one, **values))


@room.route("/risks/<int:number>/review", methods=["GET", "POST"], needs="improvement.read")
def review_risk(number: int) -> Any:
    """Look at it again."""
    one = find(Risk, number)
    form = ReviewRiskForm(data={"likelihood": one.likelihood, "impact": one.impact})
    return _act(form, one, _("Look at the risk again"), lambda **values: acts.review(one, **values))


@room.route("/risks/<int:number>/end", methods=["GET", "POST"], needs="improvement.risks")
def end_risk(number: int) -> Any:
    """It is none any more."""
    one = find(Risk, number)
    return _act(EndRiskForm(), one, _("End the risk"), lambda **values: acts.end(one, **values))


@room.route("/nonconformities/<int:number>/risk", methods=["GET", "POST"], needs="improvement.analyse")
def link_risk(number: int) -> Any:
    """Say which risk a nonconformity bears on."""
    one = find(Nonconformity, number)
    form = LinkRiskForm(one=one)
    if form.validate_on_submit():
        with form.refusals():
            acts.link(one, by=signed_in(), **form.values())
            add_papers(one, form.files.data, by=signed_in())
            flash(_("The risk is linked, both ways."))
            return back_to(registry.things["nonconformity"].url(one))
    return render_template("improvement/link_risk.html", form=form, one=one), form.status


def _act(form: Any, one: Risk | None, heading: str, act: Callable[..., Any]) -> Any:
    if form.validate_on_submit():
        with form.refusals():
            kept: Any = act(by=signed_in(), **form.values()) or one
            flash(_("The list of risks was kept."))
            return back_to(url_for("improvement.risk", agency=here().slug, number=kept.id))
    return render_template("improvement/risk_form.html", form=form, one=one, heading=heading), form.status
