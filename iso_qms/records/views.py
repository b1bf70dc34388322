"""Gathers the pages of the room: taken in, they declare themselves on it."""

from iso_qms.records import disposal_pages, record_pages
from iso_qms.records.room import room
