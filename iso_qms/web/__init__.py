"""What every page is made with: rooms with rights on their routes, the committing door, forms, paging, answers."""

from iso_qms.web.answers import Column, as_excel, attachment_answer, back_to, wants_json
from iso_qms.web.asked import day_asked, number_asked, number_in
from iso_qms.web.door import PUBLIC, SIGNED_IN, Room, here, not_for_them, password_confirmed, signed_in
from iso_qms.web.finding import find, kept_filters, missing
from iso_qms.web.forms import HouseForm, NeededForOneAct, RowForm, papers, rows_posted
from iso_qms.web.paging import Page, paged

__all__ = [
    "PUBLIC",
    "SIGNED_IN",
    "Column",
    "HouseForm",
    "NeededForOneAct",
    "Page",
    "Room",
    "RowForm",
    "as_excel",
    "attachment_answer",
    "back_to",
    "day_asked",
    "find",
    "here",
    "kept_filters",
    "missing",
    "not_for_them",
    "number_asked",
    "number_in",
    "paged",
    "papers",
    "password_confirmed",
    "rows_posted",
    "signed_in",
    "wants_json",
]
