"""The room of records: every page of it declares itself here."""

from iso_qms.web import Room

room = Room("records", __name__)
