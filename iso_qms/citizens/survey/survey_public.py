"""Answering a survey by the link of a slip: once, without an account, and without a trace of who it was."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for

from iso_qms.citizens.public_pages import public_form, spare_the_form_token
from iso_qms.citizens.room import room
from iso_qms.citizens.survey import asking
from iso_qms.citizens.survey.survey_forms import OVERALL_FIELD, answer_form
from iso_qms.citizens.survey.surveys import Survey, slip_of
from iso_qms.clock import today
from iso_qms.web import PUBLIC, here

spare_the_form_token(f"{__name__}.survey")


@room.route("/survey/<token>", methods=["GET", "POST"], needs=PUBLIC)
def survey(token: str) -> Any:
    """The questions of a slip that was not used; one that was says so and nothing more."""
    slip = slip_of(token) or abort(404)
    one = slip.survey
    if slip.is_used or not _runs(one):
        return public_form("citizens/survey.html", one=one, form=None, is_used=slip.is_used)
    form = answer_form(one)
    if form.validate_on_submit():
        with form.refusals():
            if not form.website.data:
                asking.answer(slip, _given(one, form))
            return redirect(url_for(".survey", agency=here().slug, token=token, lang=request.args.get("lang")), 303)
    return public_form("citizens/survey.html", form.status, one=one, form=form, is_used=False)


def _given(one: Survey, form: Any) -> asking.Given:
    typed = {key: form[key].data for key, _words in one.questions}
    return asking.Given({key: int(value) for key, value in typed.items() if value}, int(form[OVERALL_FIELD].data))


def _runs(one: Survey) -> bool:
    return one.state == "open" and one.first_on <= today() <= one.last_on
