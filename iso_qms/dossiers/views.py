"""Gathers the pages of the room: taken in, they declare themselves on it."""

from iso_qms.dossiers import dossier_pages
from iso_qms.dossiers.figure import figure_pages, report_pages, score_pages
from iso_qms.dossiers.incoming import import_pages, interface, token_pages, word_pages
from iso_qms.dossiers.promise import (
    apology_list_pages,
    apology_pages,
    late_limit_pages,
    promise_pages,
    public_apologies,
)
from iso_qms.dossiers.room import room
from iso_qms.dossiers.step import flow_pages, step_pages

others = (public_apologies.room,)
