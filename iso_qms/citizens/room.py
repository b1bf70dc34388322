"""The room of pages for citizens: every page of it declares itself here."""

from iso_qms.web import Room

room = Room("citizens", __name__, prefix="/<agency>/public")
