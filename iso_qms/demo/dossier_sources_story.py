"""The story of one dossier that was late: somebody opens a nonconformity from its page."""

from __future__ import annotations

from sqlalchemy import select

from iso_qms.db import db
from iso_qms.demo.story import Diary, Story, on
from iso_qms.dossiers.models import Dossier
from iso_qms.improvement.operations import open_nonconformity
from iso_qms.improvement.sources import source_in

DIARY: Diary = []


@on(DIARY, -1, "16:55")
def a_late_dossier_becomes_a_nonconformity(story: Story) -> None:
    """The one that was late first."""
    by = story.people["daohtb"]
    query = select(Dossier.id, Dossier.code).where(Dossier.verdict == "late", Dossier.document_id.is_not(None))
    number, code = db.session.execute(query.order_by(Dossier.received_at, Dossier.id)).first() or (0, "")
    source = source_in({"source": "late_dossier", "source_id": str(number)}, by)
    if source is None:
        return
    open_nonconformity(
        "Hồ sơ trả sau ngày hẹn, người dân phải đi lại hai lần",
        by=by,
        unit=story.units["trung-tam"],
        criterion=source.proposed["criterion"],
        source_reference=code,
        description="Phần mềm một cửa báo trễ; sổ theo dõi giấy không ghi vì sao.",
        **source.link,
    )
