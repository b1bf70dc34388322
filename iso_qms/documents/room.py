"""The room of controlled documents: every page of it declares itself here."""

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
