"""The form II.06a: its identities hold for whatever dossiers there are, and where they do not, it says so."""

import random
from datetime import datetime
from io import BytesIO

import lxml.html
import openpyxl
import pytest
import time_machine
from docx import Document
from sqlalchemy import func, update
from werkzeug.datastructures import MultiDict

from iso_qms.clock import HO_CHI_MINH, now, today
from iso_qms.db import db, transaction, unit
from iso_qms.dossiers.figure.counted import Asked, conditions
from iso_qms.dossiers.figure.report_06a import COLUMNS, LEFT_OUT, made, report_06a
from iso_qms.dossiers.models import Dossier
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from tests.dossiers.figure.test_tallied import SPANS, made_up
from tests.dossiers.made_up import pour, told

REPORT = "/an-khe/dossiers/report"
FULL = {
    "handled": 7, "new_online": 2, "new_desk": 2, "new_carried": 3, "judged": 4, "early": 1, "on_time": 2, "late": 1,
    "open": 3, "open_in_time": 2, "open_late": 1, **dict.fromkeys(LEFT_OUT, 1),
}  # fmt: skip


def test_a_column_that_is_not_the_sum_of_its_parts_is_named_in_its_line_and_in_that_of_all():
    assert made({"Đất đai": FULL}, list(FULL)).failed == []
    for name, wholes in {"handled": [3, 3], "late": [7], "new_desk": [3], "open_late": [11], "judged": [7, 3]}.items():
        found = made({"Đất đai": {**FULL, name: FULL[name] + 1}, "-": FULL}, list(FULL)).failed
        assert [(one.row.field, one.whole) for one in found] == [
            (where, n) for where in ("Đất đai", None) for n in wholes
        ]


def test_the_identities_hold_for_any_dossiers_and_any_span(app, place, procedure):
    with time_machine.travel("2026-09-08T09:40+07:00", tick=False), app.app_context():
        chance = random.Random(5)
        with transaction():
            choose(db.session.get(Agency, place.agency_id))
            pour([made_up(chance, place, procedure) for _number in range(150)], place)
        with unit(writes=False):
            choose(db.session.get(Agency, place.agency_id))
            person = db.session.get_one(Person, place.people["quality"])
            for args in SPANS.values():
                asked = Asked.of(MultiDict(args), today=today())
                found = report_06a(asked, person=person, at=now())
                assert found.failed == [] and found.whole[3] and sum(found.left_out.values())
                # Each column is as many as the dossiers of the list behind it.
                wanted = conditions(asked, now())
                columns = [func.count().filter(wanted[name]).label(name) for name in found.whole.numbers]
                behind = db.session.execute(Dossier.visible_to(person).with_only_columns(*columns)).mappings().one()
                assert dict(found.whole.numbers) == dict(behind), args


@pytest.mark.one_database
def test_the_report_says_its_rule_and_a_failed_identity_on_page_excel_and_word(app, place, september, client):
    day = datetime(2026, 8, 3, 8, tzinfo=HO_CHI_MINH)
    late = told(day, due=day.replace(day=10), finished=day.replace(day=12), channel="online")
    rows = [late, late, told(day, due=day.replace(day=10)), told(day, state="withdrawn"), told(day, finished=day)]
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        pour(rows, place)
    client.sign_in("quality")
    page = lxml.html.fromstring(client.get(f"{REPORT}?since=2026-07-15&until=2026-08-14").data)
    cells = [cell.text_content() for cell in page.xpath("//tbody/tr[last()]/td")]
    assert cells == ["3", "2", "1", "0", "2", "0", "0", "2", "1", "0", "1"]
    assert "đẳng thức của biểu đều đúng" in page.text_content() and "Gồm: " in page.text_content()
    link = page.xpath("//tbody/tr[last()]/td[11]/a/@href")[0]
    assert "H-0000003" in client.get(link).text and "H-0000001" not in client.get(link).text
    with app.app_context(), transaction() as session:
        first = update(Dossier.__table__).where(Dossier.__table__.c.id == 1)
        session.connection().execute(first.values(verdict="not_judged"))
    said = "Chưa rõ lĩnh vực: cột 3 là 3, nhưng 4 + 5 + 6 cộng lại là 2."
    assert said in client.get(f"{REPORT}?year=2026").text
    book = openpyxl.load_workbook(BytesIO(client.get(f"{REPORT}.xlsx?year=2026").data))
    assert len(book.worksheets[0][1]) == 2 + len(COLUMNS)
    assert said in [cell.value for cell in book.worksheets[1]["A"]]
    word = Document(BytesIO(client.get(f"{REPORT}.docx?year=2026").data))
    assert any(said in line.text for line in word.paragraphs) and len(word.tables[1].columns) == 13
