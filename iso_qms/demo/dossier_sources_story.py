"""The story of one dossier that was late, and of a source that calls everything otherwise."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from iso_qms.db import db
from iso_qms.demo.dossiers_story import COLUMNS
from iso_qms.demo.procedures.civil_status import PLAIN
from iso_qms.demo.story import Diary, Story, on
from iso_qms.dossiers.incoming.intake import Intake
from iso_qms.dossiers.incoming.mapping import LEFT_OUT, Mapping
from iso_qms.dossiers.incoming.rows import Entry, Refusal
from iso_qms.dossiers.incoming.saying import say_words
from iso_qms.dossiers.incoming.source_words import choices_for
from iso_qms.dossiers.models import Dossier, DossierSource
from iso_qms.dossiers.operations import begin_import, end_import
from iso_qms.improvement.action import acting
from iso_qms.improvement.effect.measuring import Choice
from iso_qms.improvement.operations import analyse, open_nonconformity
from iso_qms.improvement.sources import source_in

DIARY: Diary = []
MOST_LATE = 2
"""Per cent of the dossiers of that procedure that may be late once the action was carried out."""


@on(DIARY, -1, "16:53")
def another_software_has_words_of_its_own(story: Story) -> None:
    """A file of the software of before: one of its words is said, the others are asked for on its page."""
    by, old = story.people["daohtb"], "Phần mềm cũ"
    run = begin_import(Mapping(old, COLUMNS), name="mot-cua-phan-mem-cu.csv", sha256="3" * 64, by=by)
    rows = [_in_words_of_its_own(story, number) for number in range(4)]
    cells = (("code", "CU-0005"), ("procedure", "QT 07"), ("state", "Đã phát hành"))
    aside = Refusal(6, "unknown_state", "state", cells)
    Intake(Mapping(old, COLUMNS), agency_id=story.agency.id).take([*rows, aside], run=run)
    end_import(run, by=by)
    source = db.session.scalars(select(DossierSource).where(DossierSource.name == old)).one()
    say_words(source, {"unit": {"Sở Nội vụ": LEFT_OUT}}, by=by, choices=choices_for(source.kind))


def _in_words_of_its_own(story: Story, number: int) -> Entry:
    received = story.moment(number - 12, "09:00")
    unit = ("TO TU PHAP HO TICH", "TO TU PHAP HO TICH", "Tổ Hộ tịch", "Sở Nội vụ")[number]
    return Entry(
        number + 2, f"CU-{number + 1:04d}", "QT 07", PLAIN, received, None, None, received + timedelta(hours=30),
        "finished", "direct", "Bộ phận TN&TKQ", unit, channel_name="Zalo",
    )  # fmt: skip


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
