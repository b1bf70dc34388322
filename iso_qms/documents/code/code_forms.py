"""What may be typed about codes: of a document, of the agency's patterns, of units, and of a whole crosswalk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from iso_qms.documents.code import codes
from iso_qms.documents.code.code_patterns import code_part
from iso_qms.documents.forms import A_DAY
from iso_qms.documents.models import KINDS
from iso_qms.i18n import _, _l
from iso_qms.organisation.units import Unit
from iso_qms.web import HouseForm
from iso_qms.workflow import Incomplete, Refused


class EntryForm(HouseForm):
    """A line of the master list; its code is proposed by the agency's patterns."""

    kind = SelectField(_l("Kind"), choices=list(KINDS.items()), default="procedure")
    unit = SelectField(_l("Unit in charge"), coerce=int, validate_choice=False)
    procedure = StringField(
        _l("Procedure it belongs to"),
        [Length(max=80)],
        description=_l("Its code, where the pattern makes it part of this one."),
    )
    code_field = StringField(
        _l("Field"), [Length(max=20)], description=_l("Such as HT, where the pattern makes it part of the code.")
    )
    code = StringField(
        _l("Code"),
        [InputRequired(_l("Type the code as it is printed.")), Length(max=80)],
        description=_l("As printed on the cover, such as QT-07 or QT 01/CX-HCTP."),
    )
    keep_code = BooleanField(_l("Keep this code all the same"))
    title = StringField(_l("Title"), [InputRequired(_l("Type the title.")), Length(max=500)])
    owner = SelectField(
        _l("Document owner"),
        coerce=int,
        default=0,
        validate_choice=False,
        description=_l("The post that keeps it up to date and gets the readers' remarks."),
    )
    issuer = StringField(
        _l("Issued by"), [Length(max=200)], description=_l("Only for external documents: the body that issued it.")
    )
    rules: Mapping[str, codes.Rule] = {}
    units: Mapping[int, Unit] = {}

    def know_rules(self, rules: Mapping[str, codes.Rule], units: Mapping[int, Unit]) -> None:
        """The patterns codes are proposed by, and the units one may choose."""
        self.rules, self.units = rules, units

    @property
    def rule(self) -> codes.Rule | None:
        """The rule for the kind that is chosen."""
        return self.rules.get(self.kind.data)

    @property
    def unit_chosen(self) -> Unit | None:
        """The unit that is chosen, among those one may choose."""
        return self.units.get(self.unit.data or 0)

    def propose(self, *, asked: bool = True) -> None:
        """Put the next free code into the form; where that cannot be, and it was asked for, say what is missing."""
        try:
            self.code.data = self._next()
        except Refused as refusal:
            if asked:
                self.code.errors = [str(refusal)]

    def next_free(self) -> str:
        """The next free code, or nothing where no pattern is set or something is missing."""
        try:
            return self._next()
        except Refused:
            return ""

    def _next(self) -> str:
        if self.unit_chosen is None:
            raise Incomplete(_("Choose the unit."))
        if self.rule is None:
            raise Incomplete(_("No pattern is set for this kind, so type the code."))
        field, procedure = self.code_field.data or "", self.procedure.data or ""
        return codes.next_code(self.kind.data, unit=self.unit_chosen, field=field, procedure=procedure)


class PatternsForm(HouseForm):
    """The patterns of an agency, one per kind; the page draws their fields itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wrong: dict[str, str] = {}

    @property
    def status(self) -> int:
        """422 when a pattern was refused."""
        return 422 if self.wrong or self.errors else 200


class UnitPartsForm(HouseForm):
    """What stands for each unit in codes; the page draws the fields itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wrong: dict[int, str] = {}

    def look_at(self, typed: Mapping[int, str]) -> bool:
        """Say of each part that was typed what is wrong with it; answers whether anything is."""
        for number, part in typed.items():
            try:
                code_part(part) if part else ""
            except Refused as refusal:
                self.wrong[number] = str(refusal)
        return bool(self.wrong)

    @property
    def status(self) -> int:
        """422 when something typed for a unit was refused."""
        return 422 if self.wrong or self.errors else 200


class ConfirmForm(HouseForm):
    """From when new codes hold, on what basis, and who owns what lost its owner; the page draws the codes itself."""

    on = DateField(_l("New codes hold from"), [InputRequired(A_DAY)])
    basis = StringField(
        _l("On what basis"),
        [Length(max=1000)],
        description=_l("Such as the decision on the merger."),
    )
    owner = SelectField(_l("Owner where the owner's post has ended"), coerce=int, default=0, validate_choice=False)
