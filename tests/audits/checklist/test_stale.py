"""Questions that hang on blocks of procedures: stale when the block says something else by the day of the visit."""

from __future__ import annotations

from datetime import date

import pytest

from iso_qms.audits.checklist import checklists, library, stale
from iso_qms.audits.checklist.stale import asked_at, fate_of, hung_on, stale_on
from iso_qms.audits.standing import awaiting
from iso_qms.db import db, transaction
from iso_qms.documents.issue import releasing
from iso_qms.documents.models import Document
from iso_qms.workflow import Forbidden, Incomplete
from tests.audits.scenes import Scene
from tests.documents.conftest import Shelf

TODAY, LATER = date(2026, 11, 23), date(2026, 12, 7)


@pytest.mark.parametrize(
    ("stands", "present", "fate"),
    [
        (True, "a", "same"),
        (True, "b", "changed"),
        (True, None, "removed"),
        (False, None, "not_in_force"),
        (False, "a", "not_in_force"),
    ],
)
def test_what_became_of_a_block(stands, present, fate):
    assert fate_of("a", stands=stands, present=present) == fate


class Hung:
    """A procedure in force, and the first question about working hours hung on its block."""

    def __init__(self, scene):
        self.scene, self.by, self.shelf = scene, scene.person("quality"), Shelf(scene.place)
        self.inspection = scene.planned(topics=["hours"])
        revision = self.shelf.in_force(text="Mở cửa lúc 07:30.")
        self.document, self.block = revision.document, revision.blocks[0].block_id
        stale.hang(self.question, self.document, self.block, by=self.by)

    @property
    def question(self):
        return checklists.library()["hours"].questions[0]

    def changes(self, *, on, text="Mở cửa lúc 08:00."):
        """The next revision of the procedure, approved for a day."""
        return self.shelf.approved(self.document, on=on, text=text)


@pytest.fixture
def hung(scene):
    return Hung(scene)


def test_a_question_is_stale_before_the_visit_that_comes_after_the_change(hung):
    assert [one.fate for one in hung_on(LATER)] == ["same"]
    hung.changes(on=date(2026, 12, 1))
    assert not stale_on(TODAY)
    (one,) = stale_on(LATER)
    assert (one.fate, one.question, one.document) == ("changed", hung.question, hung.document)
    assert not asked_at(hung.inspection)[1], "it is visited before the change"
    later = hung.scene.planned(topics=["hours"], planned_on=LATER)
    assert [one.fate for one in asked_at(later)[1]] == ["changed"]
    (change,) = [part for part in stale.changes_of([one])[one.question.id] if part.is_changed]
    assert (change.old, change.new) == ("Mở cửa lúc 07:30.", "Mở cửa lúc 08:00.")

    assert db.session.scalar(stale.how_many(LATER)) == 1
    assert not db.session.scalar(stale.how_many(TODAY))
    assert next(row.what for row in awaiting(hung.by, TODAY) if row.kind == "checklist").startswith("1 câu hỏi")
    assert "checklist" not in {row.kind for row in awaiting(hung.scene.person("inspector2"), TODAY)}
    stale.confirm(hung.question, by=hung.by)
    assert not stale_on(LATER)
    assert "checklist" not in {row.kind for row in awaiting(hung.by, TODAY)}


def test_a_new_version_keeps_the_block_and_a_reworded_question_is_held_against_the_new_words(hung):
    hung.changes(on=date(2026, 12, 1))
    before = checklists.library()["hours"]
    rows = [one.asked._replace(document_id=None, block_id=None, block_hash="") for one in before.questions]
    library.change_checklist("hours", rows, by=hung.by)
    assert [one.fate for one in stale_on(LATER)] == ["changed"], "worded as before it stays stale"
    before = checklists.library()["hours"]
    rows[0] = rows[0]._replace(vi="Mở cửa lúc 08:00, có mặt đủ?", key=before.questions[0].key)
    made = library.change_checklist("hours", rows, by=hung.by)
    assert made.questions[0].block_id == hung.block
    assert not stale_on(LATER)
    assert checklists.checklists_of(hung.inspection)[0].version == 1, "the visit keeps the version it was given"


def test_a_block_that_is_gone_is_said_so_and_cannot_be_confirmed(hung):
    revision = hung.document.standing_on(TODAY)
    releasing.withdraw(revision, by=hung.scene.person("leader"), note="Không còn dùng.")
    assert [one.fate for one in stale_on(LATER)] == ["not_in_force"]
    assert db.session.scalar(stale.how_many(LATER)) == 1
    with pytest.raises(Incomplete):
        stale.confirm(hung.question, by=hung.by)
    with pytest.raises(Incomplete):
        stale.hang(hung.question, hung.document, 999_999, by=hung.by)
    with pytest.raises(Forbidden):
        stale.take_off(hung.question, by=hung.scene.person("inspector2"))
    stale.take_off(hung.question, by=hung.by)
    assert not hung_on(LATER)


@pytest.mark.one_database
def test_it_is_hung_flagged_and_settled_on_the_pages(morning):
    with morning.app.test_request_context(), transaction():
        shelf = Shelf(Scene(morning.place).place)
        document = shelf.in_force(text="Mở cửa lúc 07:30.").document.id
        number = checklists.library()["hours"].questions[0].id
    path = f"/questions/{number}/block"
    assert "qt-99" in morning.get("quality", f"{path}?document=QT-99").text.lower()
    assert "Mở cửa lúc 07:30." in morning.get("quality", f"{path}?document=QT-07").text
    assert morning.send("quality", f"{path}?document=QT-07", path).status_code == 422, "no block was chosen"
    page = morning.get("quality", f"{path}?document=QT-07").text
    block = page.split('name="block"')[1].split('value="')[1].split('"')[0]
    assert "Gắn với QT-07" in morning.send("quality", f"{path}?document=QT-07", path, block=block).text
    with morning.app.test_request_context(), transaction():
        shelf = Shelf(Scene(morning.place).place)
        shelf.approved(db.session.get_one(Document, document), on=date(2026, 11, 30), text="Mở cửa lúc 08:00.")
    page = morning.get("quality", "/checklists").text
    assert "Đoạn đã có nội dung khác" in page
    assert ">07:30<" in page
    assert ">08:00<" in page
    assert "1 câu hỏi dựa vào đoạn thay đổi" in morning.visitor("quality").get("/an-khe/").text
    planned = morning.planned(topics=["hours"])
    assert "Trước cuộc kiểm tra" in planned.text
    settled = morning.send("quality", "/checklists", f"{path}/confirm")
    assert "Đoạn đã có nội dung khác" not in settled.text
    assert morning.get("inspector2", path).status_code == 403
    off = morning.send("quality", "/checklists/hours", f"{path}/off")
    assert "Gắn với QT-07" not in off.text
