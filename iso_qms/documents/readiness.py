"""Why a move on a revision is not possible yet: the sentence under a dashed button; and what it is warned of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document, Revision, is_read_on
from iso_qms.i18n import _
from iso_qms.registry import Mismatch, registry

ON_THE_WAY = ("draft", "in_review", "approved")
"""States in which there is still time to say who a document is given to."""


def why_not_yet(revision: Revision, move: str) -> str | None:
    """What is still missing for a move, or None."""
    check = {"submit": _submit, "approve": _approve}.get(move)
    return check(revision) if check else None


def why_not_worked_by(revision: Revision, otherwise: str) -> str | None:
    """Why nobody works by a revision today, or None: it is suspended, or else what the caller says."""
    if (stop := revision.suspension_on(today())) is not None and revision.stands_on(today()):
        return _(
            "%(revision)s is suspended since %(day)s: nobody works by it until it applies again.",
            revision=revision.named,
            day=f"{stop.valid_from:%d/%m/%Y}",
        )
    return None if revision.state == "in_force" else otherwise


def unread_among(revisions: Iterable[Revision]) -> list[Document]:
    """The documents of those revisions not yet in force that nobody is to read. A warning: it stops no move."""
    coming = [one.document_id for one in revisions if one.state in ON_THE_WAY]
    if not coming:
        return []
    query = select(Document).where(Document.id.in_(coming), ~is_read_on(today()))
    return list(db.session.scalars(query.order_by(Document.code_sort, Document.id)).unique())


def mismatches_in(revision: Revision) -> Sequence[Mismatch]:
    """What in a draft or a revision in review does not agree; what is approved has been judged."""
    check = registry.checks.get(revision.document.kind)
    return check(revision) if check and revision.state in ("draft", "in_review") else []


def open_errors(revision: Revision) -> list[Mismatch]:
    """The errors that stand between a revision and its approval."""
    return [one for one in mismatches_in(revision) if one.is_error]


def _submit(revision: Revision) -> str | None:
    if not revision.blocks:
        return _("It has no text yet.")
    if not revision.reviews_to_come() or not revision.approver_post_id:
        return _("Name reviewers and an approver first.")
    if revision.previous() is not None and not revision.change_summary.strip():
        return _("Say in a sentence what changes: it stands in the amendment table.")
    return None


def _approve(revision: Revision) -> str | None:
    round_ = revision.reviews_of_round()
    waiting = [one for one in round_ if not one.opinion]
    if waiting:
        agreed = len(round_) - len(waiting)
        return _(
            "%(agreed)s of %(all)s reviewers have agreed; %(post)s has not answered yet.",
            agreed=agreed,
            all=len(round_),
            post=waiting[0].post,
        )
    return None
