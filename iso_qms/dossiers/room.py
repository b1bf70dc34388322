"""The room of dossiers: every page of it declares itself here."""

from iso_qms.web import Room

room = Room("dossiers", __name__)
