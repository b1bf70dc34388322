"""The reader's page: what changed for them, the questions on it, and their word; or why they cannot apply it."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request

from iso_qms.blobs import attach, files_of
from iso_qms.clock import today
from iso_qms.documents.acknowledgement import questioning
from iso_qms.documents.acknowledgement.acknowledging import acknowledge as acknowledge_duty
from iso_qms.documents.acknowledgement.acknowledging import (
    duty_of,
    is_owed,
    last_acknowledged,
    still_waiting,
    why_not_asked,
)
from iso_qms.documents.acknowledgement.concerning import blocks_of
from iso_qms.documents.acknowledgement.objecting import answer_objection, may_answer, object_to, objections_of
from iso_qms.documents.acknowledgement.quick_signs import note_opened
from iso_qms.documents.blocks import runs_of
from iso_qms.documents.forms import AcknowledgeForm, AnswerForm
from iso_qms.documents.models import Acknowledgement, Objection, ReadingQuestion, Revision
from iso_qms.documents.pages.finding import revision_of, to_document, to_revision
from iso_qms.documents.pages.reading import Reading, for_reader, reading_of
from iso_qms.documents.room import room
from iso_qms.i18n import _
from iso_qms.text import whole_number
from iso_qms.web import back_to, find, signed_in
from iso_qms.workflow import Refused

AT = "/<numbered:number>/revisions/<int:revision>"


@room.route(f"{AT}/acknowledge", methods=["GET", "POST"], needs="documents.read")
def acknowledge(number: int, revision: int) -> Any:
    """What changed since the revision this person last acknowledged, then their word that they have understood."""
    found, form = revision_of(number, revision), AcknowledgeForm()
    duty = duty_of(found, signed_in())
    if duty is None:
        raise Refused(why_not_asked(found, signed_in()))
    if request.method == "GET":
        note_opened(duty)
    if form.validate_on_submit():
        with form.refusals():
            answered = _said(found, duty, form)
            if answered is not None:
                return answered
    return _page(found, duty, form), form.status


@room.route("/objections/<int:number>", methods=["GET", "POST"], needs="documents.read")
def objection(number: int) -> Any:
    """What a reader cannot apply, for the owner to answer."""
    one, person, form = find(Objection, number), signed_in(), AnswerForm()
    if form.validate_on_submit():
        with form.refusals():
            answer_objection(one, by=person, text=form.answer.data or "")
            attach(one, form.files.data, by=person)
            flash(_("%(name)s was told your answer.", name=one.duty.person.name))
            return back_to(to_revision(one.revision))
    one = find(Objection, number)
    return render_template(
        "documents/objection.html",
        form=form,
        objection=one,
        revision=one.revision,
        document=one.revision.document,
        files=files_of(one),
        may_answer=one.answered_at is None and may_answer(one, person),
        back=to_revision(one.revision),
        to_revision=to_revision,
    ), form.status


def _said(revision: Revision, duty: Acknowledgement, form: AcknowledgeForm) -> Any:
    """What the reader said is done; None when it was refused or answers are wrong, which are noted all the same."""
    person = signed_in()
    if request.form.get("outcome") == "cannot":
        with form.refusals(at=form.because):
            attach(object_to(duty, by=person, because=form.because.data or ""), form.files.data, by=person)
            flash(_("The owner was asked. Your duty to acknowledge stays open until then."))
        if form.because.errors:
            return None
    else:
        if duty.acknowledged_at is None and is_owed(duty) and questioning.answer(duty, _given(), by=person):
            form.form_errors.append(
                _("Not every question is answered rightly yet: look again at the change it is about.")
            )
            return None
        acknowledge_duty(duty, by=person, remark=form.remark.data or "")
        attach(duty, form.files.data, by=person)
        flash(_("Noted: you have understood %(revision)s.", revision=revision.named))
        if still_waiting(person):
            # The page names what is next: whoever has five to read need not look each up on the desk.
            return back_to(to_revision(revision, "acknowledge"))
    return back_to(to_document(revision.document))


def _page(found: Revision, duty: Acknowledgement, form: AcknowledgeForm) -> str:
    person = signed_in()
    since = last_acknowledged(found.document, person)
    mine = blocks_of(found, duty.post)
    whole = reading_of(found, person, since=since) if since else Reading(found, None, runs_of(found.blocks))
    reading = for_reader(whole, mine)
    owed = is_owed(duty)
    newer = found.document.revision_on(today())
    return render_template(
        "documents/acknowledge.html",
        form=form,
        duty=duty,
        owed=owed,
        waiting=[] if owed else [one for one in still_waiting(person) if one.id != duty.id],
        is_late=owed and duty.due_on < today(),
        suspension=found.suspension_on(today()) if found.stands_on(today()) else None,
        revision=found,
        document=found.document,
        since=since,
        reading=reading,
        questions=_shown(duty, reading) if owed else [],
        objections=objections_of(duty),
        newer=newer if newer is not None and newer.number > found.number else None,
        in_force_url=to_document(found.document),
        back=to_revision(found),
        to_revision=to_revision,
    )


def _given() -> dict[int, int]:
    """What was chosen, by the number of the question."""
    found = {}
    for name, value in request.form.items():
        head, _dash, number = name.partition("-")
        if head == "question":
            found[whole_number(number, 0)] = whole_number(value, -1)
    return found


def _shown(duty: Acknowledgement, reading: Reading) -> list[dict[str, Any]]:
    given = _given()
    asked = bool(request.method == "POST" and request.form.get("outcome") != "cannot")
    return [_question(one, duty, reading, given, asked) for one in questioning.questions_of(duty.revision)]


def _question(
    one: ReadingQuestion, duty: Acknowledgement, reading: Reading, given: dict[int, int], asked: bool
) -> dict[str, Any]:
    is_right = bool(duty.answers.get(str(one.id), {}).get("right"))
    return {
        "asked": one,
        "chosen": one.right_choice if is_right else given.get(one.id),
        "right": is_right,
        "missing": asked and not is_right and one.id not in given,
        "wrong": asked and not is_right and one.id in given,
        "url": reading.anchor_of(one.block_id),
        "place": reading.about.get(one.block_id, {}).get("place", ""),
    }
