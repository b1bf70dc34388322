"""Whom a text concerns: the posts its own steps name."""

from types import SimpleNamespace

from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.acknowledgement.acknowledging import distribute, duty_of, is_owed
from iso_qms.documents.acknowledgement.concerning import fitting, follow_the_text
from iso_qms.documents.approval.reviewing import approve
from iso_qms.documents.blocks import add_block
from iso_qms.documents.models import Distribution
from iso_qms.documents.operations import submit
from iso_qms.text import fold

UNITS = ((1, "Kinh tế"), (2, "Văn hóa"))


def step(number, responsible):
    return {"number": number, "action": "Xem xét.", "responsible": responsible, "durations": [], "output": None}


def released(shelf, *steps, readers=()):
    draft = shelf.draft(shelf.document(readers=readers))
    for number, responsible in steps:
        add_block(draft, "step", step(number, responsible))
    submit(draft, by=shelf.person("author"))
    shelf.opinion(draft, "agree")
    approve(draft, by=shelf.person("leader"), effective_on=today())
    return draft


def test_the_duty_follows_from_the_steps_and_says_which(shelf):
    post = shelf.post("head_centre")
    revision = released(shelf, ("4", post.title.upper()), ("5", f"{post.title} {post.unit.name}"), ("6", "Không ai"))

    duty = duty_of(revision, shelf.person("head_centre"))
    assert duty.steps == "4, 5"
    assert post.title in duty.reason and "4, 5" in duty.reason
    assert is_owed(duty)


def test_a_post_named_by_a_step_stays_a_reader_whatever_the_list_says(shelf):
    post = shelf.post("head_centre")
    revision = released(shelf, ("4", post.title), readers=("staff",))
    distribute(revision.document, [], by=shelf.person("quality"))
    assert is_owed(duty_of(revision, shelf.person("head_centre")))
    assert not is_owed(duty_of(revision, shelf.person("staff")))
    row = db.session.scalars(select(Distribution).where(Distribution.post_id == post.id)).unique().one()
    assert not row.listed and row.ended_on is None


def test_a_post_that_is_opened_later_is_found_by_the_next_revision(shelf):
    revision = released(shelf, ("4", shelf.post("head_centre").title))
    assert follow_the_text(revision) is False
    row = db.session.scalars(select(Distribution)).unique().one()
    assert (row.steps, row.listed) == ("4", False)


def test_a_title_that_several_units_have_is_not_guessed():
    posts = [SimpleNamespace(title="Trưởng phòng", unit_id=one, unit=SimpleNamespace(name=name)) for one, name in UNITS]
    assert fitting(fold("Trưởng phòng"), posts, {9}) == []
    assert fitting(fold("trưởng phòng Văn hóa"), posts, {9}) == posts[1:]
    assert fitting(fold("Trưởng phòng"), posts, {1}) == posts[:1]
    assert fitting(fold("Trưởng phòng"), posts[:1], {9}) == posts[:1]
