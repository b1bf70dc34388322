"""Gathers the pages of the room: taken in, they declare themselves on it."""

from iso_qms.citizens import public_pages
from iso_qms.citizens.room import room
from iso_qms.citizens.survey import survey_intake_pages, survey_pages, survey_public
from iso_qms.citizens.voice import feedback_pages, telling_pages

others = (feedback_pages.room, survey_pages.room)
