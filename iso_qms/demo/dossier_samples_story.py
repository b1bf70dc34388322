"""A sample of last month's dossiers is drawn from the register at the running visit, and papers of some are checked."""

from __future__ import annotations

from sqlalchemy import select

from iso_qms.audits.draw.dossier_sampling import (
    Wanted,
    draw_dossiers,
    finding_from_papers,
    note_papers,
    papers_of,
    revision_for,
)
from iso_qms.audits.draw.sampling import bind_sample
from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.demo.story import Diary, Story, on
from iso_qms.documents.request.change_requests import request_change
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.step.cases_told import Period, cases_of
from iso_qms.dossiers.step.discovering import discover
from iso_qms.dossiers.step.flow_words import grounds
from iso_qms.dossiers.step.flows import flow_of

DIARY: Diary = []
CHECKED = 4


@on(DIARY, -1, "17:05")
def dossiers_are_drawn_and_their_papers_checked(story: Story) -> None:
    """One of the first four lacks a paper, and becomes a finding."""
    khue, visit = story.people["khuebd"], story.things["now"]
    why = "Mẫu trước chỉ gồm hồ sơ chứng thực."
    sample = bind_sample(visit, unit=story.units["trung-tam"], what="Hồ sơ một cửa tháng này", by=khue, why_another=why)
    draw_dossiers(sample, Wanted(story.day(-25), story.day(-1), None, "fifth"), by=khue)
    for one in sample.files[:CHECKED]:
        dossier = db.session.scalars(select(Dossier).where(Dossier.id == one.dossier_id)).one()
        revision = revision_for(dossier)
        if revision is not None:
            answers = [("there", "")] * len(papers_of(revision))
            if one.place == 1:
                answers[0] = ("missing", "chỉ có bản chụp trên phần mềm")
            note_papers(one, revision, answers, note="", by=khue)
    if sample.files[0].faults:
        finding_from_papers(sample.files[0], grade="minor", by=khue)
    why = "Thêm hồ sơ của tháng trước; chưa bốc."
    bind_sample(visit, unit=story.units["trung-tam"], what="Hồ sơ một cửa tháng trước", by=khue, why_another=why)


@on(DIARY, -1, "17:20")
def what_really_happens_asks_for_a_revision(story: Story) -> None:
    """The quality team looks at the map of a procedure and proposes its revision."""
    document, by = story.documents["QT-09"], story.people["daohtb"]
    revision = document.revision_on(today())
    flow = flow_of(revision) if revision is not None else None
    if revision is None or flow is None or revision.valid_from is None:
        return
    period = Period(max(story.day(-25), revision.valid_from), now().date())
    found = discover(cases_of(document, period, flow=flow, by=by).cases, flow=flow)
    why = grounds(found, flow, since=period.since, until=period.until)
    request_change(document, by=by, what="Nêu rõ bước nào được làm trước, bước nào có thể làm cùng lúc.", why=why)
