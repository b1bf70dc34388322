"""The desk's pages. This module gathers the room; its pages stand in modules by noun."""

from __future__ import annotations

from iso_qms.web import Room

room = Room("desk", __name__, prefix="")

from iso_qms.desk import accounts, finding, home, journal  # noqa: E402, F401  (the pages declare themselves on the room)
