"""Gathers the pages of the room: taken in, they declare themselves on it."""

from iso_qms.laws import change_pages, cited_pages, external_pages, law_pages
from iso_qms.laws.room import room
