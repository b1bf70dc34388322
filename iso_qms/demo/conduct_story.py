"""The story of hours and conduct: what came back, a restricted finding, names that wait or ended, issued papers."""

from __future__ import annotations

from iso_qms.audits import operations
from iso_qms.audits.conduct import privacy
from iso_qms.audits.conduct.conduct_rules import conduct_of, set_conduct_rules
from iso_qms.audits.conduct.ladder import Step
from iso_qms.audits.conduct.name_ends import end_name
from iso_qms.audits.conduct.recurring import climb
from iso_qms.audits.finding import notifying, replying
from iso_qms.audits.report.issuing import issue_conclusion, issue_summary
from iso_qms.clock import today
from iso_qms.demo.story import Diary, Story, on
from iso_qms.demo.visits import end_visit, name_team, note, plan
from iso_qms.organisation.operations import clock_of

DIARY: Diary = []
UNIT, HEAD = "van-hoa", "chimtq"
VISITS = (("quiet 1", -110), ("quiet 2", -85), ("quiet 3", -40), ("quiet 4", -18))
"""Four visits of one unit: the third stands on the second rung of the ladder, the fourth on the leader's table."""
NAMED = "quiet 1 clock"
"""A finding that named somebody, was taken back, and whose name has ended since."""


@on(DIARY, -112, "09:00")
def the_rules_are_set(story: Story) -> None:
    """Quality control sets how far back is looked; grades stay the usual ones."""
    rules = conduct_of(story.agency.id).grade_rules
    set_conduct_rules(by=story.people["daohtb"], rules=rules, ladder={"hours": Step(14, (1, 2, 3))}, fewest=5)


def _visit(key: str, day: int) -> None:
    @on(DIARY, day, "07:40")
    def begins(story: Story) -> None:
        plan(
            story,
            key,
            day,
            "Kiểm tra giờ làm việc của Phòng Văn hóa - Xã hội",
            units=(UNIT,),
            topics=("hours",),
        )
        name_team(story, key, "daohtb", "khuebd")
        operations.start(story.things[key], by=story.people["daohtb"])
        note(
            story,
            key,
            f"{key} late",
            by="daohtb",
            unit=UNIT,
            kind="hours",
            grade="major" if day > -60 else "minor",
            article="Quy chế làm việc của UBND xã Vân Khê, điều 12",
            seen="07:35",
            minutes=12,
            people=2,
            title="Phòng mở cửa muộn 12 phút",
            evidence="Cửa phòng khóa lúc 07:30; mở lúc 07:42. Có hai người dân chờ.",
            place="Phòng Văn hóa - Xã hội",
        )
        notifying.notify(story.things[f"{key} late"], by=story.people["daohtb"])
        if day == VISITS[0][1]:
            _somebody_is_named(story, key)
        end_visit(story, key, HEAD, UNIT)

    @on(DIARY, day + 4, "10:00")
    def is_concluded(story: Story) -> None:
        finding, dao = story.things[f"{key} late"], story.people["daohtb"]
        replying.confirm(finding, by=dao, note="Đơn vị không có ý kiến khác.")
        climb(finding, clock_of(story.agency.id))
        operations.conclude(story.things[key], conclusion="Giờ mở cửa chưa được giữ.", recommendation="", by=dao)
        operations.close(story.things[key], by=dao)


def _somebody_is_named(story: Story, key: str) -> None:
    note(
        story,
        key,
        NAMED,
        by="khuebd",
        unit=UNIT,
        kind="hours",
        grade="minor",
        person="duyencv",
        article="Quy chế làm việc của UBND xã Vân Khê, điều 12",
        seen="07:38",
        title="Đến muộn theo máy chấm công",
        evidence="Máy chấm công ghi Chử Văn Duyên đến lúc 08:05.",
        grade_reason="Giờ làm việc không được giữ.",
    )
    notifying.notify(story.things[NAMED], by=story.people["daohtb"])


@on(DIARY, -107, "09:00")
def the_clock_was_wrong(story: Story) -> None:
    """He had been there; the finding is taken back."""
    withdrawn = "Đồng hồ của máy chấm công chạy sai; ông Duyên đến lúc 07:24."
    replying.withdraw(story.things[NAMED], by=story.people["daohtb"], note=withdrawn)


@on(DIARY, -60, "00:20")
def the_name_has_ended(story: Story) -> None:
    """Two months later nobody can tell from it who it was."""
    end_name(story.things[NAMED], clock_of(story.agency.id))


@on(DIARY, -1, "14:20")
def somebody_may_explain(story: Story) -> None:
    """In the visit that is running: told this afternoon, and the time to explain has just begun."""
    note(
        story,
        "now",
        "break",
        by="khuebd",
        unit="trung-tam",
        kind="hours",
        grade="minor",
        person="bangtc",
        seen="13:50",
        minutes=20,
        people=4,
        article="Quy chế làm việc của UBND xã Vân Khê, điều 12",
        title="Mở quầy buổi chiều muộn 20 phút",
        evidence="Quầy 3 mở lúc 13:50; bốn người dân chờ từ 13:30.",
        grade_reason="Người dân phải chờ.",
        place="Quầy 3",
    )
    notifying.notify(story.things["break"], by=story.people["daohtb"])


@on(DIARY, -54, "09:00")
def the_person_asks(story: Story) -> None:
    """The finding that was taken back is not to be read by anybody but the team and herself."""
    story.things["restriction"] = privacy.ask_restriction(
        story.things["late once"], by=story.people["suonglt"], words="Việc đã được rút; tôi đề nghị không lưu hành."
    )


@on(DIARY, -53, "15:00")
def it_is_restricted(story: Story) -> None:
    """Quality control agrees; two months after it was withdrawn, the name ends."""
    privacy.decide_restriction(
        story.things["restriction"], by=story.people["khuebd"], granted=True, reason="Phát hiện đã được rút."
    )


@on(DIARY, -105, "14:00")
def the_first_conclusion_is_issued(story: Story) -> None:
    """The chair signs the notice of conclusion of the first visit."""
    issue_conclusion(story.things["quiet 1"], by=story.people["thuattq"], number="61/TB-UBND", on=today())


@on(DIARY, -80, "14:00")
def the_second_is_issued(story: Story) -> None:
    """So is that of the second."""
    issue_conclusion(story.things["quiet 2"], by=story.people["thuattq"], number="74/TB-UBND", on=today())


@on(DIARY, -76, "09:00")
def it_is_corrected_and_replaced(story: Story) -> None:
    """The door was open two minutes earlier than it had said; the notice that was issued stays as it was."""
    replying.correct(
        story.things["quiet 2 late"],
        by=story.people["daohtb"],
        title="Phòng mở cửa muộn 10 phút",
        evidence="Cửa phòng khóa lúc 07:30; mở lúc 07:40. Có hai người dân chờ.",
        grade="minor",
        grade_reason="Giờ làm việc không được giữ.",
        note="Đối chiếu lại với máy chấm công: mở cửa lúc 07:40.",
    )
    reason = "Sửa giờ mở cửa theo máy chấm công."
    inspection = story.things["quiet 2"]
    issue_conclusion(inspection, by=story.people["thuattq"], number="77/TB-UBND", on=today(), reason=reason)


@on(DIARY, -4, "15:00")
def the_summary_of_the_year_is_issued(story: Story) -> None:
    """In November the summary goes to the level above; what is found afterwards stands beside it."""
    year = today().year
    fewest = conduct_of(story.agency.id).fewest
    issue_summary(year, by=story.people["thuattq"], fewest=fewest, number="212/BC-UBND", on=today())


for _key, _day in VISITS:
    _visit(_key, _day)
