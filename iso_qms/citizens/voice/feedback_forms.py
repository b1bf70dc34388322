"""What may be typed about feedback, by staff and by citizens, and about the opening of a box."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import select
from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from iso_qms.citizens.models import shown_here
from iso_qms.citizens.voice.answering import LONGEST, USUAL_DAYS
from iso_qms.citizens.voice.box_openings import openings
from iso_qms.citizens.voice.feedback import CHANNELS, HARD_STOP, LEAVING, Feedback
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document, Revision, in_force_on
from iso_qms.i18n import _, _l, ngettext
from iso_qms.improvement.models import Nonconformity
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import named_units
from iso_qms.web import HouseForm

NOBODY = "0"
MOST_OPENINGS, MOST_EXISTING = 12, 50


class TakeInForm(HouseForm):
    """Feedback that somebody told, wrote or put into a box."""

    channel = SelectField(_l("Channel"), choices=[(name, label) for name, label in CHANNELS.items() if name != "form"])
    received_on = DateField(_l("On which day it came in"), [InputRequired(_l("Choose a day."))])
    text = TextAreaField(
        _l("What was said"),
        [InputRequired(_l("Write what it is about.")), Length(max=LONGEST)],
        description=_l(
            "Do not copy a legal complaint (khiếu nại) or a denunciation (tố cáo) here: write “letter handed to …” and "
            "hand the paper over."
        ),
    )
    unit = SelectField(_l("Unit it tells of"), coerce=str)
    document = SelectField(_l("Procedure"), coerce=str)
    dossier_code = StringField(_l("Code of the dossier"), [Length(max=80)])
    contact = StringField(
        _l("How to reach the citizen"),
        [Length(max=200)],
        description=_l("Only where an answer is wanted. The quality team and whoever answers see it."),
    )
    is_conduct = BooleanField(
        _l("It tells of the conduct of a person"),
        description=_l("Then only the quality team and the head of the unit read it."),
    )
    opening = SelectField(_l("From which opening of a box"), coerce=str)
    once = HiddenField()
    """A mark of this sheet: the same words sent with it again, by a second press or after a lost answer, are no second
    feedback."""

    def offer(self) -> TakeInForm:
        """Fill in what may be chosen."""
        self.unit.choices, self.document.choices = units(_("not said")), procedures(_("not said"))
        found = db.session.scalars(openings().limit(MOST_OPENINGS)).all()
        self.opening.choices = [(NOBODY, _("none")), *((str(one.id), str(one)) for one in found)]
        self.contact.description = f"{self.contact.description} {_erased_after()}"
        self.once.data = self.once.data or secrets.token_urlsafe(12)
        return self


class OpenForm(HouseForm):
    """The base of a form that acts for nobody who is signed in: it needs no token, and so no cookie."""

    class Meta(HouseForm.Meta):
        csrf = False


class TellForm(OpenForm):
    """Feedback that a citizen types."""

    text = TextAreaField(
        _l("What do you want to tell us?"),
        [InputRequired(_l("Write what it is about.")), Length(max=LONGEST)],
        description=_l("What happened, when, at which desk. You need not name anybody."),
    )
    unit = SelectField(_l("Which unit is it about?"), coerce=str)
    dossier_code = StringField(_l("Code of your dossier"), [Length(max=80)])
    contact = StringField(
        _l("Telephone or e-mail"),
        [Length(max=200)],
        description=_l("Only if you want to be rung or written to."),
    )
    is_conduct = BooleanField(
        _l("It is about how somebody behaved"), description=_l("Then only few people of the agency read it.")
    )
    website = StringField(_l("Leave this empty"), [Length(max=200)])
    """People do not see this field; programs that fill in every form do."""
    once = HiddenField()
    """A mark of this sheet, as of one that staff fill in."""

    def offer(self) -> TellForm:
        """Fill in what may be chosen, and say how long is kept what is."""
        self.unit.choices = units(_("I do not know"))
        self.contact.description = f"{self.contact.description} {_erased_after()}"
        self.once.data = self.once.data or secrets.token_urlsafe(12)
        return self


class FindToldForm(OpenForm):
    """The code of what was sent, as somebody copied it down."""

    code = StringField(
        _l("Your code"),
        [InputRequired(_l("Type the code of your feedback.")), Length(max=400)],
        description=_l("14 letters and digits, or the whole address. Capitals, spaces and dashes do not matter."),
    )


class AssignForm(HouseForm):
    """Which unit answers, until when."""

    unit = SelectField(
        _l("Unit that answers"),
        coerce=str,
        description=_l("Where it tells of the head of a unit, choose the unit above."),
    )
    days = IntegerField(
        _l("Working days to answer"), [InputRequired(_l("Give a term in working days."))], default=USUAL_DAYS
    )
    is_conduct = BooleanField(
        _l("It tells of the conduct of a person"),
        description=_l("Then only the quality team and the head of the unit read it."),
    )

    def validate_unit(self, field: SelectField) -> None:
        """Somebody answers."""
        if field.data == NOBODY:
            raise ValidationError(_("Choose the unit that answers."))


class PassOnForm(HouseForm):
    """Why it leaves, and where to."""

    leaving = SelectField(
        _l("Kind of what was sent"),
        [InputRequired(_l("Choose what it is: what happens to its words depends on it."))],
        choices=[("", _l("Choose")), *LEAVING.items()],
    )
    to = StringField(
        _l("Body it is passed on to"),
        [InputRequired(_l("Name the body it is passed on to, by its office and not by a person.")), Length(max=200)],
    )
    erases = BooleanField(
        _l("I know that its words are erased at once"),
        description=_l("For a legal complaint or a denunciation: hand the paper over first, or copy it elsewhere."),
    )

    def validate_erases(self, field: BooleanField) -> None:
        """What cannot be undone is said twice."""
        if self.leaving.data in HARD_STOP and not field.data:
            raise ValidationError(_("Tick that its words are erased at once, or choose another kind."))


class AnswerForm(HouseForm):
    """The answer of the head."""

    text = TextAreaField(
        _l("Answer"),
        [InputRequired(_l("Write the answer.")), Length(max=LONGEST)],
        description=_l("The citizen may read it: name no person."),
    )


class SendBackForm(HouseForm):
    """Why the answer does not answer."""

    note = StringField(
        _l("Why"),
        [InputRequired(_l("Give a reason: it stands in the history.")), Length(max=500)],
        description=_l("It stands there for good: say what the answer lacks, and no word of the matter itself."),
    )


class CloseForm(HouseForm):
    """Whether it was well-founded, and which nonconformity it belongs to."""

    founded = SelectField(
        _l("Was it well-founded?"),
        [InputRequired(_l("Say whether it was well-founded."))],
        choices=[("", _l("Choose")), ("yes", _l("Yes, or in part")), ("no", _l("No"))],
    )
    nonconformity = SelectField(
        _l("Nonconformity, where it was"),
        coerce=str,
        description=_l("Several people may tell of the same: it is counted once."),
    )
    title = StringField(
        _l("What does not meet the requirement, in one line"),
        [Length(max=300)],
        description=_l("For a new one. In your own words and without a name: more people read it than this feedback."),
    )

    def offer(self, one: Feedback, person: Person) -> CloseForm:
        """The open nonconformities of the unit that citizens brought, as far as this person may see them."""
        mine = Nonconformity.unit_id == one.unit_id, Nonconformity.source_kind == "complaint"
        alive = Nonconformity.ended_on.is_(None), Nonconformity.restricted.is_(one.is_conduct)
        query = Nonconformity.visible_to(person).where(*mine, *alive).order_by(Nonconformity.id.desc())
        found = db.session.scalars(query.limit(MOST_EXISTING)).unique()
        self.nonconformity.choices = [(NOBODY, _("A new one")), *((str(each.id), str(each)) for each in found)]
        return self


class OpeningForm(HouseForm):
    """The minutes of an opening."""

    opened_on = DateField(_l("Opened on"), [InputRequired(_l("Choose a day."))])
    place = StringField(_l("Where the box hangs"), [InputRequired(_l("Say where the box hangs.")), Length(max=200)])
    letters = IntegerField(_l("Letters inside"), [InputRequired(_l("Count the letters; none is 0."))])
    witness = SelectField(_l("Who else was there"), coerce=str, description=_l("They confirm it on their desk."))
    note = TextAreaField(_l("Remarks"), [Length(max=1000)])

    def offer(self, person: Person) -> OpeningForm:
        """Everybody who can confirm it."""
        others = Person.visible_to(person).where(
            Person.locked_at.is_(None), Person.login.is_not(None), Person.id != person.id
        )
        found = db.session.scalars(others.order_by(Person.sort, Person.id)).unique()
        self.witness.choices = [(NOBODY, _("Choose")), *((str(one.id), one.name) for one in found)]
        return self


def _erased_after() -> str:
    days = shown_here().contact_days
    return ngettext(
        "It is erased %(num)s day after the matter has ended.",
        "It is erased %(num)s days after the matter has ended.",
        days,
    )


def units(nothing: Any) -> list[tuple[str, Any]]:
    """The units there are, after the words for none."""
    return [(NOBODY, nothing), *((str(one.id), one.name) for one in named_units(today()))]


def procedures(nothing: Any) -> list[tuple[str, Any]]:
    """The procedures in force, after the words for none."""
    query = select(Document.id, Document.code, Document.title).join(Revision, Revision.document_id == Document.id)
    query = query.where(Document.kind == "procedure", in_force_on(today())).order_by(Document.code_sort, Document.id)
    return [(NOBODY, nothing), *((str(one), f"{code} {title}") for one, code, title in db.session.execute(query))]


def chosen(model: Any, typed: Any) -> Any:
    """The thing of the number chosen; None where none was."""
    return None if typed in (None, "", NOBODY) else db.session.get(model, int(typed))
