"""Gathers the pages of the room: taken in, they declare themselves on it."""

from iso_qms.audits.checklist import hanging_pages, library_pages
from iso_qms.audits.conduct import conduct_pages, privacy_pages
from iso_qms.audits.draw import dossier_sample_pages, draw_pages, sample_pages
from iso_qms.audits.finding import concluding_pages, finding_list, finding_pages, noting_pages
from iso_qms.audits.phone import pocket_pages
from iso_qms.audits.programme import (
    calendar_pages,
    coverage_pages,
    needs_pages,
    programme_pages,
    setting_many_pages,
    yearly_pages,
)
from iso_qms.audits.report import figure_pages, issuing_pages
from iso_qms.audits.room import room
from iso_qms.audits.team import inspector_pages, team_pages
from iso_qms.audits.visit import (
    inspection_list,
    inspection_pages,
    minutes_pages,
    pack_pages,
    timetable_pages,
    visit_day_pages,
    visit_pages,
)
