"""A revision's route: who reviews it in which order, who approves it, and whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from iso_qms.clock import as_local, today
from iso_qms.db import db, kept
from iso_qms.documents.models import Review, Revision
from iso_qms.i18n import _, _l
from iso_qms.journal import Acting, say, write
from iso_qms.organisation.heads import owners_of
from iso_qms.organisation.people import Holding, Person, Post, holders_of, holdings_of, one_hand
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.working_days import due_in_working_days
from iso_qms.outbox import tell
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from iso_qms.worktime import UnknownYear

REVIEW_DAYS = 5
"""Working days a reviewer has for an opinion."""

APPROVE_DAYS = 3
"""Working days the approver has once all have agreed."""

say({"revision.routed": _l("named reviewers and approver")})


def name_reviewers(revision: Revision, places: Sequence[tuple[Post, int]], *, approver: Post, by: Person) -> None:
    """Say who reviews, in which order (equal places are side by side), and which post approves."""
    if revision.state != "draft":
        raise WrongState(_("%(revision)s is no draft any more, so its route is fixed.", revision=revision.named))
    if not by.may("documents.write", revision):
        raise Forbidden(_("You may not write documents for %(unit)s.", unit=revision.document.unit.name))
    if not places:
        raise Incomplete(_("Name at least one reviewer."))
    for post, right in [*((post, "documents.review") for post, _place in places), (approver, "documents.approve")]:
        _demand_somebody(revision, post, right)
    for old in revision.reviews_to_come():
        revision.reviews.remove(old)
        db.session.delete(old)
    db.session.flush()
    coming = revision.review_round + 1
    revision.reviews.extend(Review(round=coming, place=place, post=post) for post, place in dict(places).items())
    revision.approver_post = approver
    write(revision, "revision.routed", by=by)


def ask_next(revision: Revision, *, by: Person) -> None:
    """Tell the reviewers whose turn it is; when all have agreed, tell the approver."""
    waiting = [one for one in revision.reviews_of_round() if not one.opinion]
    turn = min((one.place for one in waiting), default=None)
    for review in waiting:
        if review.place == turn and review.due_on is None:
            review.asked_on = today()
            review.due_on = due_in_working_days(today(), days=REVIEW_DAYS, agency_id=revision.agency_id)
            tell(owners_of(review.post, today()), "review_wanted", about=revision, by=by, due=review.due_on)
    if turn is None and revision.approver_post:
        tell(
            owners_of(revision.approver_post, today()),
            "approval_wanted",
            about=revision,
            by=by,
            due=approval_due(revision),
        )


def approval_due(revision: Revision) -> date | None:
    """The day by which an approval is asked: so many working days after the last opinion; None before that."""
    round_ = revision.reviews_of_round()
    given = [as_local(one.given_at).date() for one in round_ if one.given_at]
    if len(given) < len(round_) or not given or revision.state != "in_review":
        return None
    try:
        return due_in_working_days(max(given), days=APPROVE_DAYS, agency_id=revision.agency_id)
    except UnknownYear:
        return None


def reopen(revision: Revision) -> None:
    """After a return the same posts stand ready for the next round."""
    for old in revision.reviews_of_round():
        revision.reviews.append(Review(round=revision.review_round + 1, place=old.place, post=old.post))


def reviewers_of(revision: Revision) -> list[Person]:
    """Who holds the reviewing posts of this round now, each once."""
    found = [holder for one in revision.reviews_of_round() for holder in owners_of(one.post, today())]
    return list({one.id: one for one in found}.values())


def hold(revision: Revision) -> None:
    """Let nobody else act on this revision until the unit ends, and see it as it is now."""
    # Two reviewers who agree at the same moment must not each believe that the other is still to come.
    db.session.execute(select(Revision.id).where(Revision.id == revision.id).with_for_update())
    db.session.refresh(revision, ["state", "edits", "review_round", "content_hash"])
    db.session.expire(revision, ["reviews"])


def posts_with(right: str) -> list[tuple[int, str]]:
    """The posts whose holder has a right today, as choices of a form. Read once per unit of work."""
    read = kept("posts_with")
    if right not in read:
        people = [one.id for one in people_with(right)]
        query = select(Holding).where(
            Holding.person_id.in_(people), Holding.kind == "holder", Holding.is_valid_on(today())
        )
        held = sorted(db.session.scalars(query).unique(), key=lambda one: order_of(one.post))
        named = [(one.post_id, f"{one.post} ({one.person.name})") for one in held]
        read[right] = [(0, _("Choose a post")), *named]
    choices: list[tuple[int, str]] = read[right]
    return choices


def order_of(post: Post) -> tuple[str, bool, str]:
    """Posts stand by unit, its head first."""
    return post.unit.sort, not post.is_head, post.sort


def acting_in(person: Person, post_id: int | None) -> Acting | None:
    """As whom a person acts in a post they hold now, as holder or deputy."""
    held = _holding(person, post_id)
    return Acting(held.post.title, held.post.unit.name, held.capacity) if held else None


def _holding(person: Person, post_id: int | None) -> Holding | None:
    return next((one for one in holdings_of(person, today()) if one.post_id == post_id), None)


def _demand_somebody(revision: Revision, post: Post, right: str) -> None:
    # A post nobody fit holds would leave the revision waiting for good.
    authors = one_hand({one.id for one in revision.contributors}, today(), since=revision.hands_since)
    holders = [one for one in holders_of(post, today()) if one.may(right)]
    if not holders:
        raise Incomplete(_("Nobody in the post %(post)s has the right to do this now.", post=post))
    if all(one.id in authors for one in holders):
        raise Incomplete(_("%(post)s wrote part of this revision, so another post must do this.", post=post))
