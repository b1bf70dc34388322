"""What may be typed about a session of a visit."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange

from iso_qms.audits import choices
from iso_qms.audits.forms import Checkboxes
from iso_qms.audits.models import METHODS, Inspection
from iso_qms.audits.topics import TOPICS
from iso_qms.audits.visit.sessions import MOST_DAYS, Planned, VisitSession
from iso_qms.audits.visit.timetable_rules import Proposal
from iso_qms.i18n import _, _l
from iso_qms.web import HouseForm

WHEN = [InputRequired(_l("Give a time, such as 08:00."))]


class SessionForm(HouseForm):
    """One session of a timetable."""

    day = IntegerField(_l("Day of the visit"), [InputRequired(), NumberRange(1, MOST_DAYS)], default=1)
    starts = TimeField(_l("Begins at"), WHEN)
    ends = TimeField(_l("Ends at"), WHEN)
    about = SelectField(_l("What about"))
    title = StringField(
        _l("In a few words"), [Length(max=200)], description=_l("Opening meeting, files of October, the waiting hall.")
    )
    unit = SelectField(_l("Unit"), coerce=choices.whole_number)
    method = RadioField(_l("Method"), choices=list(METHODS.items()), default="on_site")
    inspectors = Checkboxes(_l("Who of the team"), coerce=choices.whole_number)
    interviewees = Checkboxes(
        _l("Whom to talk to"),
        coerce=choices.whole_number,
        description=_l("Proposed: heads of the units, and whoever the steps of the procedures name as responsible."),
    )
    others = TextAreaField(_l("Others, a line each"))

    def __init__(self, inspection: Inspection, found: list[Proposal], one: VisitSession | None, **more: Any) -> None:
        super().__init__(data=typed(one) if one else {"method": inspection.method}, **more)
        self.about.choices = [
            ("", _("Nothing of the list")),
            *((f"topic:{name}", str(TOPICS[name])) for name in inspection.topics),
            *((f"document:{paper.id}", str(paper)) for paper in inspection.documents),
        ]
        self.unit.choices = choices.units(inspection.units, none=_("The whole visit"))
        self.inspectors.choices = [(member.person_id, member.person.name) for member in inspection.team]
        kept = [(person.id, person.name) for person in one.interviewees] if one else []
        self.interviewees.choices = list({**dict(kept), **{each.seat.person_id: _seat(each) for each in found}}.items())

    def planned(self, inspection: Inspection) -> Planned:
        """What was typed, as the operation takes it."""
        kind, _colon, which = (self.about.data or "").partition(":")
        return Planned(
            day=self.day.data or 1,
            starts=self.starts.data,
            ends=self.ends.data,
            method=self.method.data,
            topic=which if kind == "topic" else "",
            document=next((one for one in inspection.documents if kind == "document" and str(one.id) == which), None),
            unit=next((one for one in inspection.units if one.id == self.unit.data), None),
            title=self.title.data or "",
            inspectors=[one.person for one in inspection.team if one.person_id in self.inspectors.data],
            interviewees=choices.chosen_people(self.interviewees.data or []),
            others=self.others.data or "",
        )


def typed(one: VisitSession) -> dict[str, Any]:
    """What stands in the form for a session."""
    about = f"topic:{one.topic}" if one.topic else f"document:{one.document_id}" if one.document_id else ""
    return {name: getattr(one, name) for name in ("day", "starts", "ends", "title", "method", "others")} | {
        "about": about,
        "unit": one.unit_id or 0,
        "inspectors": [each.id for each in one.inspectors],
        "interviewees": [each.id for each in one.interviewees],
    }


def _seat(one: Proposal) -> str:
    why = f" ({one.why})" if one.tasks else ""
    return f"{one.seat.name}, {one.seat.post}{why}"
