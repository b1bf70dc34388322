"""Programs send rows with the token of their source: JSON or CSV, once or twice, and only as long as it holds."""

import re
from concurrent.futures import ThreadPoolExecutor

from iso_qms.db import db, unit
from iso_qms.dossiers.incoming.tokens import DossierToken, digest_of
from iso_qms.dossiers.models import Dossier
from iso_qms.organisation.agencies import across
from tests.dossiers.conftest import row, write_file
from tests.dossiers.test_jobs import bring_in

WHERE = "/an-khe/dossiers/rows/"


def test_a_program_sends_rows_with_a_token_until_it_is_revoked(app, place, procedure, september, client, tmp_path):
    client.sign_in("admin")
    made = client.post_form("/an-khe/dossiers/tokens", source="igate")
    token = re.search(r"dsr_[\w-]+", made.text)[0]
    program = app.test_client()
    auth = {"Authorization": f"Bearer {token}"}
    one = {"code": "A", "procedure": "QT-07", "received_at": "2026-08-14T09:00:00+07:00", "deciding_unit": "KT"}
    answer = program.post(WHERE + "dossiers", json={"rows": [one, {**one, "code": ""}]}, headers=auth)
    assert (answer.status_code, answer.json["added"], answer.json["refused"]) == (200, 1, 1)
    assert answer.json["set_aside"][0]["row"] == 2 and answer.json["set_aside"][0]["reason"] == "no_code"
    again = program.post(WHERE + "dossiers", json={"rows": [one]}, headers=auth)
    assert (again.json["added"], again.json["changed"], again.json["same"]) == (0, 0, 1)
    new = {"rows": [{**one, "code": "A"}, *({**one, "code": f"N-{number}"} for number in range(40))]}
    with ThreadPoolExecutor(3) as pool:
        sent = [pool.submit(app.test_client().post, WHERE + "dossiers", json=new, headers=auth) for _n in range(3)]
    assert sorted(each.result().json["added"] for each in sent) == [0, 0, 40], "three at once are one after the other"
    happened = "code,activity,moment\nA,Nhận,2026-08-14 09:00\nB,Nhận,2026-08-14 09:00\n"
    events = program.post(WHERE + "events", data=happened, content_type="text/csv", headers=auth)
    assert (events.json["added"], events.json["refused"]) == (1, 1)
    bring_in(app, place, write_file(tmp_path / "a.csv", row("C", "17/08/2026 09:00")))
    known = {"Mã hồ sơ": "D", "Mã TTHC": "QT-07", "Ngày tiếp nhận": "17/08/2026 09:00", "Tên người nộp": "Dân"}
    assert program.post(WHERE + "dossiers", json=[known], headers=auth).json["added"] == 1
    assert program.post(WHERE + "dossiers", json={"rows": "none"}, headers=auth).status_code == 422
    odd = [{"x": 1}], [], [{**one, "code": ["A"]}]
    assert [program.post(WHERE + "dossiers", json=rows, headers=auth).status_code for rows in odd] == [422] * 3
    deep = program.post(WHERE + "dossiers", data="[" * 99_999, content_type="application/json", headers=auth)
    cut = program.post(WHERE + "dossiers", data="code,procedure\nA,QT-07\nB", content_type="text/csv", headers=auth)
    assert deep.status_code == 422 and "bị cắt" in cut.json["error"]
    unseen = [
        {"code": "\0A", "activity": "\0", "moment": "2026-08-15"},
        {"code": " A\0", "activity": "Tr\0ả", "moment": 46250},
    ]
    seen = program.post(WHERE + "events", json=unseen, headers=auth).json
    assert [one["reason"] for one in seen["set_aside"]] == ["no_activity"] and seen["added"] == 1
    assert program.post(WHERE + "letters", json=[one], headers=auth).status_code == 404
    assert program.post(WHERE + "dossiers", json=[{}] * 10_001, headers=auth).status_code == 413
    assert program.post(WHERE + "dossiers", json=[one]).status_code == 401
    assert program.post("/binh-hoa/dossiers/rows/dossiers", json=[one], headers=auth).status_code == 401
    with app.app_context(), unit(writes=False), across():
        found = {one.code: one.source for one in db.session.query(Dossier) if one.code[:2] != "N-"}
        assert found == {"A": "igate", "C": "igate", "D": "igate"}
        kept = db.session.query(DossierToken).one()
        assert kept.digest == digest_of(token) and kept.used_at is not None and token not in str(vars(kept))
    client.post_form("/an-khe/dossiers/tokens", "tokens/1/revoke")
    assert program.post(WHERE + "dossiers", json=[one], headers=auth).status_code == 401
    page = client.get("/an-khe/dossiers/tokens").text
    assert token not in page and "Đã thu hồi" in page
    quality = app.test_client()
    quality.sign_in("quality")
    assert quality.get("/an-khe/dossiers/tokens").status_code == 403
