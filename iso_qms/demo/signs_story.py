"""Signs of formalism: a cause copied under three cases, talked about and put away, until a fourth brings it back."""

from __future__ import annotations

from iso_qms.demo.doings import caused, dismissed, opened
from iso_qms.demo.story import Diary, Entry, Story
from iso_qms.improvement.sign import signs

CAUSE = "Quy trình chưa có bước kiểm tra chéo trước khi trả kết quả"
CASES = (
    ("wrong name", -34, "Giấy xác nhận ghi sai tên đệm", CAUSE),
    ("wrong day", -27, "Trích lục ghi sai ngày sinh", f"{CAUSE.upper()}."),
    ("wrong number", -20, "Số vào sổ trùng nhau ở hai giấy xác nhận", CAUSE),
    ("wrong place", -3, "Giấy xác nhận ghi tên xã cũ", "Quy trình chưa có bước kiểm tra chéo  trước khi trả kết quả."),
)


def _cases() -> Diary:
    found: Diary = []
    for key, day, title, statement in CASES:
        found += [
            opened(key, day, "09:31", by="khuebd", unit="trung-tam", title=title, grade="observation"),
            caused(key, day + 1, "10:41", by="phacld", whys=("Không ai đọc lại lần hai.",), statement=statement),
            dismissed(key, day + 1, "15:11", by="daohtb", note="Đã cấp lại ngay; gộp vào đợt rà soát quy trình."),
        ]
    return found


def talked(day: int, at: str) -> Entry:
    """The quality team talks with the head about what was copied."""

    def act(story: Story) -> None:
        by, on = story.people["daohtb"], story.day(day)
        for read in signs.signs_for(by, on):
            for one in read.open if read.name == "copied" else ():
                seen = [f"{kind}:{number}" for kind, number in signs.rows_of(one.case)]
                note = "Trung tâm đề nghị sửa quy trình một lần thay vì ghi lại cùng một câu."
                signs.note_talk("copied", one.case.key, by=by, talked_on=on, note=note, seen=seen)

    return Entry(day, at, act)


DIARY: Diary = [*_cases(), talked(-15, "14:21")]
