"""What reviewers and approvers do: give an opinion, send back, approve."""

from __future__ import annotations

from datetime import date

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.approval.routing import acting_in, ask_next, hold, reopen
from iso_qms.documents.blocks import content_hash
from iso_qms.documents.issue.releasing import set_effective
from iso_qms.documents.models import Approval, Review, Revision
from iso_qms.documents.readiness import open_errors
from iso_qms.i18n import _, _l, speaking
from iso_qms.journal import Acting, say, write
from iso_qms.organisation.heads import owners_of
from iso_qms.organisation.people import Person, one_hand
from iso_qms.outbox import tell
from iso_qms.registry import registry
from iso_qms.workflow import Forbidden, Incomplete, WrongState

say({"review.agreed": _l("agreed"), "review.disagreed": _l("disagreed")})


def give_opinion(review: Review, opinion: str, *, by: Person, remark: str = "") -> None:
    """Agree or disagree with a revision. One disagreement returns the draft and tells those who had agreed."""
    revision = review.revision
    hold(revision)
    db.session.refresh(review)
    _demand_turn(review, by)
    if opinion not in ("agree", "disagree"):
        raise Incomplete(_("Choose whether you agree."))
    if opinion == "disagree" and not remark.strip():
        raise Incomplete(_("Say what must change, so that the author can work on it."))
    acting = acting_in(by, review.post_id)
    review.opinion, review.remark, review.given_at, review.person = opinion, remark.strip(), now(), by
    review.name, review.post_title = by.name, acting.post if acting else review.post.title
    review.content_hash = revision.content_hash
    write(revision, f"review.{opinion}d", by=by, reason=remark.strip(), acting=acting)
    if opinion == "disagree":
        send_back(revision, by=by, note=remark)
    else:
        ask_next(revision, by=by)


def send_back(revision: Revision, *, by: Person, note: str = "") -> None:
    """Return a revision to its authors with a reason; whoever had agreed is told too."""
    agreed = [one.person for one in revision.reviews_of_round() if one.opinion == "agree" and one.person]
    revision.advance("send_back", by=by, note=note, acting=_acting_on(revision, by))
    reopen(revision)
    tell(revision.contributors, "sent_back", about=revision, by=by, reason=note.strip())
    others = [one for one in agreed if one.id != by.id]
    tell(others, "sent_back_after_you_agreed", about=revision, by=by, reason=note.strip())


def approve(revision: Revision, *, by: Person, effective_on: date | None = None, note: str = "") -> None:
    """Approve exactly the text that was reviewed. Without a date it waits for an issue decision.

    While the check finds errors in it, `note` must say why it is approved all the same.
    """
    hold(revision)
    if revision.state == "in_review":
        _demand_approver(revision, by)
    errors = _errors_told(revision)
    if errors and not note.strip():
        raise Incomplete(_("The check finds errors in it. Say why you approve it all the same, or send it back."))
    acting = acting_in(by, revision.approver_post_id) or by.acting("documents.approve", revision)
    revision.advance("approve", by=by, note=note, acting=acting)
    revision.approval = Approval(
        person_id=by.id,
        name=by.name,
        post=acting.post,
        unit=acting.unit,
        capacity=acting.capacity,
        at=now(),
        content_hash=revision.content_hash,
        open_errors=errors,
        despite=note.strip() if errors else "",
    )
    db.session.flush()
    for renew in registry.texts_settled:
        renew(revision)
    if effective_on is not None:
        set_effective(revision, effective_on, by=by)
    tell(revision.contributors, "approved", about=revision, by=by)


def may_give(review: Review, person: Person) -> bool:
    """Whether it is this person's turn to give this opinion."""
    try:
        _demand_turn(review, person)
    except (Forbidden, WrongState):
        return False
    return True


def _errors_told(revision: Revision) -> list[dict[str, str]]:
    """The open errors in Vietnamese, as the paper tells them, for the approval to keep: rules and laws change."""
    with speaking("vi"):
        found = open_errors(revision)
        return [{name: getattr(one, name) for name in ("rule", "heading", "place", "shown")} for one in found]


def _demand_turn(review: Review, by: Person) -> None:
    revision = review.revision
    if revision.state != "in_review" or review.round != revision.review_round:
        raise WrongState(_("This round of review is over."))
    if review.opinion:
        raise WrongState(_("%(name)s has already given this opinion.", name=review.name))
    if by.id not in {one.id for one in owners_of(review.post, today())}:
        raise Forbidden(_("This opinion is asked of %(post)s.", post=review.post))
    if not by.may("documents.review"):
        raise Forbidden(_("You have no right to review documents."))
    if by.id in one_hand({one.id for one in revision.contributors}, today(), since=revision.hands_since):
        raise Forbidden(_("You wrote part of this revision, so somebody else must review and approve it."))
    earlier = [one for one in revision.reviews_of_round() if one.place < review.place and not one.opinion]
    if earlier:
        raise WrongState(_("%(post)s comes before you.", post=earlier[0].post))


def _acting_on(revision: Revision, by: Person) -> Acting | None:
    posts = [*(one.post_id for one in revision.reviews_of_round()), revision.approver_post_id]
    return next(filter(None, (acting_in(by, post) for post in posts)), None)


def _demand_approver(revision: Revision, by: Person) -> None:
    post = revision.approver_post
    if post is None or by.id not in {one.id for one in owners_of(post, today())}:
        raise Forbidden(_("This revision goes to %(post)s for approval.", post=post))
    if any(one.opinion != "agree" for one in revision.reviews_of_round()):
        raise Incomplete(_("Not every reviewer has agreed yet."))
    if content_hash(revision) != revision.content_hash:
        raise WrongState(_("The text is not the one that was submitted. Send it back and look again."))
