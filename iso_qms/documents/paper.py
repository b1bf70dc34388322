"""What the Word file of a revision says: who signed, what each issue changed, and from when it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from iso_qms.clock import as_local, today
from iso_qms.db import db
from iso_qms.documents import qr
from iso_qms.documents.models import KINDS, Revision
from iso_qms.documents.reading.found import found_in
from iso_qms.documents.word import Amendment, Paper, Signer, write
from iso_qms.documents.word.marks import Origin
from iso_qms.i18n import speaking
from iso_qms.layouts.operations import filled
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.people import Person, Post, holders_of, main_holding
from iso_qms.registry import WordText, registry

WRITES, REVIEWS, APPROVES = "Soạn thảo", "Xem xét", "Phê duyệt"


def word_of(revision: Revision) -> bytes:
    """The Word file (.docx) of a revision."""
    return file_of(revision, word_text(revision).paper_of(revision))


def file_of(revision: Revision, paper: Any) -> bytes:
    """The Word file of a paper of a revision, in the agency's own layout where it has one."""
    text = word_text(revision)
    return text.write(paper, lambda values: filled(text.layout, lambda: values))


def word_text(revision: Revision) -> WordText:
    """How the Word file of a revision is written and read."""
    return registry.word_texts[revision.document.kind]


def facts_of(revision: Revision) -> dict[str, Any]:
    """What the front of every Word file says; what is not decided yet is left to be filled in.

    Its blocks are marked with hidden bookmarks, by which they are known when the file comes back.
    """
    agency = db.session.get_one(Agency, revision.agency_id)
    has_code = qr.has_code(revision)
    return {
        "agency": agency.name,
        "superior": agency.superior,
        "code": revision.printed_code,
        "title": revision.title,
        "issue": revision.issue_label,
        "issued_on": revision.issue_day,
        "effective_on": revision.valid_from,
        "signers": list(_signers(revision)),
        "amendments": list(_amendments(revision)),
        "blocks": list(revision.blocks),
        "origin": Origin(revision.document_id, revision.number, revision.edits),
        "check_picture": qr.picture(revision) if has_code else b"",
        "check_address": qr.address_of(revision) if has_code else "",
    }


def issued_then(revision_day: date | None, head: Mapping[str, Any]) -> date | None:
    """The day of issue a head of a draft prints: its own, else the one the revision has by its approval."""
    return date.fromisoformat(head["issued_on"]) if head["issued_on"] else revision_day


def _paper_of(revision: Revision) -> Paper:
    with speaking("vi"):
        kind = str(KINDS[revision.document.kind]).upper()
    return Paper(kind=kind, **facts_of(revision))


def _at(paper: Paper, head: Mapping[str, Any], blocks: Sequence[Any]) -> Paper:
    return replace(paper, title=head["title"], blocks=blocks, issued_on=issued_then(paper.issued_on, head))


def _signers(revision: Revision) -> Iterator[Signer]:
    """The people of this revision; for a draft from a Word file that nobody is asked to review yet, those it names."""
    reviews = [one for one in revision.reviews if one.round == max(one.round for one in revision.reviews)]
    if not reviews and revision.approval is None and revision.read_from.get("signatures"):
        for one in revision.read_from["signatures"]:
            yield Signer(one["role"], one["name"] or "", one["position"] or "")
        return
    for person in revision.contributors:
        yield Signer(WRITES, person.name, _post_of(person))
    for review in reviews:
        signed = f"đã đồng ý trên hệ thống\n{as_local(review.given_at):%d/%m/%Y %H:%M}" if review.given_at else ""
        yield Signer(REVIEWS, review.name or _holder(review.post), review.post_title or review.post.title, signed)
    yield from _approver(revision)


def _approver(revision: Revision) -> Iterator[Signer]:
    approval = revision.approval
    if approval is not None:
        post = f"{approval.capacity} {approval.post}".strip()
        yield Signer(
            APPROVES, approval.name, post, f"đã phê duyệt trên hệ thống\n{as_local(approval.at):%d/%m/%Y %H:%M}"
        )
    elif revision.approver_post is not None:
        yield Signer(APPROVES, _holder(revision.approver_post), revision.approver_post.title)


def _holder(post: Post) -> str:
    return next((one.name for one in holders_of(post, today())), "")


def _post_of(person: Person) -> str:
    holding = main_holding(person)
    return holding.post.title if holding else ""


def _amendments(revision: Revision) -> Iterator[Amendment]:
    """A row for each issue up to this one that says what it changed."""
    query = select(Revision).where(
        Revision.document_id == revision.document_id,
        Revision.number <= revision.number,
        Revision.state != "discarded",
        Revision.change_summary != "",
    )
    for one in db.session.scalars(query.order_by(Revision.number)):
        yield Amendment(one.change_summary, one.change_basis, one.issue_label)


PLAIN = WordText(right="documents.read", layout="document", paper_of=_paper_of, at=_at, write=write, read=found_in)
"""Documents made of plain sections: policies, manuals, work instructions, forms, documents from outside."""
