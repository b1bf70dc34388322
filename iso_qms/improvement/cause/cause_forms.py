"""What may be typed about causes: the main chain, further ones beside it, and the agency's list of classes."""

from __future__ import annotations

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from iso_qms.i18n import _, _l
from iso_qms.improvement.act_forms import WHY_CORRECTED, ActForm
from iso_qms.improvement.cause.cause_classes import MOST_MONTHS, CauseClass, Causes, causes_of
from iso_qms.improvement.cause.causes import WHYS, Branch
from iso_qms.improvement.cause.giving_causes import MOST_BRANCHES
from iso_qms.improvement.models import CauseAnalysis
from iso_qms.web import HouseForm, here

NEW_CLASSES = 2
"""So many empty rows stand below the classes."""
FREE_BRANCHES = 3


def _class_field() -> SelectField:
    return SelectField(_l("Class of the cause"), default="", validate_choice=False)


class BranchForm(Form):
    """A further cause beside the main one."""

    class_key = _class_field()
    whys = TextAreaField(_l("From why to why"), [Length(max=2500)], description=_l("One why on each line."))
    statement = TextAreaField(_l("So the further cause is"), [Length(max=2000)])

    @property
    def branch(self) -> Branch:
        """What was typed."""
        whys = (self.whys.data or "").splitlines()
        return Branch(self.class_key.data or "", tuple(whys), self.statement.data or "")

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed."""
        return bool((self.whys.data or self.statement.data or "").strip())


class AnalysisForm(ActForm):
    """Why it happened, from why to why; further causes beside the main one."""

    class_key = _class_field()
    whys = FieldList(StringField(_l("Why?"), [Length(max=500)]), min_entries=WHYS, max_entries=WHYS)
    statement = TextAreaField(
        _l("So the cause is"),
        [InputRequired(_l("State the cause.")), Length(max=2000)],
        description=_l(
            "One sentence. A cause lies in the way work is arranged: a rule, a form, a "
            "post nobody holds, a day nobody counts. “Somebody was careless” is accepted once it also says what let "
            "that happen, or why nobody noticed."
        ),
    )
    further = FieldList(FormField(BranchForm), min_entries=FREE_BRANCHES, max_entries=MOST_BRANCHES)
    elsewhere = TextAreaField(
        _l("Could it happen elsewhere?"),
        [Length(max=2000)],
        description=_l("Other units, other procedures with the same cause."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, why in enumerate(self.whys, start=1):
            why.label.text = _("Why did it happen?") if number == 1 else _("Why %(n)s: and why that?", n=number)
        self.whys[0].validators = [InputRequired(_l("Ask at least once why it happened.")), Length(max=500)]
        self.whys[0].flags.required = True
        self.offer()

    def offer(self) -> None:
        """Offer the agency's classes, and whatever is chosen already."""
        causes = causes_of(here().id)
        for field in (self.class_key, *(row.form.class_key for row in self.further)):
            field.choices = [("", "–"), *((one.key, str(one)) for one in causes.offered(field.data or ""))]

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return super().values() | {"further": [row.form.branch for row in self.further]}


class RewordCauseForm(AnalysisForm):
    """The words of the cause anew, and why."""

    reason = StringField(WHY_CORRECTED, [InputRequired(_l("Say why.")), Length(max=300)])

    def show(self, known: CauseAnalysis) -> None:
        """Begin with the chains as they stand."""
        self.class_key.data = known.class_key
        for field, why in zip(self.whys, known.whys, strict=False):
            field.data = why
        while len(self.further) < min(len(known.further) + 1, MOST_BRANCHES):
            self.further.append_entry()
        for row, one in zip(self.further, known.further, strict=False):
            row.form.class_key.data, row.form.statement.data = one.class_key, one.statement
            row.form.whys.data = "\n".join(one.whys)
        self.offer()


class ClassRow(Form):
    """One class of causes."""

    key = HiddenField()
    vi = StringField(_l("Name in Vietnamese"), [Length(max=100)])
    en = StringField(_l("Name in English"), [Length(max=100)])
    retired = BooleanField(_l("No longer offered"))


class CauseRulesForm(HouseForm):
    """The agency's classes, and within how many months the same cause comes back."""

    months = IntegerField(
        _l("A cause comes back within so many months"),
        [
            InputRequired(_l("Look back from 1 to 60 months.")),
            NumberRange(1, MOST_MONTHS, _l("Look back from 1 to 60 months.")),
        ],
        description=_l("The same class, procedure and unit within this time is shown as a recurrence."),
    )
    classes = FieldList(FormField(ClassRow), max_entries=40)

    def show(self, causes: Causes) -> None:
        """Begin with what holds, and some rows for new ones."""
        self.months.data = causes.months
        for one in causes.classes:
            self.classes.append_entry({"key": one.key, "vi": one.vi, "en": one.en, "retired": one.retired})
        for _place in range(NEW_CLASSES):
            self.classes.append_entry()

    def values(self) -> dict[str, Any]:
        """What the operation takes; a new row left empty is no class."""
        rows = [row.form for row in self.classes]
        classes = [
            CauseClass(row.key.data or "", row.vi.data or "", row.en.data or "", row.retired.data)
            for row in rows
            if row.key.data or (row.vi.data or row.en.data or "").strip()
        ]
        return {"months": self.months.data, "classes": classes}
