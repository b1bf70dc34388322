"""Letters on the desks: what came in the story was read, but for the last days."""

from __future__ import annotations

from sqlalchemy import select

from iso_qms.db import db
from iso_qms.demo.story import Diary, Story, on
from iso_qms.outbox import Letter, mark_read

DIARY: Diary = []
UNREAD_FROM = -2
"""From this day on nobody has opened their letters."""


@on(DIARY, 0, "08:50")
def older_letters_have_been_read(story: Story) -> None:
    """So that the digest does not tell half a year at once."""
    query = select(Letter).where(
        Letter.agency_id == story.agency.id,
        Letter.read_at.is_(None),
        Letter.written_at < story.moment(UNREAD_FROM, "00:00"),
    )
    for letter in db.session.scalars(query):
        mark_read(letter)
