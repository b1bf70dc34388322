"""The nouns of the room: documents and their revisions, the blocks of a text, its route, its readers."""

from iso_qms.documents.models.briefings import METHODS, Briefed, Briefing, is_briefed
from iso_qms.documents.models.change_requests import OPEN_REQUESTS, ChangeRequest, may_decide, overdue_on
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
    stands_on,
)
from iso_qms.documents.models.former_codes import FormerCode
from iso_qms.documents.models.objections import Objection, answer_is_due
from iso_qms.documents.models.periodic_reviews import (
    OUTCOMES,
    OVERTAKEN,
    USUAL_MONTHS,
    Intervals,
    PeriodicReview,
    ReviewRules,
    intervals_of,
    rules_row,
)
from iso_qms.documents.models.postings import MEDIA, Posting, PostingText
from iso_qms.documents.models.questions import ReadingQuestion
from iso_qms.documents.models.reach import Reach, reach_of
from iso_qms.documents.models.readers import Acknowledgement, Distribution, counted_on, is_read_on, still_owed
from iso_qms.documents.models.route import Approval, Review
from iso_qms.documents.models.seals import RevisionSeal
from iso_qms.documents.models.suspensions import Suspension, suspended_on
from iso_qms.documents.models.texts import Block, BlockVersion
from iso_qms.documents.models.word_copies import WordCopy

__all__ = [
    "BINDING",
    "COPY_FORMS",
    "KINDS",
    "MEDIA",
    "METHODS",
    "OPEN_REQUESTS",
    "OUTCOMES",
    "OVERTAKEN",
    "PUBLISHED",
    "USUAL_MONTHS",
    "Acknowledgement",
    "Approval",
    "Block",
    "BlockVersion",
    "Briefed",
    "Briefing",
    "ChangeRequest",
    "ControlledCopy",
    "Distribution",
    "Document",
    "FormerCode",
    "Intervals",
    "Objection",
    "PeriodicReview",
    "Posting",
    "PostingText",
    "Reach",
    "ReadingQuestion",
    "Review",
    "ReviewRules",
    "Revision",
    "RevisionSeal",
    "Suspension",
    "WordCopy",
    "answer_is_due",
    "counted_on",
    "in_force_on",
    "intervals_of",
    "is_briefed",
    "is_public",
    "is_read_on",
    "may_decide",
    "overdue_on",
    "people_behind",
    "reach_of",
    "revision_contributor",
    "rules_row",
    "stands_on",
    "still_owed",
    "suspended_on",
]
