"""The desk's pages. This module gathers the room; its pages stand in modules by noun."""

from __future__ import annotations

from iso_qms.web import Room

room = Room("desk", __name__, prefix="")

# The pages declare themselves on the room.
from iso_qms.desk import (  # noqa: E402
    absences,  # noqa: F401
    accounts,  # noqa: F401
    calendar,  # noqa: F401
    delegations,  # noqa: F401
    due_calendar,  # noqa: F401
    feed,  # noqa: F401
    finding,  # noqa: F401
    grants,  # noqa: F401
    handover,  # noqa: F401
    home,  # noqa: F401
    imports,  # noqa: F401
    journal,  # noqa: F401
    layouts,  # noqa: F401
    letters,  # noqa: F401
    operating,  # noqa: F401
    people,  # noqa: F401
    posts,  # noqa: F401
    units,  # noqa: F401
    words,  # noqa: F401
)
