"""What may be typed about the measure of an action: the kind with what it asks for, a case looked at, a visit."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from iso_qms.i18n import _l
from iso_qms.improvement.act_forms import ActForm
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.effect.effects import LONGEST, SHORTEST
from iso_qms.improvement.effect.measures import CHECK, REINSPECTION
from iso_qms.improvement.effect.measuring import Choice, kinds_offered
from iso_qms.improvement.forms import NOTHING_CHOSEN, PlanForm
from iso_qms.registry import registry


class MeasuredPlanForm(PlanForm):
    """A plan with how its effect is measured; when it is judged follows from the window."""

    measure = RadioField(_l("Measured by"), validators=[InputRequired(_l("Choose how its effect will be measured."))])
    question = StringField(
        _l("The question"), [Optional(), Length(max=300)], description=_l("Answered yes or no for each case.")
    )
    sample_size = IntegerField(_l("How many cases"), [Optional(), NumberRange(min=1, max=500)])
    why_none = TextAreaField(_l("Why no measure fits"), [Optional(), Length(max=1000)])
    target = IntegerField(
        _l("Target"),
        [InputRequired(_l("Say the target as a number.")), NumberRange(min=0)],
        description=_l("A count that is not exceeded, or at least so many per cent of a share."),
    )
    window_days = IntegerField(
        _l("Days after it was carried out"),
        [InputRequired(_l("Say over how many days.")), NumberRange(min=SHORTEST, max=LONGEST)],
        default=30,
        description=_l("On the first working day after them the system counts."),
    )
    measure_parts: dict[str, list[str]]

    @property
    def measure_names(self) -> list[str]:
        """The fields that stand together under the measure."""
        return ["measure", "target", "window_days", *(name for names in self.measure_parts.values() for name in names)]

    def values(self) -> dict[str, Any]:
        """What the operation takes: the plan, and the choice of its measure."""
        typed = super().values()
        values = {name: value for name, value in typed.items() if name not in self.measure_names}
        kind = typed["measure"]
        registered = registry.measures.get(kind)
        names = [one.name for one in registered.parameters] if registered else []
        choice = Choice(
            kind=kind,
            target=typed["target"],
            window_days=typed["window_days"],
            parameters={name: typed[f"{kind}_{name}"] for name in names},
            question=typed["question"] or "",
            sample_size=typed["sample_size"],
            why_none=typed["why_none"] or "",
        )
        return values | {"measure": choice}


def plan_form(action: CorrectiveAction | None = None) -> MeasuredPlanForm:
    """The form of a plan with a field for each thing that the measures of the house ask for."""
    fields: dict[str, Any] = {"measure_parts": {CHECK: ["question", "sample_size"]}}
    if registry.reinspections:
        fields["measure_parts"][REINSPECTION] = ["why_none"]
    for kind, one in registry.measures.items():
        fields["measure_parts"][kind] = [f"{kind}_{each.name}" for each in one.parameters]
        for each in one.parameters:
            choices = [("", "–"), *each.choices()]
            fields[f"{kind}_{each.name}"] = SelectField(each.label, choices=choices, validators=[Optional()])
    form: MeasuredPlanForm = type("HousePlanForm", (MeasuredPlanForm,), fields)(action=action, **_known(action))
    form.measure.choices = list(kinds_offered().items())
    if not registry.reinspections:
        del form.why_none
    return form


class CheckForm(ActForm):
    """One case looked at again."""

    which = StringField(
        _l("Which case"),
        [InputRequired(_l("Say which case.")), Length(max=200)],
        description=_l("Its number, without the name of any person."),
    )
    is_right = RadioField(
        _l("Is it right?"),
        choices=[("yes", _l("Yes, it is right")), ("no", _l("No, it is not"))],
        validators=[InputRequired(_l("Answer yes or no."))],
    )
    evidence = TextAreaField(_l("What shows it"), [InputRequired(_l("Say what shows it.")), Length(max=2000)])

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return super().values() | {"is_right": self.is_right.data == "yes"}


class VisitForm(ActForm):
    """Which planned visit looks again."""

    visit = SelectField(_l("Visit"), [NumberRange(min=1, message=_l("Choose a planned visit."))], coerce=int)

    def __init__(self, *args: Any, visits: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit.choices = [*NOTHING_CHOSEN, *visits]


def _known(action: CorrectiveAction | None) -> dict[str, Any]:
    one = action.measure if action else None
    if one is None:
        return {}
    own = {name: getattr(one, name) for name in ("question", "sample_size", "why_none", "target", "window_days")}
    return own | {"measure": one.kind} | {f"{one.kind}_{name}": value for name, value in one.parameters.items()}
