"""What authors do: register a document, start a revision, write, submit, take back, discard."""

from __future__ import annotations

from typing import Any

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.approval import routing
from iso_qms.documents.blocks import content_hash, copy_blocks
from iso_qms.documents.code import codes, recoding
from iso_qms.documents.indexing import index_document, rename
from iso_qms.documents.models import KINDS, Document, Revision
from iso_qms.documents.readiness import why_not_yet
from iso_qms.documents.request import change_requests
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.units import Unit
from iso_qms.outbox import tell
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

say(
    {
        "document.registered": _l("registered the document"),
        "document.changed": _l("changed the register entry"),
        "document.distributed": _l("changed the distribution"),
        "revision.started": _l("started the revision"),
        "revision.imported": _l("read the revision from a Word file"),
        "revision.edited": _l("edited the text"),
    }
)


def register_document(
    kind: str, *, code: str, title: str, unit: Unit, by: Person, owner_post: Post | None = None, issuer: str = ""
) -> Document:
    """Enter a document in the master list; its text comes with its first revision."""
    if kind not in KINDS:
        raise Incomplete(_("Choose a kind of document."))
    demand_author(by, unit)
    codes.demand_allowed(code, kind=kind, agency_id=by.agency_id, unit=unit)
    document = Document(agency_id=by.agency_id, kind=kind, unit=unit, owner_post=owner_post, issuer=issuer)
    rename(document, code=code, title=title)
    db.session.add(document)
    write(document, "document.registered", by=by)
    index_document(document)
    return document


def change_document(
    document: Document,
    *,
    by: Person,
    code: str,
    title: str,
    unit: Unit,
    owner_post: Post | None = None,
    issuer: str = "",
) -> None:
    """Correct the register entry; revisions already printed keep their own title and code, and that one stays known."""
    demand_author(by, document.unit)
    demand_author(by, unit)
    was, before = document.code, document.unit
    if codes.key_of(code) != document.code_sort:
        codes.demand_allowed(code, kind=document.kind, agency_id=by.agency_id, unit=unit, but=document)
    rename(document, code=code, title=title)
    document.unit, document.owner_post, document.issuer = unit, owner_post, issuer
    if document.code != was and recoding.was_used(document, was):
        recoding.keep_former(document, was, before, on=today())
        rename(document, code=code, title=title)
    write(document, "document.changed", by=by)
    index_document(document)


def start_revision(document: Document, *, by: Person, change_summary: str = "", change_basis: str = "") -> Revision:
    """Begin the next revision with the text in force; a document has one draft at a time."""
    demand_author(by, document.unit)
    open_one = document.draft()
    if open_one is not None and open_one.state in ("draft", "in_review"):
        raise WrongState(
            _("%(revision)s is still being worked on. Finish or discard it first.", revision=open_one.named)
        )
    newest = document.revisions[-1] if document.revisions else None
    base = next((one for one in reversed(document.revisions) if one.state != "discarded"), None)
    revision = Revision(
        agency_id=document.agency_id,
        document=document,
        number=newest.number + 1 if newest else 1,
        issue_number=base.issue_number + 1 if base else 1,
        title=document.title,
        change_summary=clean(change_summary).strip(),
        change_basis=clean(change_basis).strip(),
        created_at=now(),
        edited_at=now(),
    )
    db.session.add(revision)
    revision.contributors.append(by)
    if base is not None:
        copy_blocks(base, revision)
        revision.approver_post_id = base.approver_post_id
    write(revision, "revision.started", by=by)
    return revision


def demand_fresh(revision: Revision, edits: int) -> None:
    """Refuse to overwrite what somebody else has written since the page was opened."""
    routing.hold(revision)
    if revision.edits != edits:
        raise WrongState(
            _(
                "Somebody else has edited this draft since you opened it. Your words are kept below: "
                "reload the draft and put them in again."
            )
        )


def edited(revision: Revision, *, by: Person, verb: str = "revision.edited") -> None:
    """Note that a person has edited a draft: from now on they are one of its contributors. `verb` tells how."""
    if revision.state != "draft":
        raise WrongState(_("%(revision)s is no draft any more, so its text is locked.", revision=revision.named))
    demand_author(by, revision.document.unit)
    if by not in revision.contributors:
        revision.contributors.append(by)
    revision.edits += 1
    revision.edited_at = now()
    write(revision, verb, by=by)


def edit_head(revision: Revision, *, by: Person, **values: Any) -> None:
    """Change title, issue number, summary or basis of change, or the date of issue."""
    for name, value in values.items():
        setattr(revision, name, clean(value).strip() if isinstance(value, str) else value)
    if not revision.title:
        raise Incomplete(_("A revision has a title."))
    edited(revision, by=by)


def submit(revision: Revision, *, by: Person, note: str = "") -> None:
    """Hand a draft to its reviewers. From now on its text is locked."""
    if revision.state == "draft":
        _seal(revision)
    revision.advance("submit", by=by, note=note)
    routing.ask_next(revision, by=by)


def _seal(revision: Revision) -> None:
    # Before the move, because from the move on the head of the revision is frozen.
    if missing := why_not_yet(revision, "submit"):
        raise Incomplete(missing)
    revision.code = revision.document.code
    revision.content_hash = content_hash(revision)
    revision.review_round += 1


def take_back(revision: Revision, *, by: Person, note: str = "") -> None:
    """The authors take their revision back from review to go on writing."""
    asked = routing.reviewers_of(revision)
    revision.advance("take_back", by=by, note=note)
    routing.reopen(revision)
    tell(asked, "review_off", about=revision, by=by, reason=note.strip())


def discard(revision: Revision, *, by: Person, note: str = "") -> None:
    """Put a draft aside for good; what it was to answer waits for another one."""
    revision.advance("discard", by=by, note=note)
    change_requests.let_go(revision, by=by)


def demand_author(by: Person, unit: Unit) -> None:
    """Refuse whoever may not write documents for a unit."""
    if not by.may("documents.write", unit):
        raise Forbidden(_("You may not write documents for %(unit)s.", unit=unit.name))
