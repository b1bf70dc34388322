"""The room of nonconformities and actions: every page of it declares itself here."""

from iso_qms.web import Room

room = Room("improvement", __name__)
