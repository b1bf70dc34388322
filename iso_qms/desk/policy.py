"""The word at the door: the agency's quality policy in force, made known to whoever comes (ISO 9001:2015, 5.2.2)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document, Revision, in_force_on
from iso_qms.organisation.agencies import Agency, inside
from iso_qms.web.pages import day

MOST_LINES = 6


@dataclass(frozen=True)
class Policy:
    """The title of the policy, its first lines, and which issue it is."""

    title: str
    lines: list[str]
    source: str


def only_agency() -> Agency | None:
    """The agency of an install that serves just one; before sign-in nobody else's name is known."""
    found = db.session.scalars(select(Agency).limit(2)).all()
    return found[0] if len(found) == 1 else None


def policy_of(agency: Agency) -> Policy | None:
    """The quality policy an agency has in force today, if it has one."""
    query = select(Revision).join(Document, Document.id == Revision.document_id)
    query = query.where(Document.kind == "policy", in_force_on(today())).order_by(Revision.valid_from.desc())
    with inside(agency):
        revision = db.session.scalars(query.limit(1)).first()
        if revision is None:
            return None
        texts = [str(one.content.get("text", "")) for one in revision.blocks if one.kind == "text"]
    lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
    return Policy(revision.title, lines[:MOST_LINES], f"{revision.named} · {day(revision.valid_from)}")
