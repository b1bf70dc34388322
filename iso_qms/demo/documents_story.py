"""The story of the documents: written, reviewed, sent back, approved, issued, withdrawn, acknowledged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from iso_qms.clock import now, today
from iso_qms.demo.readers import READERS, plan_of
from iso_qms.demo.register import DECIDED_AT_ONCE, DECISIONS, DOCUMENTS, ISSUES, Decision, Issue
from iso_qms.demo.story import Diary, Entry, Story, on
from iso_qms.documents import operations, writing
from iso_qms.documents.acknowledgement import acknowledging, briefing, objecting, questioning, quick_signs
from iso_qms.documents.approval import reviewing, routing
from iso_qms.documents.blocks import rendered
from iso_qms.documents.issue import issuing, releasing, suspending
from iso_qms.documents.models import Acknowledgement, Revision
from iso_qms.organisation.people import Person
from iso_qms.processes.operations import write_procedure

DIARY: Diary = []

IN_A_HURRY, HURRIED, READ_FOR = "thuattq", 4, 420
"""Who acknowledges at once, after how many seconds, and how many all others read."""

DESPITE = "Nghị định số 61/2018/NĐ-CP đã được thay thế; quy trình chỉ dùng đến khi Trung tâm mới nhận việc."
"""Why the procedure of the old desk is approved although the check finds an error in it."""


def entries() -> Diary:
    """Everything that happened to documents."""
    found = list(DIARY)
    for place, issue in enumerate(ISSUES):
        found += _of_issue(issue, place)
    for decision in DECISIONS:
        found += _of_decision(decision)
    found += [Entry(day, at, partial(_acknowledge, code, login)) for code, login, day, at in plan_of()]
    return found


def _of_issue(issue: Issue, place: int) -> Iterator[Entry]:
    at: Callable[[int, int], str] = partial(_clock, place)
    yield Entry(issue.started, at(8, 5), partial(_start, issue))
    if issue.submitted is None:
        return
    yield Entry(issue.submitted, at(14, 0), partial(_submit, issue))
    for login, _place, day, remark in issue.opinions:
        if day is not None:
            yield Entry(day, at(9, 0), partial(_give_opinion, issue.code, login, remark))
    if issue.approved is not None:
        yield Entry(issue.approved, at(15, 30), partial(_approve, issue.code))


def _of_decision(decision: Decision) -> Iterator[Entry]:
    yield Entry(decision.prepared, "10:40", partial(_prepare, decision))
    if decision.issued:
        yield Entry(decision.decided, "16:10", partial(_issue, decision.number))
    elif decision.abandoned:
        yield Entry(decision.decided, "08:50", partial(_abandon, decision))


def _start(issue: Issue, story: Story) -> None:
    author = story.people[issue.author]
    if issue.code not in story.documents:
        _register(issue.code, story)
    revision = operations.start_revision(
        story.documents[issue.code], by=author, change_summary=issue.why, change_basis=issue.basis
    )
    _write(revision, issue.text, author)
    _ask(revision, author)
    if issue.opinions:
        places = [(story.posts[login], place) for login, place, _day, _remark in issue.opinions]
        routing.name_reviewers(revision, places, approver=story.posts["thuattq"], by=author)


def _register(code: str, story: Story) -> None:
    entered = DOCUMENTS[code]
    story.documents[code] = operations.register_document(
        entered.kind,
        code=code,
        title=entered.title,
        unit=story.units[entered.unit],
        owner_post=story.posts[entered.owner],
        by=story.people[entered.by],
        issuer=entered.issuer,
    )
    if code in READERS:
        posts = [(story.posts[post], why) for post, why in READERS[code].items()]
        acknowledging.distribute(story.documents[code], posts, by=story.people["laikt"])


def _ask(revision: Revision, by: Person) -> None:
    """One question on the step that was added to the second issue of QT-07."""
    if revision.document.code != "QT-07" or revision.previous() is None:
        return
    steps = [one for one in questioning.changed_blocks(revision) if one.kind == "step"]
    step = next(one for one in steps if any("quá hạn" in words for _name, words in rendered(one.kind, one.content)))
    question = questioning.Asked(
        step.block_id,
        "Chiều thứ Tư thấy một hồ sơ hẹn trả thứ Năm sẽ quá hạn thì làm gì?",
        (
            "Chờ hết hạn rồi gọi điện xin lỗi người dân",
            "Báo Trung tâm ngay trong thứ Tư, kèm phiếu xin lỗi và ngày hẹn mới",
            "Ghi vào sổ theo dõi và xử lý vào cuối tuần",
        ),
        2,
    )
    questioning.set_questions(revision, [question], by=by, edits=revision.edits)


def _write(revision: Revision, text: Any, author: Any) -> None:
    if isinstance(text, dict):
        write_procedure(revision, text, by=author, edits=revision.edits)
    else:
        sections = [{"block": 0, "heading": heading, "text": words} for heading, words in text]
        writing.write_text(revision, sections, by=author, edits=revision.edits)


def _submit(issue: Issue, story: Story) -> None:
    operations.submit(story.newest(issue.code), by=story.people[issue.author])


def _give_opinion(code: str, login: str, remark: str, story: Story) -> None:
    revision, post = story.newest(code), story.posts[login]
    review = next(one for one in revision.reviews_of_round() if one.post_id == post.id)
    opinion = "disagree" if remark.startswith("✗") else "agree"
    reviewing.give_opinion(review, opinion, by=story.people[login], remark=remark.removeprefix("✗"))


def _approve(code: str, story: Story) -> None:
    day = story.day(-100) if code in DECIDED_AT_ONCE else None
    note = DESPITE if code == "QT-08" else ""
    reviewing.approve(story.newest(code), by=story.people["thuattq"], effective_on=day, note=note)


def _prepare(decision: Decision, story: Story) -> None:
    story.things[decision.number] = issuing.prepare_decision(
        number=decision.number,
        title=decision.title,
        decided_on=story.day(decision.decided),
        effective_on=story.day(decision.effective),
        revisions=[story.newest(code) for code in decision.codes],
        signer=story.posts["thuattq"],
        by=story.people["laikt"],
    )


def _issue(number: str, story: Story) -> None:
    issuing.issue(story.things[number], by=story.people["thuattq"])


def _abandon(decision: Decision, story: Story) -> None:
    issuing.abandon(story.things[decision.number], by=story.people["laikt"], note=decision.abandoned)


def _acknowledge(code: str, login: str, story: Story) -> None:
    document, person = story.documents[code], story.people[login]
    revision = document.revision_on(today())
    duty = acknowledging.duty_of(revision, person) if revision else None
    assert duty is not None, f"{login} was not asked to acknowledge {code}"
    remark = REMARKS.get((code, login), "") if revision and revision.number > 1 else ""
    if revision:
        right = {one.id: one.right_choice for one in questioning.questions_of(revision)}
        questioning.answer(duty, right, by=person)
    quick_signs.open_text(duty, at=now() - timedelta(seconds=HURRIED if login == IN_A_HURRY else READ_FOR))
    acknowledging.acknowledge(duty, by=person, remark=remark)
    if duty.brief_by:
        _brief(duty, person, story)


def _brief(duty: Acknowledgement, head: Person, story: Story) -> None:
    """The head tells the staff the same day; somebody who was away on the day of QT-07 has not caught up yet."""
    staff = [one.id for one in briefing.roster_of(duty.unit_id, head)]
    away = staff[-1:] if duty.revision.document.code == "QT-07" and duty.revision.number > 1 else []
    briefing.record_briefing(
        duty.revision,
        duty.unit,
        {number: briefing.Presence(was_there=number not in away or len(staff) == 1) for number in staff},
        by=head,
        held_on=today(),
        method="meeting",
    )


REMARKS = {
    ("QT-07", "lucnb"): "Sáng thứ Hai máy quét quầy 1 hay kẹt giấy, khó giữ 0,25 ngày ở bước 1.",
    ("QT-07", "taolh"): "Đã phổ biến cho quầy 1 và 2 ngày đầu tuần.",
}


@on(DIARY, -65, "14:20")
def it_was_submitted_too_early(story: Story) -> None:
    """The author of QT-02 submits."""
    operations.submit(story.newest("QT-02"), by=story.people["taolh"])


@on(DIARY, -64, "08:35")
def and_is_taken_back(story: Story) -> None:
    """And takes it back to go on writing."""
    why = "Bổ sung bước báo chậm theo góp ý của quầy 3"
    operations.take_back(story.newest("QT-02"), by=story.people["taolh"], note=why)


@on(DIARY, -80, "09:15")
def copies_are_stopped_for_a_while(story: Story) -> None:
    """For two weeks of moving desks nobody works by the procedure for copies; its day to apply again is known."""
    suspending.suspend(
        story.newest("QT-09"),
        by=story.people["thuattq"],
        note="Bộ phận chứng thực chuyển trụ sở, hồ sơ tạm nộp tại Văn phòng",
        on=story.day(-79),
        until=story.day(-69),
        decision="109/QĐ-UBND",
    )


@on(DIARY, -6, "15:20")
def scanning_is_suspended(story: Story) -> None:
    """The software for scanning is being replaced: nobody works by the instruction until further notice."""
    suspending.suspend(
        story.newest("HD-01"),
        by=story.people["thuattq"],
        note="Phần mềm số hóa đang được thay, cách đặt tên và nơi lưu sẽ đổi",
        decision="201/QĐ-UBND",
    )


@on(DIARY, -45, "10:30")
def the_old_one_is_withdrawn(story: Story) -> None:
    """The procedure of the old one-stop desk ends, with what replaces it."""
    releasing.withdraw(
        story.newest("QT-08"),
        by=story.people["thuattq"],
        note="Bộ phận Một cửa đã chuyển thành Trung tâm Phục vụ hành chính công",
        replacement=story.documents["QT-02"],
    )


@on(DIARY, -36, "09:50")
def a_second_issue_is_begun(story: Story) -> None:
    """Of the audit procedure, because of news on the standard."""
    why = "Cập nhật theo phiên bản mới của tiêu chuẩn"
    operations.start_revision(story.documents["QT-03"], by=story.people["daohtb"], change_summary=why)


@on(DIARY, -33, "16:15")
def and_put_aside(story: Story) -> None:
    """For nobody has said yet when the new edition holds."""
    why = "Chờ hướng dẫn của Bộ Khoa học và Công nghệ về phiên bản mới của tiêu chuẩn"
    operations.discard(story.newest("QT-03"), by=story.people["daohtb"], note=why)


@on(DIARY, -1, "09:40")
def somebody_cannot_apply_it(story: Story) -> None:
    """A clerk at the desk says why; the owner has three working days to answer."""
    revision = story.documents["QT-07"].revision_on(today())
    duty = acknowledging.duty_of(revision, story.people["dieutt"]) if revision else None
    assert duty is not None, "dieutt was not asked to acknowledge QT-07"
    why = "Bàn hướng dẫn chưa có mẫu phiếu xin lỗi và hẹn lại ngày trả, nên chưa thể báo chậm như bước mới."
    objecting.object_to(duty, by=story.people["dieutt"], because=why)


def _clock(place: int, hour: int, minute: int) -> str:
    minutes = hour * 60 + minute + place * 13 % 85
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
