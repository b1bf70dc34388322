"""Gathers the pages of the room: taken in, they declare themselves on it."""

from iso_qms.desk import (
    absences,
    accounts,
    calendar,
    delegations,
    due_calendar,
    feed,
    finding,
    grants,
    handover,
    home,
    imports,
    journal,
    layouts,
    letters,
    operating,
    people,
    posts,
    units,
    words,
)
from iso_qms.desk.room import room
