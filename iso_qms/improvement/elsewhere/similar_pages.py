"""The page of similar cases elsewhere: what is proposed, what was decided, and the form of a decision."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.act_forms import ActForm
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.cause.cause_classes import causes_of
from iso_qms.improvement.elsewhere.looking_elsewhere import decide, proposal
from iso_qms.improvement.elsewhere.similar import DECISIONS, WHY, decided_elsewhere, decided_on, proposals
from iso_qms.improvement.forms import NOTHING_CHOSEN
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.operations import add_papers
from iso_qms.improvement.room import room
from iso_qms.registry import registry
from iso_qms.web import back_to, find, here, signed_in


class DecisionForm(ActForm):
    """What becomes of one proposal."""

    decision = RadioField(
        _l("What becomes of it"), choices=list(DECISIONS.items()), validators=[InputRequired(_l("Choose one."))]
    )
    action = SelectField(_l("Which action covers it"), coerce=int, default=0)
    reason = TextAreaField(
        _l("Reason"), [Optional(), Length(max=2000)], description=_l("Needed where it is set aside; it stands with it.")
    )

    def __init__(self, *args: Any, one: Nonconformity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        planned = [(each.id, f"{each.code} {each.what}") for each in one.actions if each.state != "dropped"]
        self.action.choices = [*NOTHING_CHOSEN, *planned]
        if not planned:
            self.decision.choices = [each for each in DECISIONS.items() if each[0] != "covered"]
            del self.action

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        typed = super().values()
        return typed | {"action": db.session.get(CorrectiveAction, typed.get("action") or 0)}


@room.route("/nonconformities/<int:number>/similar", needs="improvement.read")
def similar(number: int) -> Any:
    """What resembles it elsewhere, proposed and decided; and what was decided elsewhere because of it."""
    one, person = find(Nonconformity, number), signed_in()
    return render_template(
        "improvement/similar.html",
        one=one,
        proposed=proposals(one, person),
        decided=decided_on(one),
        because=decided_elsewhere(one, person),
        months=causes_of(here().id).months,
        may_decide=person.may("improvement.analyse", one),
        DECISIONS=DECISIONS,
        WHY=WHY,
        url_of=lambda kind, thing: registry.url_of(kind, thing, seen_by=person),
    )


@room.route(
    "/nonconformities/<int:number>/similar/<kind>/<int:thing>", methods=["GET", "POST"], needs="improvement.analyse"
)
def decide_similar(number: int, kind: str, thing: int) -> Any:
    """Decide on one proposal."""
    one = find(Nonconformity, number)
    found = proposal(one, kind, thing, by=signed_in()) or abort(404)
    form = DecisionForm(one=one)
    if form.validate_on_submit():
        with form.refusals():
            decide(one, found, by=signed_in(), **form.values())
            add_papers(one, form.files.data, by=signed_in())
            flash(_("It was decided; the next proposal waits."))
            return back_to(registry.things["nonconformity"].url(one) + "/similar")
    return render_template("improvement/decide_similar.html", form=form, one=one, found=found, WHY=WHY), form.status
