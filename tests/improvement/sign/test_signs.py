"""Signs of formalism: what the quality team reads, that a talk puts away, and that nobody else finds."""

import re
from datetime import date, timedelta
from functools import partial
from io import BytesIO

import openpyxl
import pytest

from iso_qms.clock import now, today
from iso_qms.db import db, transaction
from iso_qms.documents.acknowledgement.quick_signs import open_text
from iso_qms.documents.models import Acknowledgement
from iso_qms.improvement import operations
from iso_qms.improvement.action import acting
from iso_qms.improvement.sign import signs
from iso_qms.journal import JournalEntry
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.registry import registry
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from tests.improvement.conftest import DUE, Case

SIGNS = "/an-khe/improvement/signs"
CAUSE = "Quy trình chưa có bước kiểm tra chéo"


def caused(case, title, statement=CAUSE, **values):
    one = case.opened(title=title, **values)
    operations.analyse(one, by=case.person("quality"), whys=["Vì vậy"], statement=statement)
    return one


@pytest.fixture
def written(case):
    """Three nonconformities of one cause."""
    write_down(case)


@pytest.fixture
def kept(clock, house, place):
    """The same, written before anybody opens a page."""
    house.stand("signs", partial(_keep, house.app, place))


def _keep(app, place):
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        write_down(Case(place))


def write_down(case):
    for title in ("Sai tên", "Sai ngày"):
        caused(case, title)
    caused(case, "Ứng xử", f"{CAUSE.upper()}.", unit="culture", restricted=True)


def open_of(case, name, login="quality"):
    read = next(one for one in signs.signs_for(case.person(login), today()) if one.name == name)
    return read.open


def test_every_room_brings_its_own_signs_with_sane_limits(app):
    assert [*registry.signs] == ["within_seconds", "copied", "in_bulk", "without_finding"]
    for sign in registry.signs.values():
        usual = {name: one.usual for name, one in sign.limits.items()}
        assert all(one.least <= one.usual <= one.most for one in sign.limits.values())
        assert "%(" not in str(sign.rule) % usual and all(str(n) in str(sign.rule) % usual for n in usual.values())


def test_a_talk_puts_a_case_away_until_there_is_something_new(case, written):
    by = case.person("quality")
    (one,) = open_of(case, "copied")
    assert [row.words for row in one.case.rows] == ["KPH-2026-001", "KPH-2026-002", "KPH-2026-003"]
    seen = [f"{kind}:{number}" for kind, number in signs.rows_of(one.case)]
    told = {"by": by, "talked_on": today(), "seen": seen}
    with pytest.raises(Incomplete):
        signs.note_talk("copied", one.case.key, **{**told, "note": " "})
    with pytest.raises(Incomplete):
        signs.note_talk("copied", one.case.key, **{**told, "note": "Mai", "talked_on": today() + timedelta(days=1)})
    with pytest.raises(WrongState):
        signs.note_talk("copied", "no such case", note="Đã nói", **told)
    with pytest.raises(Forbidden):
        signs.note_talk("copied", one.case.key, note="Đã nói", **{**told, "by": case.person("leader")})
    signs.note_talk("copied", one.case.key, note="Sửa quy trình một lần", **told)
    assert not open_of(case, "copied")
    caused(case, "Sai số")
    (again,) = open_of(case, "copied")
    assert len(again.new) == 1 and [talk.note for talk in again.talks] == ["Sửa quy trình một lần"]
    # A row that came while the page lay open was not talked about.
    signs.note_talk("copied", one.case.key, note="Nói lại", **told)
    assert len(open_of(case, "copied")[0].new) == 1
    said = db.session.query(JournalEntry).filter_by(kind="sign_talk").all()
    assert len(said) == 2 and "Sửa quy trình" not in repr([one.changes for one in said]) + repr(
        [one.label for one in said]
    )


def test_actions_ended_together_on_their_last_day_are_a_sign_and_one_late_is_not(case, clock):
    actions = [case.accepted() for _n in range(4)]
    clock.move_to(f"{DUE}T09:00+07:00")
    for action in actions[:3]:
        acting.carry_out(action, by=case.person("staff"), result="Đã làm")
    clock.shift(timedelta(days=1))
    acting.carry_out(actions[3], by=case.person("staff"), result="Đã làm")
    (one,) = open_of(case, "in_bulk")
    assert len(one.case.rows) == 3 and "Trung tâm Phục vụ hành chính công" in one.case.words
    limits = signs.limits_of(case.place.agency_id)
    with pytest.raises(Incomplete):
        signs.set_limits({**limits, "in_bulk": {"number": 1, "months": 6}}, by=case.person("quality"))
    with pytest.raises(Forbidden):
        signs.set_limits(limits, by=case.person("head"))
    signs.set_limits({**limits, "in_bulk": {"number": 4, "months": 6}}, by=case.person("quality"))
    db.session.flush()
    assert not open_of(case, "in_bulk")


def test_the_first_opening_of_a_text_is_what_counts():
    duty = Acknowledgement()
    open_text(duty, at=now())
    first = duty.opened_at
    open_text(duty, at=now() + timedelta(days=1))
    assert duty.opened_at == first


@pytest.mark.one_database
def test_the_pages_are_there_for_the_quality_team_and_for_nobody_else(kept, as_):
    visitor = as_("quality")
    page = visitor.get(SIGNS)
    assert CAUSE in page.text and "KPH-2026-003" in page.text and page.text.count("<h1") == 1
    address = re.search(rf"{SIGNS}/copied/\w+", page.text)[0]
    assert "Note the talk" in visitor.get(address).text
    assert visitor.get(f"{SIGNS}/copied/none").status_code == visitor.get(f"{SIGNS}/none/none").status_code == 404
    assert visitor.post_form(address, note="").status_code == 422
    visitor.post_form(address, note="Bí mật của tổ", talked_on="2026-03-02")
    assert "put away after a talk" in visitor.get(SIGNS).text and "Bí mật của tổ" in visitor.get(SIGNS).text
    assert visitor.post_form(f"{SIGNS}/limits", **{"copied-number": "1"}).status_code == 422
    visitor.post_form(f"{SIGNS}/limits", **{"copied-number": "4"})
    assert "Nothing to talk about." in visitor.get(SIGNS).text
    for login in ("leader", "head_culture", "admin", "inspector2", "staff"):
        other = as_(login)
        for url in (SIGNS, address, f"{SIGNS}/limits"):
            assert other.get(url).status_code == 404, (login, url)
        assert SIGNS not in other.get("/an-khe/improvement/?all=1").text
    admin = as_("admin")
    assert admin.get("/an-khe/search?q=mat+cua+to").text.count("Bí mật") == 0
    journal = admin.get("/an-khe/journal").text
    assert "sign_talk" not in journal and "talk about a sign" not in journal and "limits of the signs" not in journal
    rows = openpyxl.load_workbook(BytesIO(admin.get("/an-khe/journal.xlsx").data)).active.values
    assert not [row for row in rows if "sign" in str(row[4]) and "signed" not in str(row[4])]
    # The quality team reads its own acts, and in them nothing of what was said.
    told = visitor.get("/an-khe/journal").text
    assert "noted a talk about a sign" in told and "Bí mật" not in told


def test_a_reader_reads_only_what_they_may_see_of_a_copy(case, written):
    assert date(2026, 3, 2) == today()
    sign = registry.signs["copied"]
    limits = {name: one.usual for name, one in sign.limits.items()}
    assert not list(sign.find(limits, case.person("head_centre"), today()))
