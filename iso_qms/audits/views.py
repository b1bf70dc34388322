"""The room's pages. This module gathers the room; its pages stand in modules by noun."""

from __future__ import annotations

from iso_qms.web import Room

room = Room("audits", __name__)

from iso_qms.audits import (  # noqa: E402, F401  (the pages declare themselves on the room)
    calendar_pages,
    concluding_pages,
    conduct_pages,
    coverage_pages,
    dossier_sample_pages,
    draw_pages,
    figure_pages,
    finding_list,
    finding_pages,
    hanging_pages,
    inspection_list,
    inspection_pages,
    inspector_pages,
    issuing_pages,
    library_pages,
    minutes_pages,
    needs_pages,
    noting_pages,
    pack_pages,
    pocket_pages,
    privacy_pages,
    programme_pages,
    sample_pages,
    setting_many_pages,
    team_pages,
    timetable_pages,
    visit_day_pages,
    visit_pages,
    yearly_pages,
)
