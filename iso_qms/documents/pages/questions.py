"""The questions of a draft: one to three, each on a change, with one right choice."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request

from iso_qms.documents.acknowledgement.questioning import (
    MOST_CHOICES,
    Asked,
    changed_blocks,
    questions_of,
    set_questions,
)
from iso_qms.documents.blocks import Told, place_of, rendered
from iso_qms.documents.forms import QuestionsForm
from iso_qms.documents.models import Revision
from iso_qms.documents.pages.finding import revision_of, to_revision
from iso_qms.documents.room import room
from iso_qms.i18n import _
from iso_qms.text import whole_number
from iso_qms.web import back_to, signed_in

SHOWN = 90
"""So many characters of a block tell the author which one it is."""


@room.route("/<numbered:number>/revisions/<int:revision>/questions", methods=["GET", "POST"], needs="documents.write")
def questions(number: int, revision: int) -> Any:
    """What readers are asked before they acknowledge."""
    found = revision_of(number, revision)
    if found.state != "draft":
        return back_to(to_revision(found))
    form = _form(found)
    if form.validate_on_submit():
        with form.refusals():
            set_questions(found, _asked(form), by=signed_in(), edits=_edits(form))
            flash(_("The questions of %(revision)s were kept.", revision=found.named))
            return back_to(to_revision(found))
    found = revision_of(number, revision)
    _offer(form, changed_blocks(found))
    return render_template(
        "documents/questions.html", form=form, revision=found, document=found.document, back=to_revision(found)
    ), form.status


def _form(revision: Revision) -> QuestionsForm:
    if request.method == "POST":
        return QuestionsForm()
    rows = [
        {"block": one.block_id, "text": one.text, "right": one.right_choice}
        | {f"choice_{n}": choice for n, choice in enumerate(one.choices, start=1)}
        for one in questions_of(revision)
    ]
    return QuestionsForm(edits=revision.edits, questions=rows)


def _offer(form: QuestionsForm, changed: list[Told]) -> None:
    choices = [(0, _("Choose a change")), *((one.block_id, _named(one)) for one in changed)]
    for row in form.questions:
        row.form.block.choices = choices
        row.form.right.choices = [(n, str(n)) for n in range(1, MOST_CHOICES + 1)]


def _named(block: Told) -> str:
    words = " · ".join(text for _name, text in rendered(block.kind, block.content) if text)
    return f"{place_of(block)}: {' '.join(words.split())[:SHOWN]}"


def _asked(form: QuestionsForm) -> list[Asked]:
    return [
        Asked(row["block"] or 0, row["text"], _choices(row), row["right"] or 0)
        for row in form.questions.data
        if row["text"]
    ]


def _choices(row: dict[str, Any]) -> tuple[str, ...]:
    given = [row[f"choice_{n}"] or "" for n in range(1, MOST_CHOICES + 1)]
    while given and not given[-1]:
        given.pop()
    return tuple(given)


def _edits(form: QuestionsForm) -> int:
    return whole_number(form.edits.data, -1)
