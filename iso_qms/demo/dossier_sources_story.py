"""The story of one dossier that was late: somebody opens a nonconformity from its page."""

from __future__ import annotations

from sqlalchemy import select

from iso_qms.db import db
from iso_qms.demo.story import Diary, Story, on
from iso_qms.dossiers.models import Dossier
from iso_qms.improvement import acting
from iso_qms.improvement.measuring import Choice
from iso_qms.improvement.operations import analyse, open_nonconformity
from iso_qms.improvement.sources import source_in

DIARY: Diary = []
MOST_LATE = 2
"""Per cent of the dossiers of that procedure that may be late once the action was carried out."""


@on(DIARY, -1, "16:55")
def a_late_dossier_becomes_a_nonconformity(story: Story) -> None:
    """The one that was late first."""
    by = story.people["daohtb"]
    query = select(Dossier.id, Dossier.code).where(Dossier.verdict == "late", Dossier.document_id.is_not(None))
    number, code = db.session.execute(query.order_by(Dossier.received_at, Dossier.id)).first() or (0, "")
    source = source_in({"source": "late_dossier", "source_id": str(number)}, by)
    if source is None:
        return
    story.things["late dossier"] = open_nonconformity(
        "Hồ sơ trả sau ngày hẹn, người dân phải đi lại hai lần",
        by=by,
        unit=story.units["trung-tam"],
        criterion=source.proposed["criterion"],
        source_reference=code,
        description="Phần mềm một cửa báo trễ; sổ theo dõi giấy không ghi vì sao.",
        **source.link,
    )


@on(DIARY, -1, "17:10")
def its_effect_is_measured_by_the_dossiers_themselves(story: Story) -> None:
    """The share that was late before is counted with the plan, with the dossiers behind it."""
    one = story.things.get("late dossier")
    if one is None:
        return
    head = story.people["phacld"]
    analyse(one, by=head, whys=["Người ký đi vắng buổi chiều."], statement="Không có người ký thay vào buổi chiều.")
    late = Choice(
        kind="late_dossiers", parameters={"procedure": str(one.document_id)}, target=MOST_LATE, window_days=30
    )
    action = acting.plan(
        one,
        by=head,
        what="Phân công người ký thay buổi chiều",
        expected="Tháng sau hồ sơ trễ không quá hai phần trăm.",
        owner_post=story.posts["taolh"],
        due_on=story.due(6),
        measure=late,
    )
    acting.accept(action, by=story.people["daohtb"])
