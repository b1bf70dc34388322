"""Reading a revision against another one: differences, and the reader's word that they have understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import abort, flash, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from iso_qms.blobs import attach
from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.documents.acknowledging import acknowledge as acknowledge_duty
from iso_qms.documents.acknowledging import duty_of, is_owed, last_acknowledged
from iso_qms.documents.blocks import Run, place_of, rendered, runs_of, told_once
from iso_qms.documents.difference import BlockChange, compare
from iso_qms.documents.forms import AcknowledgeForm
from iso_qms.documents.models import Revision
from iso_qms.documents.pages.finding import document_of, revision_of, to_document, to_revision, visible_revisions
from iso_qms.documents.views import room
from iso_qms.documents.word import WORD
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.registry import WordText, registry
from iso_qms.text import slug
from iso_qms.web import attachment_answer, back_to, signed_in
from iso_qms.workflow import Refused


@dataclass(frozen=True)
class Reading:
    """A text to be read: the whole, or what changed since another revision."""

    revision: Revision
    since: Revision | None
    runs: list[Run]
    changes: list[BlockChange[Any]] = field(default_factory=list)
    about: dict[int, dict[str, Any]] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """How many blocks are not the same."""
        return sum(one.kind != "same" for one in self.changes)

    def texts(self, block: Any) -> Sequence[tuple[str, str]]:
        """The named texts of an unchanged block."""
        return rendered(block.kind, block.content)


def reading_of(revision: Revision, person: Person, *, since: Revision | None = None) -> Reading:
    """A revision against the one given, else against the one it changes; the first revision is read whole."""
    old = since or revision.previous()
    runs = runs_of(_blocks(revision))
    if old is None:
        return Reading(revision, None, runs)
    changes = [
        _without_heading(one)
        for one in compare(told_once(_blocks(old)), new=told_once(_blocks(revision)), render=rendered)
    ]
    about = {one.block.block_id: {"place": place_of(one.block)} for one in changes}
    return Reading(revision, old, runs, changes, about)


@room.route("/<numbered:number>/differences", needs="documents.read")
def differences(number: int) -> Any:
    """What differs between any two revisions of a document."""
    document = document_of(number)
    revisions = visible_revisions(document)
    if not revisions:
        abort(404)
    new = _chosen(revisions, "to") or revisions[0]
    old = _chosen(revisions, "from") or new.previous() or new
    return render_template(
        "documents/differences.html",
        document=document,
        revisions=revisions,
        old=old,
        new=new,
        reading=reading_of(new, signed_in(), since=old),
        redline=_redline_url(old, new),
        back=to_document(document),
    )


@room.route("/<numbered:number>/<int:old>/<int:new>/redline", needs="documents.read")
def redline(number: int, old: int, new: int) -> Any:
    """The Word file of a revision, with what changed since another one as tracked changes."""
    before, after = revision_of(number, old), revision_of(number, new)
    text = _word_text(after)
    if text is None:
        abort(404)
    from iso_qms.documents.redline import BadFile  # What reads and writes Word files is slow to import.
    from iso_qms.documents.redline import redline as compare

    try:
        made = compare(text.write(before), text.write(after), author=signed_in().name, at=now())
    except BadFile as failure:
        raise Refused(_("No Word file with these changes can be made. The page shows them.")) from failure
    name = f"{slug(after.document.code) or 'document'}-{slug(before.issue_label)}-{slug(after.issue_label)}.docx"
    return attachment_answer(made.data, name=name, mimetype=WORD)


def _redline_url(old: Revision, new: Revision) -> str:
    """Where the Word redline of two revisions is; empty when there is none to be had."""
    if old.id == new.id or _word_text(new) is None:
        return ""
    return to_document(new.document, "redline", old=old.number, new=new.number)


def _word_text(revision: Revision) -> WordText | None:
    text = registry.word_texts.get(revision.document.kind)
    return text if text and signed_in().may(text.right) else None


@room.route("/<numbered:number>/revisions/<int:revision>/acknowledge", methods=["GET", "POST"], needs="documents.read")
def acknowledge(number: int, revision: int) -> Any:
    """What changed since the revision this person last acknowledged, then their word that they have understood."""
    found, person, form = revision_of(number, revision), signed_in(), AcknowledgeForm()
    duty = duty_of(found, person)
    if duty is None:
        raise Refused(_("%(revision)s was not given to you to acknowledge.", revision=found.named))
    if form.validate_on_submit():
        with form.refusals():
            acknowledge_duty(duty, by=person, remark=form.remark.data or "")
            attach(found, form.files.data, by=person)
            flash(_("Noted: you have understood %(revision)s.", revision=found.named))
            return back_to(to_document(found.document))
    since = last_acknowledged(found.document, person)
    return render_template(
        "documents/acknowledge.html",
        form=form,
        duty=duty,
        owed=is_owed(duty),
        revision=found,
        document=found.document,
        since=since,
        reading=reading_of(found, person, since=since) if since else Reading(found, None, runs_of(found.blocks)),
        in_force_url=to_document(found.document),
        back=to_revision(found),
    ), form.status


def _without_heading(change: BlockChange[Any]) -> BlockChange[Any]:
    # The heading of a section stands beside it already as its place.
    kept = [one for one in change.fields if one.name != _("Heading") or (one.old and one.new and one.is_changed)]
    return replace(change, fields=tuple(kept))


def _blocks(revision: Revision) -> list[Any]:
    query = select(Revision).where(Revision.id == revision.id).options(selectinload(Revision.blocks))
    db.session.scalars(query).unique().one()
    return revision.blocks


def _chosen(revisions: list[Revision], name: str) -> Revision | None:
    wanted = request.args.get(name, 0, type=int)
    return next((one for one in revisions if one.number == wanted), None)
