"""A month at the one-stop desk: some hundred dossiers, made up, brought in from a file; nobody is named in them."""

from __future__ import annotations

import random
from datetime import timedelta

from iso_qms.demo.story import Diary, Story, on
from iso_qms.dossiers.intake import Intake
from iso_qms.dossiers.mapping import Mapping
from iso_qms.dossiers.operations import begin_import, end_import
from iso_qms.dossiers.rows import Entry, Refusal

DIARY: Diary = []

COLUMNS = {
    "code": "Mã hồ sơ",
    "procedure": "Mã thủ tục",
    "received_at": "Ngày tiếp nhận",
    "finished_at": "Ngày trả kết quả",
    "state": "Trạng thái",
    "channel": "Hình thức nộp",
    "receiving_unit": "Đơn vị tiếp nhận",
    "deciding_unit": "Đơn vị giải quyết",
    "paused_from": "Tạm dừng từ",
    "paused_to": "Tạm dừng đến",
    "pause_document": "Phiếu yêu cầu bổ sung",
}
PROCEDURES = ("QT-05", "QT-07", "QT-07", "QT-09", "QT-09", "QT-09")
CHANNELS = ("online", "online", "direct", "post")
DAYS, A_DAY = 22, 8


@on(DIARY, -1, "16:45")
def the_month_is_brought_in(story: Story) -> None:
    """By the quality team, from a file of the one-stop software, with two rows that cannot be right."""
    mapping, by = Mapping("Phần mềm một cửa", COLUMNS), story.people["daohtb"]
    run = begin_import(mapping, name="mot-cua-thang-nay.csv", sha256="0" * 64, by=by)
    rows = [_dossier(story, number, random.Random(number)) for number in range(DAYS * A_DAY)]
    wrong = [Refusal(57, "end_before_start", "finished_at"), Refusal(120, "code_twice", "code")]
    Intake(mapping, agency_id=story.agency.id).take([*rows, *wrong], run=run)
    end_import(run, by=by)


def _dossier(story: Story, number: int, chance: random.Random) -> Entry:
    back = DAYS - number // A_DAY
    received = story.moment(-back, "07:35") + timedelta(minutes=chance.randrange(230))
    took = chance.choice((0, 1, 1, 2, 2, 3, 4, 7))
    finished = story.moment(took - back, "15:10") + timedelta(minutes=chance.randrange(90)) if took < back else None
    state = chance.choices(("finished", "stopped", "withdrawn", "transferred"), (94, 2, 2, 2))[0]
    paused = number % 17 == 3 and (took > 2 or finished is None)
    return Entry(
        number=number + 2,
        code=f"H99.99-{received:%y%m%d}-{number + 1:04d}",
        procedure=story.documents[PROCEDURES[number % len(PROCEDURES)]].code,
        case="",
        received_at=received,
        due_at=None,
        rescheduled_to=None,
        finished_at=finished,
        state=state if finished else "open",
        channel=CHANNELS[number % len(CHANNELS)],
        receiving_unit=story.units["trung-tam"].code,
        deciding_unit=story.units["ho-tich"].code,
        paused_from=received + timedelta(hours=2) if paused else None,
        paused_to=story.moment(1 - back, "09:00") if paused and finished else None,
        pause_reason="Bổ sung giấy tờ" if paused else "",
        pause_document=f"{number + 1:03d}/PYC" if paused else "",
    )
