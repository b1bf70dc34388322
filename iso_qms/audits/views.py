"""The room's pages. This module gathers the room; its pages stand in modules by noun."""

from __future__ import annotations

from iso_qms.web import Room

room = Room("audits", __name__)

from iso_qms.audits.checklist import (  # noqa: E402, F401  (the pages declare themselves on the room)
    hanging_pages,
    library_pages,
)
from iso_qms.audits.conduct import (  # noqa: E402, F401
    conduct_pages,
    privacy_pages,
)
from iso_qms.audits.draw import (  # noqa: E402, F401
    dossier_sample_pages,
    draw_pages,
    sample_pages,
)
from iso_qms.audits.finding import (  # noqa: E402, F401
    concluding_pages,
    finding_list,
    finding_pages,
    noting_pages,
)
from iso_qms.audits.phone import (  # noqa: E402, F401
    pocket_pages,
)
from iso_qms.audits.programme import (  # noqa: E402, F401
    calendar_pages,
    coverage_pages,
    needs_pages,
    programme_pages,
    setting_many_pages,
    yearly_pages,
)
from iso_qms.audits.report import (  # noqa: E402, F401
    figure_pages,
    issuing_pages,
)
from iso_qms.audits.team import (  # noqa: E402, F401
    inspector_pages,
    team_pages,
)
from iso_qms.audits.visit import (  # noqa: E402, F401
    inspection_list,
    inspection_pages,
    minutes_pages,
    pack_pages,
    timetable_pages,
    visit_day_pages,
    visit_pages,
)
