"""The room of procedures: every page of it declares itself here."""

from iso_qms.web import Room

room = Room("processes", __name__)
