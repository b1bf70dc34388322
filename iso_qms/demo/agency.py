"""Setting up the agency: units, posts, people, roles, office hours; who comes, goes, and is away."""

from __future__ import annotations

from datetime import date, time

from iso_qms.demo.people import LEFT, MEMBERS, PHONES, SECOND_POSTS, UNITS, Member
from iso_qms.demo.story import Diary, Story, on
from iso_qms.organisation import accounts, operations
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.units import Unit
from iso_qms.worktime import OFFICE_WEEK, Interval

PASSWORD = "xin chao QMS 2026"
"""Everybody's, and in the demo only."""

SINCE = date(2025, 7, 1)
"""The day communes of the two-tier administration began."""

SATURDAY = (Interval(time(7, 30), time(11, 30)),)

DIARY: Diary = []


def settle(story: Story) -> None:
    """Set up everything there is on the first day."""
    for key, (code, name, parent) in UNITS.items():
        phone = PHONES.get(key, "")
        above = story.units[parent] if parent else None
        story.units[key] = operations.open_unit(name, code=code, by=story.by, since=SINCE, parent=above, phone=phone)
    for member in MEMBERS:
        _take_in(story, member)
    for key, (login, unit, title) in SECOND_POSTS.items():
        story.posts[key] = _give_post(
            story, story.people[login], title, story.units[unit], ("staff", "head"), head=True
        )
    week = (*OFFICE_WEEK[:5], SATURDAY, ())
    operations.set_hours(week, by=story.by, since=SINCE, unit=story.units["trung-tam"])


def _take_in(story: Story, member: Member) -> None:
    login, unit = member.login, story.units[member.unit]
    person = operations.enter_person(
        member.name, by=story.by, login=login, email=f"{login}@vankhe.example", salutation=member.salutation
    )
    story.people[login] = person
    _give_password(story, person)
    story.posts[login] = _give_post(story, person, member.post, unit, ("staff", *member.roles), head=member.head)


def _give_password(story: Story, person: Person) -> None:
    first = next(iter(story.people.values()))
    if person is first:
        accounts.set_password(person, PASSWORD, by=story.by)
    else:
        person.password_hash = first.password_hash  # the same for all: hashed once, because hashing is slow on purpose


def _give_post(
    story: Story, person: Person, title: str, unit: Unit, roles: tuple[str, ...], *, head: bool = False
) -> Post:
    post = operations.open_post(title, unit=unit, by=story.by, since=SINCE, is_head=head)
    operations.hold_post(person, post, by=story.by, since=SINCE)
    for role in roles:
        operations.grant(role, by=story.by, since=SINCE, post=post, unit=unit if role == "head" else None)
    return post


@on(DIARY, -46, "09:05")
def a_holder_leaves(story: Story) -> None:
    """Everything of a colleague who moves to another commune goes over to his successor, and his account is locked."""
    administrator, leaver = story.people["khaidq"], story.people[LEFT]
    why = "Chuyển công tác theo quyết định điều động"
    operations.hand_over(leaver, to=story.people["tuatt"], by=administrator, reason=why)
    operations.lock_person(leaver, by=administrator, reason=why)


@on(DIARY, -72, "10:20")
def the_chairman_is_represented_for_a_week(story: Story) -> None:
    """A delegation that has ended."""
    thuat, hien = story.people["thuattq"], story.people["hienptm"]
    days = {"since": story.day(-71), "until": story.day(-66)}
    operations.delegate(story.posts["thuattq"], to=hien, by=thuat, capacity="KT.", reason="Đi học tập trung", **days)
    operations.note_absence(thuat, by=thuat, kind="duty", first_on=story.day(-71), last_on=story.day(-67))


@on(DIARY, -3, "08:10")
def a_head_is_represented_now(story: Story) -> None:
    """The delegation that is running now."""
    dien, thuong = story.people["dienns"], story.people["thuonglth"]
    why = "Dự lớp bồi dưỡng lãnh đạo cấp phòng tại tỉnh"
    days = {"since": story.day(-2), "until": story.day(7)}
    operations.delegate(story.posts["dienns"], to=thuong, by=dien, capacity="KT.", reason=why, **days)
    operations.note_absence(dien, by=dien, kind="duty", first_on=story.day(-2), last_on=story.day(6), reason=why)


@on(DIARY, -5, "15:40")
def leave_is_noted(story: Story) -> None:
    """Leave and duty of people at the counters, known before the inspectors come."""
    director = story.people["phacld"]
    for login, kind, first, last, reason in (
        ("ngatct", "leave", 0, 1, "Nghỉ phép năm"),
        ("khietdm", "duty", 0, 0, "Tập huấn phần mềm tại Sở"),
        ("hieutt", "leave", -1, 0, "Con ốm"),
        ("vantt", "leave", 3, 5, "Nghỉ phép năm"),
    ):
        by = director if login in ("ngatct", "khietdm") else story.people[login]
        first_on, last_on = story.day(first), story.day(last)
        operations.note_absence(
            story.people[login], by=by, kind=kind, first_on=first_on, last_on=last_on, reason=reason
        )
