"""What became of the promises of the one-stop desk: units are warned, and those whose dossiers are late apologise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from iso_qms.clock import HO_CHI_MINH, now
from iso_qms.db import db
from iso_qms.demo.dossiers_story import COLUMNS
from iso_qms.demo.procedures.civil_status import PLAIN
from iso_qms.demo.story import Diary, Story, on
from iso_qms.dossiers.incoming.intake import Intake
from iso_qms.dossiers.incoming.mapping import Mapping
from iso_qms.dossiers.incoming.rows import Entry as RowEntry
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.operations import begin_import, end_import
from iso_qms.dossiers.promise.apologising import draft, drop, send, sign
from iso_qms.dossiers.promise.apology_list import choose_list
from iso_qms.dossiers.promise.due_warning_jobs import warnings_round
from iso_qms.dossiers.promise.late_limits import limits_in_force
from iso_qms.dossiers.promise.limiting import end_limit, judge_months, set_limit
from iso_qms.organisation.operations import clock_of, grant

DIARY: Diary = []
REASONS = (
    ("others", "Chưa có kết quả xác minh của nơi cư trú cũ."),
    ("load", "Hồ sơ cuối tháng tăng gấp đôi, chưa kịp xử lý."),
    ("software", "Phần mềm dùng chung ngừng một ngày rưỡi."),
    ("check", "Phải kiểm tra thực địa thêm một lần."),
)


TIMES = ((1, 1), (2, 2), (1, 5), (3, 3), (2, 6), (1, 2), (2, None), (3, 6), (1, 1), (2, 5))
"""Of each dossier of last month, again and again: the working day it came in, and how many it took."""
LAST_MONTH = 40
WRONG = 4
"""Which of them was noted as answered late, and was answered at once."""


@on(DIARY, -1, "16:30")
def last_month_is_brought_in(story: Story) -> None:
    """A month in which a third was late: the register of births was being moved into another software."""
    mapping, by = Mapping("Phần mềm một cửa", COLUMNS), story.people["daohtb"]
    run = begin_import(mapping, name="mot-cua-thang-truoc.csv", sha256="2" * 64, by=by)
    days = _working_days(story)
    rows = [_dossier(story, number, days) for number in range(LAST_MONTH)]
    Intake(mapping, agency_id=story.agency.id).take(rows, run=run)
    end_import(run, by=by)


def _working_days(story: Story) -> list[date]:
    """The working days of the month before, and those that came after them."""
    last = story.day(0).replace(day=1) - timedelta(days=1)
    days = (last.replace(day=1) + timedelta(days=n) for n in range(31))
    return [day for day in days if story.calendar.is_working_day(day) and day < story.day(-1)]


def _dossier(story: Story, number: int, days: list[date]) -> RowEntry:
    first, took = TIMES[number % len(TIMES)]
    place = first + number // len(TIMES)
    received, due = (datetime.combine(days[place + more], time(9), HO_CHI_MINH) for more in (0, 3))
    finished = None if took is None else datetime.combine(days[place + took], time(15, number), HO_CHI_MINH)
    return RowEntry(
        number=number + 2,
        code=f"H99.99-{received:%y%m%d}-{number + 501:04d}",
        procedure=story.documents["QT-07"].code,
        case=PLAIN,
        received_at=received,
        due_at=due,
        rescheduled_to=None,
        finished_at=finished,
        state="finished" if finished else "open",
        channel="direct",
        receiving_unit=story.units["trung-tam"].code,
        deciding_unit=story.units["ho-tich"].code,
        pauses=(),
    )


@on(DIARY, 0, "07:35")
def apologies_are_shown_and_a_focal_officer_is_named(story: Story) -> None:
    """The agency chooses a public list; a post of the unit is its focal officer for procedures."""
    choose_list(180, reason="Kế hoạch cải cách hành chính của xã", by=story.people["phacld"])
    post, unit = story.posts["toaihv"], story.units["ho-tich"]
    grant("focal", by=story.by, since=story.day(0), post=post, unit=unit)


@on(DIARY, 0, "07:40")
def units_are_warned(_story: Story) -> None:
    """Of what is due by the next working day, once."""
    warnings_round()


@on(DIARY, 0, "08:05")
def apologies_are_drafted(story: Story) -> None:
    """For the oldest dossiers that are late, by the head of the unit; one is given, one signed, one dropped."""
    query = select(Dossier).where(Dossier.state == "open", Dossier.first_due_at < now(), ~Dossier.waiting)
    late = list(db.session.scalars(query.order_by(Dossier.first_due_at, Dossier.id).limit(5)))
    head, leader = story.people["nguyendth"], story.people["phacld"]
    drafted = [
        draft(one, by=head, reason_kind=kind, reason=reason, new_due_on=story.day(4))
        for one, (kind, reason) in zip(late, REASONS, strict=False)
    ]
    db.session.flush()
    for one in drafted[:3]:
        sign(one, by=leader)
    send(drafted[0], by=head)
    drop(drafted[2], by=head, note="Hồ sơ đã trả kết quả trong buổi sáng.")


@on(DIARY, 0, "08:10")
def the_month_is_held_against_its_limit(story: Story) -> None:
    """The quality team bears one late dossier in ten; last month was beyond that."""
    by = story.people["daohtb"]
    wide = set_limit(document=None, unit=None, percent=20, least=30, by=by)
    set_limit(document=story.documents["QT-07"], unit=None, percent=10, least=10, by=by)
    end_limit(wide, by=by)
    set_limit(document=None, unit=None, percent=15, least=20, by=by)
    for limit in limits_in_force():
        judge_months(limit, until=story.day(0).replace(day=1), by=clock_of(story.agency.id))


@on(DIARY, 0, "08:20")
def a_late_dossier_is_corrected(story: Story) -> None:
    """It had been answered in time; the month is judged again, and shows its numbers of then and of now."""
    mapping, by = Mapping("Phần mềm một cửa", COLUMNS), story.people["daohtb"]
    run = begin_import(mapping, name="mot-cua-dinh-chinh.csv", sha256="3" * 64, by=by)
    wrong = _dossier(story, WRONG, _working_days(story))
    Intake(mapping, agency_id=story.agency.id).take(
        [replace(wrong, finished_at=wrong.received_at + timedelta(hours=6))], run=run
    )
    end_import(run, by=by)
    for limit in limits_in_force():
        judge_months(limit, until=story.day(0).replace(day=1), by=clock_of(story.agency.id))
