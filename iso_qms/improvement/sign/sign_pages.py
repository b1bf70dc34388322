"""The pages of the signs of formalism. For everybody but the quality team there are none."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, request, url_for
from wtforms import DateField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from iso_qms.clock import today
from iso_qms.i18n import _, _l
from iso_qms.improvement.room import room
from iso_qms.improvement.sign import signs as reading
from iso_qms.organisation.people import Person
from iso_qms.registry import registry
from iso_qms.web import HouseForm, back_to, here, signed_in


class TalkForm(HouseForm):
    """When a talk was held, and what came of it."""

    talked_on = DateField(_l("Talked about on"), [InputRequired(_l("Say on which day."))], default=today)
    note = TextAreaField(
        _l("What came of the talk"),
        [InputRequired(_l("Note in a sentence what came of the talk."))],
        description=_l("For the quality team only. How the work could be made easier says more than who did what."),
    )


@room.route("/signs", needs="improvement.read")
def signs() -> Any:
    """Every sign with its rule, what there is to talk about, and what was talked about."""
    person = _reader()
    return render_template("improvement/signs.html", signs=reading.signs_for(person, today()))


@room.route("/signs/<sign>/<key>", methods=["GET", "POST"], needs="improvement.read")
def sign_talk(sign: str, key: str) -> Any:
    """One case with its rows; noting a talk puts it away until new rows come."""
    person, form = _reader(), TalkForm()
    standing = reading.standing_of(sign, key, person, today()) or abort(404)
    if form.validate_on_submit():
        with form.refusals():
            seen = request.form.getlist("row")
            values = {"talked_on": form.talked_on.data, "note": form.note.data or ""}
            reading.note_talk(sign, key, by=person, seen=seen, **values)
            flash(_("The talk was noted. This comes back only when there is something new."))
            return back_to(url_for(".signs", agency=here().slug))
    return render_template(
        "improvement/sign_talk.html", form=form, one=standing, sign=registry.signs[sign], rule=_rule(sign)
    ), form.status


@room.route("/signs/limits", methods=["GET", "POST"], needs="improvement.read")
def sign_limits() -> Any:
    """The numbers in the rules of the signs."""
    person = _reader()
    form = _limits_form(reading.limits_of(here().id))
    if form.validate_on_submit():
        with form.refusals():
            reading.set_limits(_typed(form), by=person)
            flash(_("The limits were set; the signs are read by them from now on."))
            return back_to(url_for(".signs", agency=here().slug))
    return render_template("improvement/sign_limits.html", form=form, signs=registry.signs), form.status


def _reader() -> Person:
    person = signed_in()
    return person if person.may(reading.RIGHT) else abort(404)


def _rule(name: str) -> str:
    return str(registry.signs[name].rule) % reading.limits_of(here().id)[name]


def _limits_form(held: dict[str, dict[str, int]]) -> Any:
    """A field for each limit of each sign, whichever rooms brought them."""
    fields: dict[str, Any] = {}
    for name, sign in registry.signs.items():
        for limit, one in sign.limits.items():
            words = _("A whole number from %(least)s to %(most)s.", least=one.least, most=one.most)
            rules = [InputRequired(words), NumberRange(one.least, one.most, words)]
            fields[f"{name}-{limit}"] = IntegerField(one.label, rules, default=held[name][limit], description=words)
    return type("LimitsForm", (HouseForm,), fields)()


def _typed(form: Any) -> dict[str, dict[str, int]]:
    return {
        name: {limit: form[f"{name}-{limit}"].data for limit in sign.limits} for name, sign in registry.signs.items()
    }
