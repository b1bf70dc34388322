"""A month at the one-stop desk: dossiers come in, some are late, people apologise, and the procedure is changed."""

from contextlib import contextmanager
from datetime import date

import time_machine

from iso_qms.db import db, transaction
from iso_qms.documents.models import Document
from iso_qms.documents.request.change_requests import accept, request_change, requests_from
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.promise import apologising, limiting
from iso_qms.dossiers.promise.due_warning_jobs import warnings_round
from iso_qms.dossiers.promise.late_limit_jobs import late_months_round
from iso_qms.improvement import operations
from iso_qms.improvement.models import Nonconformity
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.outbox.letters import Letter
from tests.dossiers.conftest import procedure, row, write_file  # noqa: F401  (a fixture)
from tests.dossiers.test_jobs import bring_in

WHY = "Chưa có kết quả xác minh của nơi cư trú cũ."


def test_a_month_at_the_one_stop_desk(app, place, procedure, client, tmp_path):  # noqa: F811
    def at(moment):
        return time_machine.travel(f"{moment}+07:00", tick=False)

    @contextmanager
    def acting():
        with app.app_context(), transaction():
            choose(db.session.get(Agency, place.agency_id))
            yield lambda login: db.session.get_one(Person, place.people[login])

    def imported(name, **closed):
        rows = [row(f"H-{n}", "18/08/2026 08:00", closed.get(f"H_{n}", "")) for n in range(1, 7)]
        bring_in(app, place, write_file(tmp_path / name, *rows))

    with at("2026-08-18T10:00"), acting() as person:
        document = db.session.get_one(Document, procedure)
        limiting.set_limit(document=document, unit=None, percent=30, least=5, by=person("quality"))
    with at("2026-08-20T07:40"):
        imported("thursday.csv", H_1="19/08/2026", H_2="19/08/2026", H_3="19/08/2026")
        with acting() as person:
            warnings_round()
            assert "H-6" in db.session.query(Letter).filter_by(name="dossiers_due").one().body
    with at("2026-08-21T15:00"), acting() as person:  # the last day: three working days after the 18th
        head = person("head_economy")
        for code in ("H-4", "H-5"):
            dossier = db.session.query(Dossier).filter_by(code=code).one()
            one = apologising.draft(dossier, by=head, reason_kind="others", reason=WHY, new_due_on=date(2026, 8, 26))
            apologising.sign(one, by=head)
            apologising.send(one, by=head)
            assert not one.is_late
    with at("2026-08-31T08:00"):
        done = dict.fromkeys(("H_1", "H_2", "H_3"), "19/08/2026") | {"H_4": "25/08/2026", "H_5": "26/08/2026"}
        imported("monday.csv", **done, H_6="27/08/2026")
    with at("2026-09-07T08:00"), acting() as person:
        assert late_months_round() == 1
        one = db.session.query(Nonconformity).filter_by(source_kind="late_month").one()
        assert "3/6" in one.title and "H-4, H-5, H-6" in one.description and one.document_id == procedure
        owner = person("head_economy")
        operations.analyse(
            one, by=owner, whys=["Phải chờ xác minh ở nơi khác", "Thời hạn không tính việc xác minh"],
            statement="Quy trình không có thời hạn riêng cho trường hợp phải xác minh", class_key="method",
        )  # fmt: skip
        asked = request_change(
            document=db.session.get_one(Document, procedure), by=owner, what="Thêm trường hợp có xác minh: 8 ngày",
            why=one.code, source=("nonconformity", one.id),
        )  # fmt: skip
        accept(asked, by=person("quality"))
        assert requests_from("nonconformity", one.id) == [asked]
        number, code = one.id, asked.code
    with at("2026-09-07T09:00"):
        client.sign_in("quality")
        page = client.get(f"/an-khe/improvement/nonconformities/{number}").text
        assert "/dossiers/late-months/1" in page and code in page
        shown = {"is_shown": "y", "days": "365", "reason": "Kế hoạch 12/KH-UBND"}
        client.post_form("/an-khe/dossiers/apologies/list", **shown)
        public = client.get("/an-khe/public/apologies/").text
        assert "…5" in public and "H-5" not in public and WHY not in public
        assert "H-6" in client.get("/an-khe/dossiers/promises?view=never").text
