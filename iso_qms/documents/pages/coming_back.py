"""The Word file of a draft coming back: first shown, block by block, then taken over in one press or left."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, flash, render_template, request
from itsdangerous import BadSignature, URLSafeSerializer

from iso_qms import blobs
from iso_qms.db import aside, db
from iso_qms.documents.blocks import Told, place_of, rendered, told_once
from iso_qms.documents.comparison.difference import BlockChange, FieldChange, compare
from iso_qms.documents.comparison.merging import Conflict, Known, Side
from iso_qms.documents.comparison.words import compare_texts
from iso_qms.documents.incoming.homecoming import (
    Comeback,
    blocks_in,
    head_changes,
    head_of,
    keep_copy,
    kept_as,
    look_at,
    outcome_of,
    said_by,
    take_over,
)
from iso_qms.documents.incoming.inventory import Inventory
from iso_qms.documents.incoming.remarks import sentence_of
from iso_qms.documents.incoming.word_forms import WordBackForm
from iso_qms.documents.models import Revision
from iso_qms.documents.pages.finding import draft_of, revision_of, to_revision
from iso_qms.documents.pages.reading import notes_on
from iso_qms.documents.pages.revisions import edit_url
from iso_qms.documents.paper import word_of, word_text
from iso_qms.documents.room import room
from iso_qms.i18n import _, ngettext
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.text import clean, slug
from iso_qms.web import attachment_answer, back_to, here, signed_in
from iso_qms.workflow import Refused

SORTS: dict[str, Callable[[int], str]] = {
    "pictures": lambda n: ngettext("%(num)s picture", "%(num)s pictures", n),
    "footnotes": lambda n: ngettext("%(num)s footnote", "%(num)s footnotes", n),
    "endnotes": lambda n: ngettext("%(num)s endnote", "%(num)s endnotes", n),
    "comments": lambda n: ngettext("%(num)s comment", "%(num)s comments", n),
    "boxes": lambda n: ngettext("%(num)s text box", "%(num)s text boxes", n),
    "formulas": lambda n: ngettext("%(num)s formula", "%(num)s formulas", n),
    "objects": lambda n: ngettext("%(num)s embedded object", "%(num)s embedded objects", n),
    "stressed": lambda n: ngettext(
        "bold, italic or underlined words in %(num)s line", "bold, italic or underlined words in %(num)s lines", n
    ),
    "merged": lambda n: ngettext("merged cells in %(num)s table", "merged cells in %(num)s tables", n),
}


@dataclass(frozen=True)
class Side_:
    """One side of a block that both changed: what it says, against what it said when the file was taken."""

    fields: Sequence[FieldChange]
    is_gone: bool


@dataclass(frozen=True)
class Both:
    """A block that the file and somebody on the page changed differently."""

    block_id: int
    place: str
    page: Side_
    file: Side_


@room.route("/<numbered:number>/revisions/<int:revision>/word", needs="documents.read")
def word_file(number: int, revision: int) -> Any:
    """The Word file of a revision. What a draft says now is kept, for the day its file comes back."""
    found = revision_of(number, revision)
    if not signed_in().may(word_text(found).right):
        abort(404)
    if found.state == "draft":
        _keep_copy(found)
    name = f"{slug(found.printed_code) or 'document'}-{slug(found.issue_label) or revision}.docx"
    return attachment_answer(word_of(found), name=name, mimetype=blobs.WORD)


def _keep_copy(revision: Revision) -> None:
    agency_id, number, edits, said = here().id, revision.id, revision.edits, said_by(revision)

    def keep() -> None:
        choose(db.session.get(Agency, agency_id))
        keep_copy(db.session.get_one(Revision, number), edits, said)

    # Quietly: of two people who take the file at once, one keeps the copy for both.
    aside(keep, quietly=True)


@room.route(
    "/<numbered:number>/revisions/<int:revision>/word-back",
    methods=["GET", "POST"],
    needs="documents.write",
    writes=False,
)
def word_back(number: int, revision: int) -> Any:
    """Choose the edited Word file of a draft, and see what was read from it; nothing is written yet."""
    found, form = draft_of(number, revision), WordBackForm()
    if form.validate_on_submit():
        with form.refusals():
            name, data = clean(form.file.data.filename), form.file.data.stream.read()
            return _preview(found, look_at(found, data, name), data, name)
    # What a refusal rolled back is read anew.
    found = draft_of(number, revision)
    return _page(found, form=form), form.status


@room.route("/<numbered:number>/revisions/<int:revision>/word-back/take", methods=["POST"], needs="documents.write")
def take_word_back(number: int, revision: int) -> Any:
    """Take over what was shown; where somebody has meanwhile edited the draft, it is shown anew instead."""
    found = draft_of(number, revision)
    try:
        kept = _signer(found).loads(request.form.get("token", ""))
        data = blobs.read(kept["file"])
        back = Comeback.of_json(json.loads(blobs.read(kept["back"])))
    except (BadSignature, FileNotFoundError):
        raise Refused(_("This file must be chosen anew.")) from None
    if found.edits != kept["edits"]:
        flash(_("Somebody has edited the draft meanwhile. Nothing was taken over yet: look at it again."))
        return _preview(found, back, data, kept["name"])
    choices: dict[int, Side] = {
        one.block_id: "file" if request.form.get(f"choice-{one.block_id}") == "file" else "page"
        for one in outcome_of(found, back).conflicts
    }
    take_over(found, back, data=data, name=kept["name"], by=signed_in(), edits=kept["edits"], choices=choices)
    if found.edits == kept["edits"]:
        flash(_("No word of the draft changed. The file stays with it."))
    else:
        flash(_("The draft now says what its Word file says. The file stays with it."))
    return back_to(to_revision(found))


def _preview(revision: Revision, back: Comeback, data: bytes, name: str) -> Any:
    """What would change, before anything is saved; what was read is kept for the press that takes it over."""
    outcome = outcome_of(revision, back)
    old, new = _told(blocks_in(revision)), _told(outcome.blocks)
    changes = compare(old, new=new, render=rendered)
    kept = {
        "name": name,
        "file": blobs.store(data),
        "back": blobs.store(json.dumps(back.as_json()).encode()),
        "edits": revision.edits,
    }
    coming = head_of(revision) | head_changes(revision, back)
    return _page(
        revision,
        name=name,
        changes=changes,
        about=notes_on(changes),
        tally=_tally(changes),
        head=_head(revision, back),
        mismatches=word_text(revision).check(revision, coming, outcome.blocks),
        both=[_both(one) for one in outcome.conflicts],
        is_known=back.is_known,
        is_worth_keeping=not back.inventory.is_empty,
        kept_already=kept_as(revision, data),
        only_kept=only_kept(back.inventory),
        lines=back.inventory.lines,
        more_lines=back.inventory.more_lines,
        is_tracked=bool(back.inventory.counts.get("tracked")),
        noticed=[sentence_of(code, values) for code, values in back.noticed],
        token=_signer(revision).dumps(kept),
    )


def _page(revision: Revision, **values: Any) -> str:
    return render_template(
        "documents/word_back.html",
        revision=revision,
        document=revision.document,
        texts=lambda block: rendered(block.kind, block.content),
        back=to_revision(revision),
        edit=edit_url(revision),
        to=lambda name: to_revision(revision, name),
        **values,
    )


def only_kept(inventory: Inventory) -> list[str]:
    """What stays only in the kept file, each with its number."""
    return [say(inventory.counts[sort]) for sort, say in SORTS.items() if inventory.counts.get(sort, 0) > 0]


def _told(blocks: Sequence[Known]) -> list[Told]:
    placed = [Told(one.block_id, one.kind, one.content, at) for at, one in enumerate(blocks)]
    return told_once(placed)


def _tally(changes: Sequence[BlockChange[Told]]) -> dict[str, int]:
    kinds = [one.kind for one in changes]
    return {kind: kinds.count(kind) for kind in ("added", "changed", "moved", "removed", "same")}


def _head(revision: Revision, back: Comeback) -> list[FieldChange]:
    labels = {"title": _("Title"), "issue_number": _("Issue number"), "issued_on": _("Date of issue")}
    return [
        FieldChange(labels[name], compare_texts(str(getattr(revision, name) or ""), str(value)))
        for name, value in head_changes(revision, back).items()
    ]


def _both(conflict: Conflict) -> Both:
    base = Told(conflict.block_id, conflict.kind, conflict.base, 0)
    return Both(conflict.block_id, place_of(base), _side(base, conflict.page), _side(base, conflict.file))


def _side(base: Told, content: Any) -> Side_:
    new = [] if content is None else [Told(base.block_id, base.kind, content, 0)]
    (change,) = compare([base], new=new, render=rendered)
    return Side_([one for one in change.fields if one.is_changed], content is None)


def _signer(revision: Revision) -> URLSafeSerializer:
    # Signed, so that nobody has something taken over that this page did not show them of this draft.
    salt = f"word-back-{here().id}-{signed_in().id}-{revision.id}"
    return URLSafeSerializer(current_app.secret_key or "", salt=salt)
