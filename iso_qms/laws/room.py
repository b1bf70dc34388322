"""The room of legal texts: every page of it declares itself here."""

from iso_qms.web import Room

room = Room("laws", __name__)
