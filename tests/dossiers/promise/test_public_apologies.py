"""Anybody reads the apologies that were given, and nobody's name, words or whole code."""

from datetime import date

import pytest
import time_machine

from iso_qms.dossiers.promise import apologising
from iso_qms.dossiers.promise.apologies import shown_code
from tests.dossiers.conftest import row, write_file
from tests.dossiers.promise.test_apologising import Desk
from tests.dossiers.test_jobs import bring_in


@pytest.mark.parametrize(
    ("code", "shown"), [("H99.99-261123-0158", "…0158"), ("158", "…8"), ("AB", "…B"), ("7", "…"), ("", "…")]
)
def test_of_a_code_the_end_is_shown_and_never_more_than_half(code, shown):
    assert shown_code(code) == shown


@pytest.mark.one_database
def test_anybody_reads_apologies_that_were_given_without_any_personal_data(
    app, place, procedure, september, client, tmp_path
):
    rows = [row("H99-260817-0007", "17/08/2026 08:00"), row("H99-260817-0008", "17/08/2026 08:00")]
    bring_in(app, place, write_file(tmp_path / "a.csv", *rows))
    public = "/an-khe/public/apologies/"
    assert client.get(public).status_code == 404 and "Xin lỗi công khai" not in client.get("/an-khe/public/").text
    client.sign_in("quality")
    choice = "/an-khe/dossiers/apologies/list"
    assert client.post_form(choice, is_shown="y", days="365", reason=" ").status_code == 422
    assert "365" in client.post_form(choice, is_shown="y", days="365", reason="Kế hoạch 12/KH-UBND").text
    client.post_form("/an-khe/", "/sign-out")
    assert "không phải xin lỗi hồ sơ nào" in client.get(public).text
    desk = Desk(app, place)
    with desk.acting():
        head, words = desk.person("head_economy"), "Chờ ông Nguyễn Văn Ví Dụ nộp bản gốc."
        for code in ("H99-260817-0007", "H99-260817-0008"):
            one = desk.draft(code, reason_kind="others", reason=words, day=date(2026, 9, 11))
            apologising.sign(one, by=head)
        apologising.send(one, by=head)
        name = head.name
    assert "Xin lỗi công khai" in client.get("/an-khe/public/").text
    seen = client.get("/an-khe/public/apologies/?lang=en")
    assert "11/09/2026" in client.get("/an-khe/public/apologies/").text
    assert "…0008" in seen.text and "An opinion of another body is awaited" in seen.text
    for hidden in ("H99-260817", "0007", words, "Ví Dụ", name):
        assert hidden not in seen.text
    with time_machine.travel("2027-09-09T09:00+07:00", tick=False):
        assert "…0008" not in client.get("/an-khe/public/apologies/").text
    assert client.get("/binh-hoa/public/apologies/").status_code == 404
    client.sign_in("quality")
    client.post_form(choice, is_shown="", reason="Hết kế hoạch")
    assert client.get(public).status_code == 404
