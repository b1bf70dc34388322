"""Why a move on a revision is not possible yet: the sentence under a dashed button."""

from __future__ import annotations

from iso_qms.documents.models import Revision
from iso_qms.i18n import _


def why_not_yet(revision: Revision, move: str) -> str | None:
    """What is still missing for a move, or None."""
    check = {"submit": _submit, "approve": _approve}.get(move)
    return check(revision) if check else None


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
