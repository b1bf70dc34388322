"""What may be typed about suspensions: from when to when, why, and by whose decision."""

from __future__ import annotations

from typing import Any

from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length, Optional

from iso_qms.documents.forms import A_DAY, MoveForm
from iso_qms.i18n import _l


class SuspendForm(MoveForm):
    """From when to when a text is not applied, why, and by whose decision."""

    on = DateField(_l("Suspended from"), [InputRequired(A_DAY)])
    until = DateField(
        _l("Applies again from"),
        [Optional()],
        description=_l("Leave it empty until it is known; it then stays suspended until somebody lets it apply again."),
    )
    decision = StringField(
        _l("Number of the decision"),
        [Length(max=100)],
        description=_l("Such as 215/QĐ-UBND. Attach the decision below."),
    )

    def given(self) -> dict[str, Any]:
        """What the operation is called with."""
        days = {"on": self.on.data, "until": self.until.data}
        return super().given() | days | {"decision": self.decision.data or ""}


class ResumeForm(MoveForm):
    """From when a suspended text is applied again, and why."""

    on = DateField(_l("Applies again from"), [InputRequired(A_DAY)])

    def given(self) -> dict[str, Any]:
        """What the operation is called with."""
        return super().given() | {"on": self.on.data}
