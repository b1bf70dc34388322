"""Records on the shelves: classes taken from procedures, series of several years, a hold, and two disposals."""

from __future__ import annotations

from datetime import date

from iso_qms.demo.story import Diary, Story, on
from iso_qms.records import operations
from iso_qms.records.models import Disposal, RecordSeries

DIARY: Diary = []

CLASSES: dict[str, tuple[str, int | None, str, str]] = {
    "births": ("Sổ đăng ký khai sinh", None, "Luật Hộ tịch", "QT-01"),
    "control": ("Phiếu kiểm soát quá trình", 5, "Quy chế văn thư, lưu trữ của UBND xã", "QT-01"),
    "certified": ("Hồ sơ chứng thực chữ ký", 10, "Nghị định số 23/2015/NĐ-CP", "QT-03"),
    "letters": ("Sổ theo dõi văn bản đến", 20, "Quy chế văn thư, lưu trữ của UBND xã", ""),
    "opinions": ("Phiếu góp ý, khảo sát hài lòng", 3, "Quy chế văn thư, lưu trữ của UBND xã", ""),
}
SERIES = (
    ("births", "ho-tich", "Sổ đăng ký khai sinh quyển 01/{year}", -3, "Tủ hộ tịch 1", "1 quyển"),
    ("control", "trung-tam", "Phiếu kiểm soát quá trình năm {year}", -9, "Kho Trung tâm, giá 2", "14 hộp"),
    ("control", "trung-tam", "Phiếu kiểm soát quá trình năm {year}", -8, "Kho Trung tâm, giá 2", "16 hộp"),
    ("control", "trung-tam", "Phiếu kiểm soát quá trình năm {year}", -7, "Kho Trung tâm, giá 3", "15 hộp"),
    ("certified", "ho-tich", "Chứng thực chữ ký năm {year}", -12, "Kho lưu trữ xã, giá 5", "9 hộp"),
    ("letters", "van-phong", "Sổ văn bản đến năm {year}", -2, "Phòng văn thư", "3 quyển"),
    ("opinions", "trung-tam", "Phiếu khảo sát hài lòng năm {year}", -6, "Kho Trung tâm, giá 1", "2 hộp"),
    ("opinions", "trung-tam", "Phiếu khảo sát hài lòng năm {year}", -2, "Kho Trung tâm, giá 1", "3 hộp"),
)


@on(DIARY, -60, "08:30")
def it_is_said_how_long_records_are_kept(story: Story) -> None:
    """The quality team takes the terms from procedures and from the agency's own rules."""
    by = story.people["laikt"]
    for key, (name, years, basis, code) in CLASSES.items():
        document = story.documents.get(code)
        story.things[key] = operations.open_class(name=name, years=years, basis=basis, document=document, by=by)


@on(DIARY, -58, "14:00")
def what_lies_on_the_shelves_is_entered(story: Story) -> None:
    """Series of several years, each with the day on which it was closed."""
    for number, (key, unit, title, years, place, extent) in enumerate(SERIES):
        year = story.base.year + years
        story.things["series", number] = operations.enter_series(
            kind=story.things[key],
            unit=story.units[unit],
            title=title.format(year=year),
            closed_on=date(year, 12, 31),
            place=place,
            extent=extent,
            by=story.people["daohtb"],
        )


@on(DIARY, -50, "09:15")
def one_is_held_back(story: Story) -> None:
    """A dispute is going on, so these stay whatever their term."""
    why = "Đang giải quyết khiếu nại về một hồ sơ chứng thực, chờ kết luận."
    operations.hold(_series(story, 4), reason=why, by=story.people["daohtb"])


@on(DIARY, -44, "10:00")
def the_oldest_are_proposed(story: Story) -> None:
    """Their term has been over for years."""
    story.things["first disposal"] = _proposed(story, 1)


@on(DIARY, -42, "16:20")
def their_disposal_is_approved(story: Story) -> None:
    """By somebody else."""
    operations.approve(story.things["first disposal"], by=story.people["hienptm"])


@on(DIARY, -40, "15:00")
def they_are_disposed_of_before_witnesses(story: Story) -> None:
    """The minutes name who was there."""
    who = "Thân Thị Nhã, Văn thư - lưu trữ\nMạc Văn Hiền, Văn thư Trung tâm"
    operations.carry_out(story.things["first disposal"], on=story.day(-40), witnesses=who, by=story.people["daohtb"])


@on(DIARY, -38, "08:50")
def one_is_proposed_too_early(story: Story) -> None:
    """Nobody had counted the boxes yet."""
    story.things["second disposal"] = _proposed(story, 2)


@on(DIARY, -36, "11:10")
def it_is_declined(story: Story) -> None:
    """With a reason, so that it comes back the right way."""
    why = "Chưa có biên bản kiểm kê. Kiểm kê xong thì đề nghị lại."
    operations.decline(story.things["second disposal"], by=story.people["hienptm"], note=why)


@on(DIARY, -20, "14:30")
def one_is_proposed_and_taken_back(story: Story) -> None:
    """The wrong shelf."""
    wrong = _proposed(story, 3)
    operations.take_back(wrong, by=story.people["daohtb"], note="Nhầm giá, kiểm tra lại rồi đề nghị.")


@on(DIARY, -12, "09:00")
def the_right_ones_are_proposed(story: Story) -> None:
    """After another look at the shelf."""
    story.things["third disposal"] = _proposed(story, 3)


@on(DIARY, -9, "15:20")
def they_are_approved_and_wait_to_be_disposed_of(story: Story) -> None:
    """The date with the witnesses is still to come."""
    operations.approve(story.things["third disposal"], by=story.people["hienptm"])


@on(DIARY, -4, "09:40")
def others_wait_for_approval(story: Story) -> None:
    """On the leadership's desk."""
    _proposed(story, 2, 6)


def _proposed(story: Story, *numbers: int) -> Disposal:
    series = [_series(story, number) for number in numbers]
    return operations.propose(series, method="Văn thư - lưu trữ cắt nhỏ bằng máy", by=story.people["daohtb"])


def _series(story: Story, number: int) -> RecordSeries:
    found: RecordSeries = story.things["series", number]
    return found
