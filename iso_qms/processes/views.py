"""Gathers the pages of the room: taken in, they declare themselves on it."""

from iso_qms.processes.pages import catalogue, drawing, editing, incoming, listing, reading, rules, steps
from iso_qms.processes.room import room
