"""The page of the time per step: every number leads to as many dossiers; Excel and Word say the same."""

from io import BytesIO

import lxml.html
import openpyxl
import pytest
from docx import Document
from werkzeug.datastructures import MultiDict

from iso_qms.clock import today
from iso_qms.db import db, unit
from iso_qms.documents.models import Document as Paper
from iso_qms.dossiers.figure.counted import Asked
from iso_qms.dossiers.step.step_reading import look
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from tests.dossiers.event.test_event_intake import bring_events
from tests.dossiers.event.test_event_intake import dossiers as brought
from tests.dossiers.figure.test_figure_pages import table

pytestmark = pytest.mark.one_database
dossiers = brought
PAGE = "/an-khe/dossiers/figures/steps"


def test_every_number_of_a_step_leads_to_its_dossiers(app, place, steps, dossiers, client, tmp_path):
    client.sign_in("quality")
    span = "since=2026-08-01&until=2026-08-31"
    assert "Không có diễn biến nào" in client.get(f"{PAGE}?{span}").text
    bring_events(
        app, place, tmp_path / "e.csv",
        "A,Nhận,2026-08-14 09:30,,VP,,", "A,Thẩm định,2026-08-14 10:30,,Kinh tế,,", "A,Trả,2026-08-20 09:00,,VP,,",
        "B,Nhận,2026-08-17 09:10,,VP,,", "B,Thẩm định,2026-08-18 08:10,start,Kinh tế,,",
        "B,Thẩm định,2026-08-18 09:10,complete,Kinh tế,,",
    )  # fmt: skip
    page = lxml.html.fromstring(client.get(f"{PAGE}?{span}").data)
    took = table(page, "Thời gian từng bước")
    assert [row[0].split(".")[0] for row in took[:3]] == ["1", "2", "3"]
    assert [row[1] for row in took[:3]] == ["2", "2", "1"] and took[1][2:6] == ["1 giờ", "1 giờ", "1 giờ", "2"]
    assert took[1][6:] == ["7 giờ", "1"], "it waited from 9:10 to 8:10 of the next day"
    links = {link.get("href"): link.text_content() for link in page.xpath("//td/a[contains(@href, 'counted=step')]")}
    assert len(links) > 8
    for url, number in links.items():
        listed = lxml.html.fromstring(client.get(url).data)
        assert "Hồ sơ của một con số" in listed.text_content()
        assert listed.xpath("//nav[contains(@class, 'chips')]//a[@aria-current]/span")[0].text_content() == number, url
    book = openpyxl.load_workbook(BytesIO(client.get(f"{PAGE}.xlsx?{span}").data))
    assert [cell.value for cell in book.worksheets[0][3]][1:4] == [2, 1, 1]
    alone = openpyxl.load_workbook(BytesIO(client.get(f"{PAGE}?as=units&{span}").data))
    assert "Kinh tế" in "".join(str(cell.value) for cell in alone.active["A"])
    word = Document(BytesIO(client.get(f"{PAGE}.docx?{span}").data))
    assert any("7 giờ" in cell.text for one in word.tables for row in one.rows for cell in row.cells)
    assert client.get(f"{PAGE}?as=nothing&{span}").status_code == 404
    assert "Chưa có bước để đối chiếu" in client.get(f"{PAGE}?since=2026-07-01&until=2026-07-02").text
    assert client.get(f"{PAGE}.docx?since=2026-07-01&until=2026-07-02").status_code == 404
    strange = "/an-khe/dossiers/?counted=step&pick=done&step=99&document=99"
    assert "H-" not in client.get(strange).text and client.get(strange).status_code == 200
    with app.app_context(), unit(writes=False):
        choose(db.session.get(Agency, place.agency_id))
        person, paper = db.session.get_one(Person, place.people["quality"]), db.session.get_one(Paper, steps)
        asked = Asked.of(MultiDict({"since": "2026-08-01", "until": "2026-08-31", "document": steps}), today=today())
        cut = look(paper, asked, person=person, most=1)
        assert cut.is_cut and cut.dossiers == 1 and {one.step for one in cut.told} == {"1", "2"}
