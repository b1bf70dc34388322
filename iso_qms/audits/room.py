"""The room of inspections: every page of it declares itself here."""

from iso_qms.web import Room

room = Room("audits", __name__)
