"""What may be typed about documents, their text, their route, and what is decided on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import (
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from iso_qms.clock import today
from iso_qms.documents.approval.routing import posts_with
from iso_qms.documents.models import METHODS
from iso_qms.i18n import _l
from iso_qms.text import whole_number
from iso_qms.web import HouseForm, NeededForOneAct, RowForm, papers

MOST_ROWS = 200
REASON = InputRequired(_l("Give a reason: it stands in the history."))
A_DAY = _l("Type a day, such as 24/11/2026.")


class PapersForm(HouseForm):
    """An act that papers may go with."""

    files = papers()


class ChangeForm(HouseForm):
    """What a revision changes, and why."""

    change_summary = TextAreaField(
        _l("What changes"),
        [Length(max=5000)],
        description=_l("One or two sentences; they stand in the amendment table."),
    )
    change_basis = TextAreaField(
        _l("On what basis"), [Length(max=5000)], description=_l("The legal text or the finding that asks for it.")
    )


class StartForm(ChangeForm, PapersForm):
    """Why a new revision is begun."""


class SectionRow(RowForm):
    """A section of text; a block of another kind passes through untouched."""

    block = HiddenField(default="")
    heading = StringField(_l("Heading"), [Length(max=500)])
    text = TextAreaField(
        _l("Text"),
        [Length(max=500_000)],
        description=_l("A line is a paragraph. Rows pasted from a table in Word or Excel stay a table."),
    )


class TextForm(ChangeForm):
    """The head of a draft and its sections, row by row."""

    title = StringField(_l("Title"), [InputRequired(_l("Type the title.")), Length(max=500)])
    issue_number = IntegerField(_l("Issue number"), [InputRequired(_l("Type a number.")), NumberRange(min=1, max=999)])
    revision_number = StringField(
        _l("Revision within the issue"),
        [Length(max=20)],
        description=_l("Only where your agency counts revisions within an issue."),
    )
    edits = HiddenField()
    sections = FieldList(FormField(SectionRow), label=_l("Sections"), max_entries=MOST_ROWS)


class PlaceRow(RowForm):
    """A reviewer's place on the route."""

    post = SelectField(
        _l("Reviewer"), coerce=int, validate_choice=False, choices=lambda: posts_with("documents.review"), default=0
    )
    place = IntegerField(_l("Turn"), [InputRequired(_l("Type a number.")), NumberRange(min=1, max=20)], default=1)


class RouteForm(HouseForm):
    """Who reviews, in which order, and who approves."""

    places = FieldList(FormField(PlaceRow), label=_l("Reviewers"), min_entries=1, max_entries=20)
    approver = SelectField(
        _l("Approver"), coerce=int, validate_choice=False, choices=lambda: posts_with("documents.approve"), default=0
    )


class OpinionForm(PapersForm):
    """A reviewer's opinion."""

    opinion = RadioField(
        _l("Your opinion"),
        [InputRequired(_l("Choose whether you agree."))],
        choices=[("agree", _l("I agree")), ("disagree", _l("I do not agree; it goes back to its authors"))],
    )
    remark = TextAreaField(
        _l("Remark"), [Length(max=5000)], description=_l("Needed when you do not agree: say what must change.")
    )


class MoveForm(PapersForm):
    """The reason of a move that asks for one."""

    note = TextAreaField(_l("Reason"), [REASON, Length(max=5000)])

    def given(self) -> dict[str, Any]:
        """What the operation is called with."""
        return {"note": self.note.data or ""}


class SubmitForm(PapersForm):
    """What the author wants the reviewers to know."""

    note = TextAreaField(_l("A word to the reviewers"), [Length(max=5000)], description=_l("It stands in the history."))

    def given(self) -> dict[str, Any]:
        """What the operation is called with."""
        return {"note": self.note.data or ""}


class SignedForm(PapersForm):
    """An act that is signed with one's own password."""

    own_password = PasswordField(
        _l("Your password"),
        [InputRequired(_l("Type your password: it stands for your hand."))],
        description=_l("Typed again so that nobody signs at a desk you have left for a moment."),
    )

    def given(self) -> dict[str, Any]:
        """What the operation is called with."""
        return {}


class WhenNamed:
    """A day is needed unless an issue decision is to name it; then whatever stands in the field is passed over."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: DateField) -> None:
        if form.when.data == "decision":
            field.errors = []
            raise StopValidation
        if field.data is None:
            raise StopValidation(A_DAY)


class ApproveForm(SignedForm):
    """When an approved revision takes effect."""

    when = RadioField(
        _l("It takes effect"),
        choices=[("day", _l("from a day I name now")), ("decision", _l("when an issue decision names the day"))],
        default="day",
    )
    effective_on = DateField(_l("Effective date"), [WhenNamed()])
    note = TextAreaField(
        _l("Why you approve it with these errors"),
        [DataRequired(_l("Say why: it stands with the approval and in the history.")), Length(max=5000)],
        description=_l("Such as: it is none here, or it is put right with the next issue."),
    )

    def given(self) -> dict[str, Any]:
        """What the operation is called with."""
        day = self.effective_on.data if self.when.data == "day" else None
        return {"effective_on": day, "note": (self.note.data or "") if "note" in self else ""}


class EffectiveForm(SignedForm):
    """The day an approved revision takes effect."""

    effective_on = DateField(_l("Effective date"), [InputRequired(A_DAY)])


class WithdrawForm(MoveForm):
    """When a revision ends, why, and what replaces it."""

    on = DateField(_l("No longer in force from"), [InputRequired(A_DAY)])
    replacement = StringField(
        _l("Replaced by"), [Length(max=80)], description=_l("The code of another document, if one takes its place.")
    )


class AcknowledgeForm(PapersForm):
    """A reader's word."""

    remark = TextAreaField(
        _l("Remark to the owner"),
        [Length(max=5000)],
        description=_l("Optional. It goes to the owner with your name."),
    )
    because = TextAreaField(
        _l("What cannot be applied, and why?"),
        [NeededForOneAct(), Length(max=5000)],
        description=_l("The owner must answer within 3 working days. Your duty to acknowledge stays open."),
    )


class AnswerForm(PapersForm):
    """The owner's answer to a reader who cannot apply the text."""

    answer = TextAreaField(
        _l("Your answer"),
        [InputRequired(_l("Type the answer: the reader goes by it.")), Length(max=5000)],
        description=_l("It goes to the reader, who then acknowledges; it stands in the history."),
    )


class BriefingForm(PapersForm):
    """When and how a head briefed the staff; the page draws the roster itself."""

    held_on = DateField(_l("Held on"), [InputRequired(A_DAY)], default=today)
    method = RadioField(_l("How"), choices=list(METHODS.items()), default="meeting")
    note = TextAreaField(_l("Note"), [Length(max=5000)], description=_l("What was asked, what was agreed."))
    reason = TextAreaField(
        _l("Why the record is corrected"),
        [Length(max=1000)],
        description=_l("Not needed to note that somebody has caught up."),
    )


class QuestionRow(RowForm):
    """A question on a change, with up to four choices."""

    block = SelectField(_l("About the change"), coerce=int, validate_choice=False, default=0)
    text = TextAreaField(_l("Question"), [Length(max=1000)])
    choice_1 = StringField(_l("Choice 1"), [Length(max=500)])
    choice_2 = StringField(_l("Choice 2"), [Length(max=500)])
    choice_3 = StringField(_l("Choice 3"), [Length(max=500)])
    choice_4 = StringField(_l("Choice 4"), [Length(max=500)])
    right = SelectField(_l("Right is"), coerce=int, validate_choice=False, default=1)


class QuestionsForm(HouseForm):
    """The questions of a draft."""

    edits = HiddenField()
    questions = FieldList(FormField(QuestionRow), label=_l("Questions"), min_entries=3, max_entries=3)


class DecisionForm(PapersForm):
    """An issue decision and the revisions it puts in force."""

    number = StringField(_l("Number"), [InputRequired(_l("Type the number, such as 118/QĐ-UBND.")), Length(max=60)])
    title = TextAreaField(_l("About"), [InputRequired(_l("Say what it decides.")), Length(max=1000)])
    decided_on = DateField(_l("Date of the decision"), [InputRequired(A_DAY)])
    effective_on = DateField(_l("Documents in force from"), [InputRequired(A_DAY)])
    signer = SelectField(
        _l("Signed by"), coerce=int, validate_choice=False, choices=lambda: posts_with("documents.approve"), default=0
    )
    revisions = SelectMultipleField(
        _l("Approved revisions"),
        coerce=int,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class ChangeRequestForm(PapersForm):
    """What should change in a document, and why."""

    document = StringField(
        _l("Code of the document"),
        [InputRequired(_l("Type the code as it stands in the master list.")), Length(max=80)],
        description=_l("Such as QT-07."),
    )
    block = SelectField(_l("Which part"), coerce=int, default=0, validate_choice=False)
    what = TextAreaField(
        _l("What should change"),
        [InputRequired(_l("Say what should change.")), Length(max=5000)],
        description=_l("The words that are wrong or missing, and how they should read."),
    )
    why = TextAreaField(
        _l("Why"), [Length(max=5000)], description=_l("What happens in daily work, or which rule asks for it.")
    )
    due_on = DateField(
        _l("Needed by"), [Optional()], description=_l("Only where a day is given; else the usual working days count.")
    )


class AcceptRequestForm(PapersForm):
    """By when an accepted request is carried out."""

    due_on = DateField(_l("To be carried out by"), [Optional()])
    note = TextAreaField(_l("A word to whoever asked"), [Length(max=5000)])

    def given(self) -> dict[str, Any]:
        """What the operation is called with."""
        return {"note": self.note.data or "", "due_on": self.due_on.data}


class TokenForm(HouseForm):
    """A form whose fields the page draws itself, such as the posts of a distribution."""


def rearrange(rows: FieldList, action: str) -> None:
    """Add, remove or move a row as a button without scripts asked: `add`, `remove:3`, `up:3`, `down:3`."""
    name, _colon, number = action.partition(":")
    kept: list[Any] = list(rows.data)
    at = whole_number(number, -1)
    if name == "add":
        kept.append(None)
    elif 0 <= at < len(kept):
        row = kept.pop(at)
        if name in ("up", "down"):
            kept.insert(max(0, at - 1) if name == "up" else at + 1, row)
    _refill(rows, kept)


def _refill(rows: FieldList, kept: Iterable[Any]) -> None:
    while rows.entries:
        rows.pop_entry()
    for row in kept:
        rows.append_entry(row) if row is not None else rows.append_entry()
