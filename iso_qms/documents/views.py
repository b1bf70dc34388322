"""The pages of controlled documents. This module gathers the room; its pages stand in `pages`, by noun."""

from __future__ import annotations

from typing import Any

from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from iso_qms.documents.reading.plain import tables_in
from iso_qms.text import slug
from iso_qms.web import Room
from iso_qms.web.numbers import NUMBER


class Numbered(BaseConverter):
    """A number with a readable tail, `12-qt-07`: real codes hold spaces and slashes and are used twice."""

    regex = rf"{NUMBER}(?:-[a-z0-9-]*)?"

    def to_python(self, value: str) -> int:
        """The number alone; the tail is for people."""
        return int(value.partition("-")[0])

    def to_url(self, value: Any) -> str:
        """A document with its code as tail, or a bare number."""
        return str(value) if isinstance(value, int) else f"{value.id}-{slug(value.code)}".rstrip("-")


def _know_numbers(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["numbered"] = Numbered


room = Room("documents", __name__)
room.record(_know_numbers)
room.add_app_template_global(tables_in, "tables_in")

# The pages declare themselves on the room.
from iso_qms.documents import standing  # noqa: E402
from iso_qms.documents.pages import (  # noqa: E402
    acknowledging,  # noqa: F401
    briefings,  # noqa: F401
    bringing_in,  # noqa: F401
    change_requests,  # noqa: F401
    codes,  # noqa: F401
    coming_back,  # noqa: F401
    copies,  # noqa: F401
    crosswalks,  # noqa: F401
    decisions,  # noqa: F401
    documents,  # noqa: F401
    drafts,  # noqa: F401
    entries,  # noqa: F401
    listing,  # noqa: F401
    moves,  # noqa: F401
    paper,  # noqa: F401
    periodic,  # noqa: F401
    postings,  # noqa: F401
    proof,  # noqa: F401
    questions,  # noqa: F401
    readers,  # noqa: F401
    reading,  # noqa: F401
    revisions,  # noqa: F401
    signatures,  # noqa: F401
)

others = (standing.room,)
"""What this room shows to those who are not signed in."""
