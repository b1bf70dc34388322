"""Gathers the pages of the room: taken in, they declare themselves on it."""

from iso_qms.documents import standing
from iso_qms.documents.pages import (
    acknowledging,
    briefings,
    bringing_in,
    change_requests,
    codes,
    coming_back,
    copies,
    crosswalks,
    decisions,
    documents,
    drafts,
    entries,
    listing,
    moves,
    paper,
    periodic,
    postings,
    proof,
    questions,
    readers,
    reading,
    revisions,
    signatures,
)
from iso_qms.documents.room import room

others = (standing.room,)
"""What this room shows to those who are not signed in."""
