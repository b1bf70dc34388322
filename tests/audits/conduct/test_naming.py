"""Words that say who, in findings that name nobody; and what of such words the journal keeps."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from iso_qms.audits.conduct.naming import people_in, posts_in
from iso_qms.audits.finding import notifying, noting, replying
from iso_qms.db import db
from iso_qms.organisation.people import Person
from iso_qms.workflow import Incomplete


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("Ông Đặng Văn Viên nói gắt", True),
        ("dang van vien noi gat", True),
        ("Đặng  Văn\nViên", True),
        ("anh Viên ở quầy 2", True),
        ("vienadv rời quầy", True),
        ("Hai viên gạch ở cửa; một nhân viên", False),
        ("Bà Viênna hỏi lại", False),
    ],
)
def test_somebody_is_found_however_they_are_written(words, says):
    person = Person(name="Đặng Văn Viên", login="vienadv")
    assert people_in(words, [person]) == (["Đặng Văn Viên"] if says else [])


def test_a_post_says_who_where_one_person_alone_holds_it():
    titles = ["Công chức một cửa", "Công chức một cửa", "Thủ quỹ cơ quan", "Thủ kho"]
    assert posts_in("Công chức một cửa nói gắt", titles) == []
    assert posts_in("Lúc 08:10 THỦ QUỸ CƠ QUAN chưa đến", titles) == ["Thủ quỹ cơ quan"]
    assert posts_in("Thủ quỹ cơ quanh", titles) == []


def test_a_finding_whose_words_say_who_is_not_told_before_somebody_is_named(scene):
    inspection, lead = scene.begun(), scene.person("inspector2")
    about = {"kind": "conduct", "title": "Nói gắt tại quầy"}
    found = scene.noted(inspection, evidence="Lúc 09:40 anh Viên nói gắt với người dân.", **about)
    with pytest.raises(Incomplete, match="Đặng Văn Viên"):
        notifying.notify(found, by=lead)
    by_post = scene.noted(inspection, evidence="Công chức tiếp nhận rời quầy 20 phút.", **about)
    with pytest.raises(Incomplete, match="Công chức tiếp nhận"):
        notifying.notify(by_post, by=lead)
    work = scene.notified(inspection, kind="process", evidence="Anh Viên ghi giờ vào sổ.")
    assert work.state == "notified", "what is not of hours or conduct may say who did what"

    said = {name: getattr(found, name) for name in ("unit", "observed_at", "kind", "title", "evidence", "grade")}
    more = {"article": "Điều 5", "grade_reason": "Người dân bỏ về."}
    noting.edit_note(found, by=lead, person=scene.person("staff"), **said, **more)
    notifying.notify(found, by=lead)
    for table in ("journal_entry", "search_entry"):
        rows = db.session.execute(text(f"SELECT * FROM {table}")).all()
        assert not [row for row in rows if "viên nói gắt" in str(row).lower()], table

    calm = scene.notified(inspection, **about | {"evidence": "Một công chức nói gắt."})
    replying.reply(calm, text="Đúng.", by=scene.person("head_centre"))
    with pytest.raises(Incomplete, match="Cao Thị Nhận"):
        replying.correct(calm, by=lead, title="Bà Nhận nói gắt", evidence="x", grade="observation", note="x")
