"""The nouns of the room: documents and their revisions, the blocks of a text, its route, its readers."""

from iso_qms.documents.models.copies import COPY_FORMS, ControlledCopy
from iso_qms.documents.models.documents import (
    BINDING,
    KINDS,
    PUBLISHED,
    Document,
    Revision,
    in_force_on,
    is_public,
    people_behind,
    revision_contributor,
)
from iso_qms.documents.models.readers import Acknowledgement, Distribution, counted_on, is_read_on, still_owed
from iso_qms.documents.models.route import Approval, Review
from iso_qms.documents.models.seals import RevisionSeal
from iso_qms.documents.models.texts import Block, BlockVersion

__all__ = [
    "BINDING",
    "COPY_FORMS",
    "KINDS",
    "PUBLISHED",
    "Acknowledgement",
    "Approval",
    "Block",
    "BlockVersion",
    "ControlledCopy",
    "Distribution",
    "Document",
    "Review",
    "Revision",
    "RevisionSeal",
    "counted_on",
    "in_force_on",
    "is_public",
    "is_read_on",
    "people_behind",
    "revision_contributor",
    "still_owed",
]
