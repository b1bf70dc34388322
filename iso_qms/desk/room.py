"""The room of the desk: every page of it declares itself here."""

from iso_qms.web import Room

room = Room("desk", __name__, prefix="")
