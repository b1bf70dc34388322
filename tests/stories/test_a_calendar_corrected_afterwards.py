"""A calendar corrected afterwards: a day that is over becomes a day off, and what it decided is decided again."""

from contextlib import contextmanager
from datetime import date

import pytest
import time_machine

from iso_qms.db import db, transaction
from iso_qms.dossiers.deadlines import due_day
from iso_qms.dossiers.due.reckoning_jobs import reckonings_round
from iso_qms.dossiers.due.reckonings import DossierReckoning
from iso_qms.dossiers.figure.counts import recount
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.promise import apologising
from iso_qms.dossiers.promise.apologies import Apology
from iso_qms.journal import history_of
from iso_qms.organisation import operations
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.organisation.working_days import OfficeHours, day_on
from iso_qms.outbox.letters import Letter
from iso_qms.workflow import WrongState
from iso_qms.worktime import OFFICE_WEEK
from tests.dossiers.conftest import procedure, row, write_file  # noqa: F401  (a fixture)
from tests.dossiers.test_jobs import bring_in

DAY_OFF = date(2026, 8, 19)
NAME = "Ngày thành lập xã"


@pytest.mark.one_database
def test_a_calendar_corrected_afterwards(app, place, procedure, client, tmp_path):  # noqa: F811
    def at(moment):
        return time_machine.travel(f"{moment}+07:00", tick=False)

    @contextmanager
    def acting():
        with app.app_context(), transaction():
            choose(db.session.get(Agency, place.agency_id))
            yield lambda login: db.session.get_one(Person, place.people[login])

    def stand():
        with acting():
            assert recount(agency_id=place.agency_id, corrects=False)[1] == [], "the counts say what the dossiers say"
            found = db.session.query(Dossier).order_by(Dossier.id)
            return {one.code: (due_day(one.first_due_at).day, one.verdict, len(one.former)) for one in found}

    def apologies():
        found = db.session.query(Apology).order_by(Apology.id)
        return {one.dossier_code: (one.state, one.unowed_on and one.unowed_on.day, one.is_late) for one in found}

    def letters():
        with acting() as person:
            found = db.session.query(Letter).filter_by(name="calendar_moved").order_by(Letter.id)
            return [(one.person_id == person("head_economy").id, one.body) for one in found]

    def walked():
        with app.app_context():
            return reckonings_round()

    why = {"reason_kind": "load", "reason": "Nhiều hồ sơ."}
    rows = [
        row("SORRY", "17/08/2026 08:00", "21/08/2026 15:00"),  # three working days: Thursday the 20th
        row("OPEN", "18/08/2026 08:00"),
        row("BEFORE", "10/08/2026 08:00", "14/08/2026 15:00"),
        row("AFTER", "20/08/2026 08:00", "21/08/2026 15:00"),
    ]
    with at("2026-08-20T15:00"):
        bring_in(app, place, write_file(tmp_path / "a.csv", row("SORRY", "17/08/2026 08:00")))
    with at("2026-08-21T08:00"), acting() as person:
        head, dossier = person("head_economy"), db.session.query(Dossier).one()
        operations.grant("focal", post=None, person=person("staff"), unit=db.session.get(Unit, place.units["economy"]),
                         since=date(2026, 8, 1), by=person("admin"))  # fmt: skip
        one = apologising.draft(dossier, by=head, **why, new_due_on=date(2026, 8, 25))
        apologising.sign(one, by=head)
        apologising.send(one, by=head)
        assert one.is_late
    with at("2026-08-22T07:00"):
        bring_in(app, place, write_file(tmp_path / "b.csv", *rows[:3]))
        with acting() as person:
            dossier = db.session.query(Dossier).filter_by(code="OPEN").one()
            apologising.draft(
                dossier,
                by=person("head_economy"),
                **why,
                new_due_on=date(2026, 8, 27),
            )
    with at("2026-08-22T08:00"):
        before = stand()
        assert before == {"SORRY": (20, "late", 1), "OPEN": (21, "", 0), "BEFORE": (17, "early", 0)}
        with acting() as person:
            operations.set_day(DAY_OFF, by=person("admin"), kind="holiday", name_vi="?")
            operations.set_day(DAY_OFF, by=person("admin"), kind="holiday", name_vi=NAME)
        assert walked() == 0 and stand() == before, "days corrected in a row make one reckoning"
    with at("2026-08-22T08:05"):
        bring_in(app, place, write_file(tmp_path / "c.csv", rows[3]))
        assert walked() and walked() == 0
        assert stand() == {
            "SORRY": (21, "on_time", 2), "OPEN": (22, "", 1), "BEFORE": (17, "early", 0), "AFTER": (24, "early", 0),
        }  # fmt: skip
        ((to_head, body), (to_focal, _body)) = letters()
        assert to_head and not to_focal and "2 hồ sơ" in body and "Số phiếu xin lỗi không còn phải gửi: 2" in body
        with acting() as person:
            assert apologies() == {"SORRY": ("sent", 22, False), "OPEN": ("drafted", 22, False)}
            given, drafted = db.session.query(Apology).order_by(Apology.id)
            assert "apology.reckoned" in {one.verb for one in history_of(given)}
            with pytest.raises(WrongState):
                apologising.sign(drafted, by=person("head_economy"))
            assert db.session.query(DossierReckoning).count() == 1
            drafts = db.session.query(Letter).filter_by(name="apology_drafted")
            assert [one.person_id for one in drafts] == [person("staff").id] * 2, "the focal officer of the unit"
        client.sign_in("head_economy")
        page = client.get("/an-khe/dossiers/1").text
        assert "21/08/2026" in page and "ngày này là 20/08/2026" in page and NAME in page and "không còn phải" in page
        assert "Hủy phiếu xin lỗi hồ sơ OPEN" in client.get("/an-khe/").text
        assert ">SORRY<" not in client.get("/an-khe/dossiers/promises?view=late").text
        assert "không còn phải xin lỗi" in client.get("/an-khe/dossiers/apologies").text
    with at("2026-08-22T09:00"), acting() as person:
        operations.remove_day(day_on(DAY_OFF), by=person("admin"), reason="Nhầm ngày")
    with at("2026-08-22T09:05"):
        assert walked()
        assert stand()["SORRY"] == (20, "late", 3) and stand()["OPEN"] == (21, "", 2)
        with acting():
            assert apologies() == {"SORRY": ("sent", None, True), "OPEN": ("drafted", None, False)}
        assert len(letters()) == 4

    without_wednesday = (*OFFICE_WEEK[:2], (), *OFFICE_WEEK[3:])
    with at("2026-08-22T10:00"), acting() as person:
        economy = db.session.get(Unit, place.units["economy"])
        hours = operations.set_hours(without_wednesday, by=person("admin"), since=date(2026, 8, 17), unit=economy)
        number = hours.id
    with at("2026-08-22T10:05"):
        assert walked(), "other hours of its unit are reckoned with as a corrected day is"
        assert stand() == {
            "SORRY": (21, "on_time", 4), "OPEN": (22, "", 3), "BEFORE": (17, "early", 0), "AFTER": (24, "early", 0),
        }  # fmt: skip
        client.sign_in("head_economy")
        page = client.get("/an-khe/dossiers/1").text
        assert "giờ làm việc của Phòng Kinh tế từ ngày 17/08/2026: T2–T3 07:30–11:30, 13:00–17:00, T5–T6" in page
    with at("2026-08-22T11:00"), acting() as person:
        operations.remove_hours(db.session.get(OfficeHours, number), by=person("admin"), reason="Nhập nhầm")
    with at("2026-08-22T11:05"):
        assert walked() and stand()["SORRY"] == (20, "late", 5)
        assert len(letters()) == 8
