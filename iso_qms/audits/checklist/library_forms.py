"""What may be typed about checklists: the rows of a version, a list of one's own, the block a question hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from iso_qms.audits import choices
from iso_qms.audits.checklist.asking import ANSWER_KINDS, Asked, choices_in, choices_text
from iso_qms.audits.checklist.checklists import MOST_QUESTIONS, Checklist, ChecklistQuestion
from iso_qms.audits.checklist.clauses import CLAUSES, STANDARD
from iso_qms.audits.checklist.seeds import EDITION
from iso_qms.i18n import _, _l
from iso_qms.web.forms import HouseForm, RowForm


class QuestionRow(RowForm):
    """One question of a checklist."""

    key = HiddenField()
    vi = TextAreaField(_l("In Vietnamese"), [Length(max=500)], render_kw={"rows": 2})
    en = TextAreaField(_l("In English"), [Length(max=500)], render_kw={"rows": 2})
    basis = StringField(_l("Rests on"), [Length(max=300)])
    clause = StringField(
        _l("Clause of ISO 9001:2015"),
        [Optional(), AnyOf(CLAUSES[STANDARD], message=_l("There is no such clause. Write its number, as 8.2.1."))],
        render_kw={"list": "clauses"},
    )
    answer_kind = SelectField(_l("Asks for"), choices=list(ANSWER_KINDS.items()), default="verdict")
    unit_of_measure = StringField(
        _l("Counted in"), [Length(max=80)], description=_l("Of numbers. Vietnamese | English, as: người | people.")
    )
    least = StringField(
        _l("Conforms from"), [Length(max=30)], description=_l("A number or a time. With a limit the value tells alone.")
    )
    most = StringField(_l("Conforms up to"), [Length(max=30)])
    choices = TextAreaField(
        _l("Answers to choose from"),
        [Length(max=2000)],
        render_kw={"rows": 3},
        description=_l("One a line: Vietnamese | English. With + the answer conforms, with - it does not."),
    )
    guidance_vi = TextAreaField(_l("What to look at, in Vietnamese"), [Length(max=2000)], render_kw={"rows": 2})
    guidance_en = TextAreaField(_l("What to look at, in English"), [Length(max=2000)], render_kw={"rows": 2})
    weight = IntegerField(_l("Weight in the percentage"), [Optional(), NumberRange(0, 100)], default=1)

    @property
    def asked(self) -> Asked:
        """The question that was typed."""
        said = {name: field.data or "" for name, field in self._fields.items()}
        return Asked(
            **said
            | {
                "choices": choices_in(said["choices"]),
                "weight": self.weight.data if self.weight.data is not None else 1,
                "edition": EDITION if said["clause"] else "",
            }
        )

    @property
    def has_more(self) -> bool:
        """Whether it says more than words and what they rest on, so that the rest is to be seen."""
        more = (self.unit_of_measure, self.least, self.most, self.choices, self.guidance_vi, self.guidance_en)
        return self.answer_kind.data != "verdict" or any(one.data or one.errors for one in more) or bool(self.errors)


def typed(question: ChecklistQuestion | Asked) -> dict[str, Any]:
    """A question as it stands in the form."""
    names = ("key", "vi", "en", "basis", "clause", "answer_kind", "unit_of_measure", "least", "most", "weight")
    guides = ("guidance_vi", "guidance_en")
    return {name: getattr(question, name) for name in (*names, *guides)} | {"choices": choices_text(question.choices)}


class ChecklistForm(HouseForm):
    """The next version of a checklist."""

    questions = FieldList(FormField(QuestionRow), label=_l("Questions"), max_entries=MOST_QUESTIONS)
    scored = BooleanField(
        _l("Show a percentage"),
        description=_l("Weights of what conforms, out of what conforms and what does not. Off: counts alone."),
    )


class NewChecklistForm(HouseForm):
    """A list of the agency's own."""

    name_vi = StringField(_l("Name in Vietnamese"), [InputRequired(_l("Give the checklist a name.")), Length(max=200)])
    name_en = StringField(_l("Name in English"), [Length(max=200)])
    copied = SelectField(_l("Begin with the questions of"))
    first = TextAreaField(
        _l("First question"), [Length(max=500)], description=_l("In Vietnamese, where no list is begun with.")
    )

    def __init__(self, lists: Mapping[str, Checklist], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lists = lists
        self.copied.choices = [("", _("None")), *((key, one.title) for key, one in lists.items())]

    @property
    def questions(self) -> list[Asked]:
        """What the list begins with."""
        copied = self.lists.get(self.copied.data)
        return [one.asked for one in copied.questions] if copied else [Asked(self.first.data or "")]


class HangForm(HouseForm):
    """The block a question hangs on."""

    block = RadioField(_l("Block"), [InputRequired(_l("Choose a block."))], coerce=choices.whole_number)

    def __init__(self, blocks: Iterable[tuple[int, str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, data=kwargs or None)
        self.block.choices = [(number, place) for number, place, _words in blocks]
