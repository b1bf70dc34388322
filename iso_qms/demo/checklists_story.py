"""The story of the library of checklists: lists brought in, one of the commune's own, and questions hung on blocks."""

from __future__ import annotations

from iso_qms.audits.checklist import checklists, library, stale
from iso_qms.audits.checklist.asking import Asked
from iso_qms.audits.checklist.checklists import ChecklistQuestion
from iso_qms.demo.story import Diary, Story, on

DIARY: Diary = []


@on(DIARY, -30, "15:40")
def lists_are_brought_in(story: Story) -> None:
    """For the inspection from outside that is expected, and for the commune's own audit."""
    for key in ("external", "clause-7", "clause-8", "clause-9"):
        library.bring_in(key, by=story.people["daohtb"])


@on(DIARY, -30, "16:10")
def questions_hang_on_steps(story: Story) -> None:
    """Of the two procedures that most citizens come for."""
    for topic, begins, code, number in (
        ("reception", "Mỗi hồ sơ nhận vào", "QT-05", "1"),
        ("process", "Thời hạn từng bước", "QT-07", "2"),
        ("process", "Các bước được làm", "QT-07", "1"),
    ):
        revision = stale.read_by(story.documents[code])
        steps = revision.blocks if revision else []
        block = next(one.block_id for one in steps if one.kind == "step" and one.content["number"] == number)
        stale.hang(_question(topic, begins), story.documents[code], block, by=story.people["daohtb"])


@on(DIARY, -26, "10:20")
def a_list_of_ones_own(story: Story) -> None:
    """For the last weeks of the year; it shows a percentage."""
    by = story.people["daohtb"]
    asked = [
        Asked("Số hồ sơ năm nay còn tồn.", "Dossiers of this year still open.", "Kế hoạch cuối năm", weight=2,
              answer_kind="number", unit_of_measure="hồ sơ | dossiers", most="5"),
        Asked("Hồ sơ lưu của năm trước đã nộp vào kho.", "Last year's records went to the archive.",
              "Quy chế văn thư, lưu trữ", answer_kind="evidence"),
    ]  # fmt: skip
    made = library.start_checklist("Kiểm tra cuối năm", "End of the year", asked, by=by)
    library.change_checklist(made.key, [one.asked for one in made.questions], by=by, scored=True)


@on(DIARY, -10, "09:25")
def one_is_found_still_right(story: Story) -> None:
    """After QT-07 got its second issue; the other question on it still waits for somebody to look."""
    stale.confirm(_question("process", "Các bước được làm"), by=story.people["daohtb"])


def _question(topic: str, begins: str) -> ChecklistQuestion:
    return next(one for one in checklists.library()[topic].questions if one.vi.startswith(begins))
