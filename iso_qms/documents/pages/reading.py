"""Reading a revision against another one: what differs, and what of it concerns a reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import abort, render_template, request
from sqlalchemy import inspect, select
from sqlalchemy.orm import selectinload

from iso_qms.blobs import WORD
from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.documents.blocks import Run, kind_of, place_of, rendered, runs_of, told_once
from iso_qms.documents.comparison.difference import BlockChange, compare
from iso_qms.documents.comparison.tables import compare_parts
from iso_qms.documents.comparison.telling import Stretch, tell, whereabouts
from iso_qms.documents.models import Revision
from iso_qms.documents.pages.finding import document_of, revision_of, to_document, visible_revisions
from iso_qms.documents.paper import word_of, word_text
from iso_qms.documents.room import room
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.text import slug
from iso_qms.web import attachment_answer, signed_in
from iso_qms.workflow import Refused

SPOT = 40
"""How many letters of a block tell which one it is."""


@dataclass(frozen=True)
class Reading:
    """A text to be read: the whole, or what changed since another revision."""

    revision: Revision
    since: Revision | None
    runs: list[Run]
    changes: list[BlockChange[Any]] = field(default_factory=list)
    about: dict[int, dict[str, Any]] = field(default_factory=dict)

    folded: list[BlockChange[Any]] = field(default_factory=list)
    """Changes that are not the reader's own part: they stand after the others, folded."""

    @property
    def all_changes(self) -> list[BlockChange[Any]]:
        """Every change in the order it stands on the page."""
        return self.changes + self.folded

    def anchor_of(self, block_id: int) -> str:
        """Where on the page a block stands, as the end of an address."""
        changed = [one.block.block_id for one in self.all_changes if one.kind != "same"]
        return f"#c{changed.index(block_id) + 1}" if block_id in changed else "#text"

    @property
    def changed(self) -> int:
        """How many blocks are not the same."""
        return sum(one.kind != "same" for one in self.all_changes)

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
    return Reading(revision, old, runs, changes, notes_on(changes))


def notes_on(changes: Sequence[BlockChange[Any]]) -> dict[int, dict[str, Any]]:
    """What a page says beside each block: which one it is, how it begins, and where it stood and stands if it moved."""
    moved = whereabouts(changes, _spot)
    return {
        one.block.block_id: {"place": place_of(one.block), "begins": _begins(one), **moved.get(one.block.block_id, {})}
        for one in changes
    }


def _begins(change: BlockChange[Any]) -> str:
    """How a changed block begins that has no name of its own; empty for any other."""
    spot = _spot(change.block) if change.kind != "same" else ""
    return spot if spot != place_of(change.block) else ""


def _spot(block: Any) -> str:
    """Which block it is; one of a kind whose blocks have no names of their own, by how it begins."""
    texts = [text for _name, text in rendered(block.kind, block.content) if text]
    if ((kind := kind_of(block.kind)).place and kind.place(block.content)) or not texts:
        return place_of(block)
    words = " ".join(texts[0].split())
    return f"“{words if len(words) <= SPOT else words[: SPOT - 1].rstrip() + '…'}”"


@room.app_template_global()
def told(changes: Sequence[BlockChange[Any]], first: int = 0) -> list[Stretch]:
    """The stretches in which a page tells changes, counted from `first`."""
    return tell(changes, is_row=lambda kind: kind_of(kind).is_row, render=rendered, first=first)


room.add_app_template_global(compare_parts, "compare_parts")


def for_reader(reading: Reading, mine: set[int]) -> Reading:
    """The same reading with the reader's own blocks first and marked; other changes folded, if any are their own."""
    about = {number: note | {"mine": number in mine} for number, note in reading.about.items()}
    changed = {one.block.block_id for one in reading.changes if one.kind != "same"}
    if not changed & mine or not changed - mine:
        return replace(reading, about=about)
    own = [one for one in reading.changes if one.block.block_id in mine and one.kind != "same"]
    others = [one for one in reading.changes if one.block.block_id not in mine or one.kind == "same"]
    return replace(reading, about=about, changes=own, folded=others)


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
    if not _may_have_word(after):
        abort(404)
    from iso_qms.documents.redline import BadFile  # What reads and writes Word files is slow to import.
    from iso_qms.documents.redline import redline as compare

    try:
        made = compare(word_of(before), word_of(after), author=signed_in().name, at=now())
    except BadFile as failure:
        raise Refused(_("No Word file with these changes can be made. The page shows them.")) from failure
    name = f"{slug(after.document.code) or 'document'}-{slug(before.issue_label)}-{slug(after.issue_label)}.docx"
    return attachment_answer(made.data, name=name, mimetype=WORD)


def _redline_url(old: Revision, new: Revision) -> str:
    """Where the Word redline of two revisions is; empty when there is none to be had."""
    if old.id == new.id or not _may_have_word(new):
        return ""
    return to_document(new.document, "redline", old=old.number, new=new.number)


def _may_have_word(revision: Revision) -> bool:
    return signed_in().may(word_text(revision).right)


def _without_heading(change: BlockChange[Any]) -> BlockChange[Any]:
    # The heading of a section stands beside it already as its place.
    kept = [one for one in change.fields if one.name != _("Heading") or (one.old and one.new and one.is_changed)]
    return replace(change, fields=tuple(kept))


def _blocks(revision: Revision) -> list[Any]:
    if "blocks" in inspect(revision).unloaded:
        query = select(Revision).where(Revision.id == revision.id).options(selectinload(Revision.blocks))
        db.session.scalars(query).unique().one()
    return revision.blocks


def _chosen(revisions: list[Revision], name: str) -> Revision | None:
    wanted = request.args.get(name, 0, type=int)
    return next((one for one in revisions if one.number == wanted), None)
