"""What may be typed in improvement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l, ngettext
from iso_qms.improvement.act_forms import WHY_CORRECTED, ActForm
from iso_qms.improvement.action.acting import days_early, possible_verifiers
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.cause.cause_forms import AnalysisForm
from iso_qms.improvement.models import GRADES, Nonconformity
from iso_qms.improvement.operations import WRITTEN
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.units import Unit, units_on
from iso_qms.registry import registry
from iso_qms.web import papers, signed_in
from iso_qms.web.pages import day as written_day

NOTHING_CHOSEN = [(0, "–")]


def posts_offered() -> list[tuple[int, str]]:
    """The posts of today that something may be given to, unit by unit, heads first."""
    query = select(Post).where(Post.is_valid_on(today())).join(Post.unit)
    posts = db.session.scalars(query.order_by(Unit.sort, Post.is_head.desc(), Post.sort))
    return [*NOTHING_CHOSEN, *((one.id, f"{one.unit.name} · {one.title}") for one in posts)]


class NonconformityForm(ActForm):
    """What happened, where, and against which criterion."""

    title = StringField(
        _l("What does not meet the requirement?"),
        [InputRequired(_l("Say it in one line.")), Length(max=300)],
        description=_l("One line, without the name of any person."),
    )
    unit = SelectField(_l("In which unit"), [NumberRange(min=1, message=_l("Choose the unit."))], coerce=int)
    found_on = DateField(_l("Found on"), [InputRequired(_l("Say on which day it was found."))], default=today)
    grade = RadioField(_l("Grade"), choices=list(GRADES.items()), default="minor")
    source_kind = SelectField(_l("Where it comes from"), default="own")
    source_reference = StringField(
        _l("Its number or name"),
        [Length(max=200)],
        description=_l("Of the complaint, the dossier or the minutes, as printed; empty where there is none."),
    )
    source_on = DateField(_l("Of which day"), [Optional()])
    criterion = TextAreaField(
        _l("Against which criterion"),
        [Length(max=2000)],
        description=_l("The clause, the step of a procedure, or the article of a law."),
    )
    description = TextAreaField(
        _l("What was seen"), [Length(max=10000)], description=_l("Place, time, figures: what anybody could check.")
    )
    restricted = BooleanField(
        _l("Restrict readers: it concerns the conduct of a person"),
        description=_l("Only the quality team, the head of the unit and whoever acts can see it."),
    )

    def __init__(
        self, *args: Any, nonconformity: Nonconformity | None = None, is_linked: bool = False, **kwargs: Any
    ) -> None:
        if nonconformity is not None:
            kwargs["data"] = self._known(nonconformity)
        super().__init__(*args, **kwargs)
        units = [one for one in units_on(today()) if signed_in().may("improvement.open", one)]
        if nonconformity is not None and nonconformity.unit not in units:
            units.append(nonconformity.unit)
        self.unit.choices = [*NOTHING_CHOSEN[: len(units) > 1], *((one.id, one.name) for one in units)]
        self.source_kind.choices = list(registry.sources.items())
        if is_linked or (nonconformity is not None and nonconformity.source_id is not None):
            del self.source_kind  # It comes from a thing that is linked: that is no matter of words.

    @staticmethod
    def _known(one: Nonconformity) -> dict[str, Any]:
        names = ("title", "source_kind", *WRITTEN, "restricted")
        return {name: getattr(one, name) for name in names} | {"unit": one.unit_id}

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return super().values() | {"unit": db.session.get(Unit, self.unit.data)}


class CorrectionForm(ActForm):
    """What put the case itself right at once."""

    text = TextAreaField(
        _l("What was put right at once"),
        [InputRequired(_l("Say what was put right.")), Length(max=5000)],
        description=_l("This is the correction of the case itself. The cause comes next."),
    )
    done_on = DateField(_l("Done on"), [InputRequired(_l("Say on which day."))], default=today)


class RewordForm(ActForm):
    """What was reported or found anew, and why."""

    text = TextAreaField(_l("What is written"), [InputRequired(_l("Say what was done.")), Length(max=5000)])
    reason = StringField(WHY_CORRECTED, [InputRequired(_l("Say why.")), Length(max=300)])


class PlanForm(ActForm):
    """What will be done against the cause, by which post, until when, and how one will know."""

    what = StringField(_l("What will be done"), [InputRequired(_l("Say it in one line.")), Length(max=300)])
    how = TextAreaField(_l("How"), [Length(max=5000)], description=_l("Steps, papers, who helps."))
    owner_post = SelectField(
        _l("Which post carries it out"),
        [NumberRange(min=1, message=_l("Choose a post."))],
        coerce=int,
        description=_l("A post, not a person: whoever holds it on that day, or deputises, has to act."),
    )
    due_on = DateField(
        _l("Due on"),
        [InputRequired(_l("Say until when."))],
        description=_l("A working day. Reminders go out 5 and 1 working days before it, and on it."),
    )
    expected = TextAreaField(
        _l("How one will see that it works"),
        [InputRequired(_l("Say what will show it.")), Length(max=2000)],
        description=_l("A figure and its mark, or what will be looked at. It is fixed now and not moved later."),
    )

    def __init__(self, *args: Any, action: CorrectiveAction | None = None, **kwargs: Any) -> None:
        names = ("what", "how", "due_on", "expected")
        known = {name: getattr(action, name) for name in names} | {"owner_post": action.owner_post_id} if action else {}
        super().__init__(*args, data=known, **kwargs)
        self.owner_post.choices = posts_offered()

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return super().values() | {"owner_post": db.session.get(Post, self.owner_post.data)}


class ReasonForm(ActForm):
    """A reason, which stands in the history."""

    note = TextAreaField(
        _l("Reason"), [InputRequired(_l("Give a reason: it stands in the history.")), Length(max=2000)]
    )


class RedoForm(ReasonForm):
    """What was not done as planned, and until when it goes on."""

    due_on = DateField(
        _l("Goes on until"), [InputRequired(_l("Choose the new day."))], description=_l("A working day.")
    )


class RemarkForm(ActForm):
    """A remark, where one is wished."""

    note = TextAreaField(_l("Remark"), [Optional(), Length(max=2000)])


class AcceptForm(ActForm):
    """Who will verify."""

    verifier = SelectField(
        _l("Who will verify whether it works"),
        coerce=int,
        default=0,
        description=_l("Neither owner nor planner. Left open, anybody of the quality team may."),
    )
    note = TextAreaField(_l("Remark"), [Optional(), Length(max=2000)])

    def __init__(self, *args: Any, action: CorrectiveAction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(one.id, one.name) for one in possible_verifiers(action)]
        self.verifier.choices = [(0, _("Whoever of the quality team is free")), *people]

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        chosen = db.session.get(Person, self.verifier.data) if self.verifier.data else None
        return {"verifier": chosen, "note": self.note.data or ""}


class CarryOutForm(ActForm):
    """What was done, and the evidence."""

    result = TextAreaField(_l("What was done"), [InputRequired(_l("Say what was done.")), Length(max=5000)])
    done_on = DateField(_l("Done on"), [InputRequired(_l("Say on which day."))], default=today)
    files = papers(_l("Evidence"))


class JudgeForm(ActForm):
    """What shows whether it works."""

    assessment = TextAreaField(
        _l("What shows it"),
        [InputRequired(_l("Say what shows it.")), Length(max=5000)],
        description=_l("What was looked at, when, and what was seen, held against the mark fixed in the plan."),
    )
    early = TextAreaField(
        _l("Why it is judged now already"), [InputRequired(_l("Say why it is judged now already.")), Length(max=2000)]
    )
    files = papers(_l("Evidence"))

    def __init__(self, *args: Any, action: CorrectiveAction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if action.measure:
            self.assessment.label.text = _("Remark")
            self.assessment.description = _("The measured result stands for itself; no figure is typed here.")
            self.assessment.validators, self.assessment.flags.required = [Optional(), Length(max=5000)], False
        if days := days_early(action):
            self.early.description = ngettext(
                "Planned for %(day)s: %(num)s working day early. The reason stands in the history.",
                "Planned for %(day)s: %(num)s working days early. The reason stands in the history.",
                days,
                day=written_day(action.verify_on),
            )
        else:
            del self.early


class ExtensionForm(ActForm):
    """Until when, and why."""

    to_day = DateField(_l("New due day"), [InputRequired(_l("Choose the new day."))], description=_l("A working day."))
    reason = TextAreaField(_l("Why more time is needed"), [InputRequired(_l("Give a reason.")), Length(max=2000)])


def form_of(thing: Any, move: str) -> Any:
    """The form of a move: its own, else one for a reason or a remark."""
    otherwise = ReasonForm if thing.workflow.move(move).asks_reason else RemarkForm
    if move == "replan":
        from iso_qms.improvement.effect.measure_forms import plan_form

        return plan_form(action=thing)
    if move == "put_right":
        from iso_qms.improvement.correction.correction_pages import PutRightForm

        return PutRightForm()
    make = _FORMS.get(move, otherwise)
    return make(action=thing) if move in ABOUT_AN_ACTION else make()


ABOUT_AN_ACTION = ("accept", "verify", "reject")

_FORMS: dict[str, Any] = {
    "accept": AcceptForm,
    "analyse": AnalysisForm,
    "carry_out": CarryOutForm,
    "verify": JudgeForm,
    "reject": JudgeForm,
    "redo": RedoForm,
}
