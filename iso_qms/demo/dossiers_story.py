"""A month at the one-stop desk: some hundred dossiers, made up, brought in from a file; nobody is named in them."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from iso_qms.demo.procedures.certification import FEW, MANY
from iso_qms.demo.procedures.civil_status import CHECKED, PLAIN
from iso_qms.demo.story import Diary, Story, on
from iso_qms.dossiers.deadlines import Pause
from iso_qms.dossiers.incoming.intake import Intake
from iso_qms.dossiers.incoming.mapping import Mapping
from iso_qms.dossiers.incoming.rows import Entry, Refusal
from iso_qms.dossiers.operations import begin_import, end_import

DIARY: Diary = []

COLUMNS = {
    "code": "Mã hồ sơ",
    "procedure": "Mã thủ tục",
    "case": "Trường hợp",
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
CASES = {"QT-07": (PLAIN, PLAIN, PLAIN, CHECKED), "QT-09": (FEW, FEW, MANY)}
SAME_DAY, USUAL = (0,) * 11 + (1,), (1, 1, 2, 2, 3, 3, 4, 7)
TOOK = {"QT-05": SAME_DAY, FEW: SAME_DAY, MANY: (0, 1, 1, 1, 2, 2, 4)}
"""Days a dossier took, drawn at random, by its case or its procedure: nine of ten in time, as in a fair month."""
UNTOLD = 29
"""Every twenty-ninth dossier or so comes without its case, as real ones do: its time is then not judged."""
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
    procedure, case = PROCEDURES[number % len(PROCEDURES)], _case(number)
    took = chance.choice(TOOK.get(case) or TOOK.get(procedure) or USUAL)
    finished = story.moment(took - back, "15:10") + timedelta(minutes=chance.randrange(90)) if took < back else None
    state = chance.choices(("finished", "stopped", "withdrawn", "transferred"), (94, 2, 2, 2))[0]
    paused = number % 17 == 3 and (took > 2 or finished is None)
    return Entry(
        number=number + 2,
        code=f"H99.99-{received:%y%m%d}-{number + 1:04d}",
        procedure=story.documents[procedure].code,
        case=case,
        received_at=received,
        due_at=None,
        rescheduled_to=None,
        finished_at=finished,
        state=state if finished else "open",
        channel=CHANNELS[number % len(CHANNELS)],
        receiving_unit=story.units["trung-tam"].code,
        deciding_unit=story.units["ho-tich"].code,
        pauses=(_waited(story, number, received, finished is not None),) if paused else (),
    )


def _case(number: int) -> str:
    cases = CASES.get(PROCEDURES[number % len(PROCEDURES)], ("",))
    return "" if number % UNTOLD == 7 else cases[number // len(PROCEDURES) % len(cases)]


def _waited(story: Story, number: int, received: datetime, came: bool) -> Pause:
    """A pause from two hours after it came in until the morning after, where the papers came."""
    until = story.moment(1 + number // A_DAY - DAYS, "09:00") if came else None
    return Pause(received + timedelta(hours=2), until, "Bổ sung giấy tờ", f"{number + 1:03d}/PYC")
