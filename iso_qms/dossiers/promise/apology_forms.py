"""What may be typed about an apology."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, DateField, IntegerField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from iso_qms.dossiers.promise.apologies import REASONS
from iso_qms.dossiers.promise.apology_list import MOST_DAYS, MOST_WORDS, NO_REASON
from iso_qms.i18n import _l
from iso_qms.web import HouseForm


class ApologyForm(HouseForm):
    """Why it takes longer, and until when."""

    reason_kind = SelectField(
        _l("Which kind of reason"), choices=list(REASONS.items()), description=_l("The public reads this much of it.")
    )
    reason = TextAreaField(
        _l("The reason, as the applicant reads it"),
        [InputRequired(_l("Say to the applicant why it takes longer.")), Length(max=1000)],
        description=_l("Name no other person: it stands on the paper."),
    )
    new_due_on = DateField(
        _l("New due day"),
        [InputRequired(_l("Choose the new day."))],
        description=_l("A working day after the first due day. It can be moved once only."),
    )

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        return {name: self[name].data for name in ("reason_kind", "reason", "new_due_on")}


class ListForm(HouseForm):
    """Whether everybody reads the apologies that were given."""

    is_shown = BooleanField(
        _l("Let everybody read the apologies that were given"),
        description=_l("Procedure, unit, both days, the class of the reason and the end of the code; nobody is named."),
    )
    days = IntegerField(
        _l("For how many days each"),
        [InputRequired(_l("Choose from 1 to 730 days.")), NumberRange(1, MOST_DAYS, _l("Choose from 1 to 730 days."))],
        description=_l("An apology leaves the list so many days after it was given."),
    )
    reason = StringField(
        _l("Why"), [InputRequired(NO_REASON), Length(max=MOST_WORDS)],
        description=_l("The decision or the plan this rests on; it stands in the history."),
    )  # fmt: skip


class SignApologyForm(HouseForm):
    """A signature inside the system."""

    own_password = PasswordField(
        _l("Your password"),
        [InputRequired(_l("Type your password: it stands for your hand."))],
        description=_l("Typed again so that nobody signs at a desk you have left for a moment."),
    )


class GivenForm(HouseForm):
    """When the applicant was given it."""

    on = DateField(_l("On which day it was given"), [InputRequired(_l("Choose a day."))])


class DropForm(HouseForm):
    """Why it is not given."""

    note = StringField(_l("Why"), [InputRequired(_l("Give a reason: it stands in the history.")), Length(max=500)])
