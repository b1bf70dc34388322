"""The legal texts of one document: what its text cites, whether that holds on a day, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import render_template
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Revision
from iso_qms.documents.pages.finding import document_of, visible_revisions
from iso_qms.laws.law_pages import places_of
from iso_qms.laws.models import LegalCitation, LegalText
from iso_qms.laws.room import room
from iso_qms.laws.standing import HOLDS
from iso_qms.web import day_asked


@dataclass
class Cited:
    """A legal text as a document cites it; `text` is None where the register does not hold it."""

    text: LegalText | None
    citations: list[LegalCitation] = field(default_factory=list)

    @property
    def places(self) -> list[LegalCitation]:
        """Where it is cited, each place once."""
        return places_of(self.citations)


@room.route("/of/<int:number>", needs="laws.read")
def cited(number: int) -> Any:
    """What the text of a document that stands on a day cites; what does not hold then stands first."""
    document, day = document_of(number), day_asked()
    revision = next((one for one in visible_revisions(document) if one.stands_on(day)), None)
    return render_template(
        "laws/cited.html",
        document=document,
        revision=revision,
        rows=_rows(revision, day) if revision is not None else [],
        day_shown=day,
        is_today=day == today(),
    )


def _rows(revision: Revision, day: date) -> Sequence[Cited]:
    query = select(LegalCitation, LegalText).where(LegalCitation.revision_id == revision.id)
    query = query.outerjoin(LegalText, LegalText.id == LegalCitation.legal_text_id).order_by(LegalCitation.id)
    loads = selectinload(LegalText.changed_by), joinedload(LegalCitation.revision)
    found: dict[Any, Cited] = {}
    for citation, text in db.session.execute(query.options(*loads)).unique():
        found.setdefault(text.id if text else citation.key, Cited(text)).citations.append(citation)
    return sorted(found.values(), key=lambda one: one.text is not None and one.text.state_on(day) in HOLDS)
