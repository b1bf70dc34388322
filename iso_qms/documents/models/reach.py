"""Whose readings a person may see: what somebody acknowledged, or cannot apply, is not for every colleague."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select, true

from iso_qms.clock import today
from iso_qms.documents.models.documents import Document, Revision
from iso_qms.documents.models.readers import Acknowledgement
from iso_qms.organisation.heads import owned_posts
from iso_qms.organisation.people import Person, holdings_of
from iso_qms.organisation.rights import units_with
from iso_qms.organisation.units import subtree

RIGHT = "documents.see_readers"


@dataclass(frozen=True)
class Reach:
    """Everybody's readings (`units` is None), or those of some units, those of one's own documents, and one's own."""

    person_id: int
    units: frozenset[int] | None
    posts: frozenset[int]

    @property
    def is_whole(self) -> bool:
        """Whether every reading of the agency may be seen."""
        return self.units is None

    def covers(self, document: Document) -> bool:
        """Whether every reading of a document may be seen: its owner answers for it."""
        return self.is_whole or document.owner_post_id in self.posts

    def over_unit(self, unit_id: int) -> bool:
        """Whether the readings of a unit may be seen, whatever the document."""
        return self.units is None or unit_id in self.units

    def shows(self) -> Any:
        """The condition that an acknowledgement may be seen."""
        if self.units is None:
            return true()
        mine = Acknowledgement.person_id == self.person_id
        return or_(mine, Acknowledgement.unit_id.in_(self.units), Acknowledgement.revision_id.in_(self.owned()))

    def owned(self) -> Any:
        """The numbers of the revisions whose documents are kept by this person's posts."""
        owned = Document.owner_post_id.in_(self.posts)
        return select(Revision.id).join(Document, Document.id == Revision.document_id).where(owned)


def reach_of(person: Person) -> Reach:
    """Whose readings a person may see today; heads those of their units and of all under them, deputies likewise."""
    units = units_with(person, RIGHT)
    if units is not None:
        units = units.union(*(subtree(one.post.unit_id) for one in holdings_of(person, today()) if one.post.is_head))
    posts = frozenset(owned_posts(person, today()))
    return Reach(person.id, None if units is None else frozenset(units), posts)
