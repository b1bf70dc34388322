"""A real log through the register: the reception of building permits in a municipality, held against its procedure.

The procedure is written as a documented one here, in words of our own; the events come under the source's names, which
the mapping puts to the numbers of the steps. All of it is moved by 829 weeks, for in 2010 nobody here held a post, and
its hours are taken as hours here.
"""

import csv
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
import time_machine

from iso_qms.db import db, transaction, unit
from iso_qms.documents.models import Document
from iso_qms.dossiers.incoming.mapping import Mapping
from iso_qms.dossiers.incoming.reading import open_table
from iso_qms.dossiers.jobs import import_table
from iso_qms.dossiers.models import Dossier, DossierImport
from iso_qms.dossiers.step.cases_told import Period, cases_of
from iso_qms.dossiers.step.discovering import END, discover, missed
from iso_qms.dossiers.step.flows import flow_of
from iso_qms.dossiers.step.judging import Kind
from iso_qms.organisation.agencies import across
from iso_qms.organisation.people import Person
from tests.documents.conftest import Shelf
from tests.dossiers.conftest import limited
from tests.dossiers.test_conformance import LOG

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(not LOG.exists(), reason="the sample event log is not on this machine"),
]

COUNTER, SENDING, DECIDING, CHECKING = "Group 1", "Group 2", "Group 3", "Group 4"
STEPS = (
    ("1", "", "Xác nhận đã nhận đơn", COUNTER, "Confirmation of receipt"),
    ("2", "Sau bước 1, ", "kiểm tra giấy xác nhận, nhiều lần nếu phải sửa", CHECKING, "T02"),
    ("3", "Sau bước 2, ", "nếu sai thì sửa giấy xác nhận, có thể nhiều lần", COUNTER, "T03"),
    ("4", "Sau bước 2, 3: ", "chốt giấy xác nhận", DECIDING, "T04"),
    ("5", "Sau bước 4, ", "in và gửi giấy xác nhận", SENDING, "T05"),
    ("6", "Sau bước 1, ", "xem có cần ý kiến về việc tạm dừng", COUNTER, "T06"),
    *(
        (f"7{at}", "Sau bước 6, ", f"nếu cần thì soạn ý kiến về mặt {at}, có thể nhiều lần", "", f"T07-{at}")
        for at in range(1, 6)
    ),
    ("8", "Sau bước 6, ", "nếu cần thì gửi đi xin ý kiến, có thể nhiều lần", COUNTER, "T08"),
    *(
        (f"9{at}", "Sau bước 8, ", f"nếu có thì nhận ý kiến của bên {at}, có thể nhiều lần", "", f"T09-{at}")
        for at in range(1, 5)
    ),
    ("10", "Sau bước 6, 71, 72, 73, 74, 75, 91, 92, 93, 94: ", "quyết định có tạm dừng hay không", COUNTER, "T10"),
    ("11", "Sau bước 10, ", "nếu chưa có phép thì soạn văn bản X", COUNTER, "T11"),
    ("12", "Sau bước 11, ", "nếu có văn bản X thì kiểm tra, có thể nhiều lần", CHECKING, "T12"),
    ("13", "Sau bước 12, ", "nếu văn bản X sai thì sửa, có thể nhiều lần", COUNTER, "T13"),
    ("14", "Sau bước 12, 13: ", "nếu có văn bản X thì chốt", DECIDING, "T14"),
    ("15", "Sau bước 14, ", "nếu có văn bản X thì in", SENDING, "T15"),
    ("16", "Sau bước 10, ", "nếu tạm dừng thì lập báo cáo Y", COUNTER, "T16"),
    ("17", "Sau bước 16, ", "nếu có báo cáo Y thì kiểm tra, có thể nhiều lần", CHECKING, "T17"),
    ("18", "Sau bước 17, ", "nếu báo cáo Y sai thì sửa, có thể nhiều lần", COUNTER, "T18"),
    ("19", "Sau bước 17, 18: ", "nếu có báo cáo Y thì chốt", DECIDING, "T19"),
    ("20", "Sau bước 19, ", "nếu có báo cáo Y thì in", SENDING, "T20"),
)  # fmt: skip
COLUMNS = {"code": "code", "procedure": "procedure", "received_at": "received", "finished_at": "finished"}
HAPPENED = {"code": "code", "activity": "activity", "moment": "moment", "role": "role"}


def test_what_the_register_finds_in_a_real_log(app, place, tmp_path):
    with LOG.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    told = [
        {"number": number, "action": after + action, "responsible": party} for number, after, action, party, _t in STEPS
    ]
    with time_machine.travel("2026-08-03T07:00+07:00", tick=False), app.app_context(), transaction():
        number = limited(shelf := Shelf(place), shelf.document("RECEIPT"), 5, on=date(2026, 8, 3), steps=told)
    cases = {row["case:concept:name"]: row for row in rows}
    names = {row["concept:name"]: _number(row["concept:name"]) for row in rows}
    _bring(app, place, tmp_path / "d.csv", Mapping("permits", COLUMNS), [
        (code, "RECEIPT", _moved(row["case:startdate"]), _moved(row["case:enddate"])) for code, row in cases.items()
    ], refused=2)  # fmt: skip
    events = Mapping("permits", HAPPENED, kind="events", activities=names)
    _bring(app, place, tmp_path / "e.csv", events, [
        (row["case:concept:name"], row["concept:name"], _moved(row["time:timestamp"]), row["org:group"].strip("EMPTY"))
        for row in rows
    ], refused=4)  # fmt: skip
    with app.app_context(), unit(writes=False), across():
        kinds = Counter(Kind(one) for one in db.session.scalars(db.select(Dossier.differs)))
        assert kinds == {
            Kind(0): 1234, Kind.MISSING: 133, Kind.REPEATED: 57, Kind.ORDER | Kind.REPEATED: 3,
            Kind.MISSING | Kind.ORDER: 2, Kind.REPEATED | Kind.HANDS: 1, Kind.MISSING | Kind.REPEATED: 1, Kind.ORDER: 1,
        }  # fmt: skip
        flow = flow_of(db.session.get_one(Document, number).revisions[0])
        document, period = db.session.get_one(Document, number), Period(date(2026, 8, 1), date(2028, 2, 1))
        by = db.session.get_one(Person, place.people["quality"])
        found = discover(cases_of(document, period, flow=flow, by=by).cases, flow=flow)
        assert found.cases == 1432, "two cases end before they begin"
        assert missed(found, flow) == {"2": 111, "4": 121, "5": 123, "6": 111, "10": 132}
        strange = [(pair, arc.times) for pair, arc in found.arcs.items() if not arc.foreseen and END not in pair]
        assert strange[:3] == [(("71", "6"), 34), (("72", "6"), 22), (("75", "6"), 21)], "advice is weighed again"
        assert 12 * 8 < found.nodes["1"].usual / 3600 < 13 * 8, (
            "half wait thirteen working days until they are confirmed"
        )
        assert all(found.nodes[step].usual < 60 for step in ("2", "4", "5", "10")), (
            "and the rest is done in one sitting"
        )


def _number(name):
    return next(number for number, _after, _action, _party, mark in STEPS if name.startswith(mark))


def _moved(moment):
    return (datetime.fromisoformat(moment).replace(tzinfo=None) + timedelta(weeks=829)).isoformat() if moment else ""


def _bring(app, place, path, mapping, rows, *, refused):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([list(mapping.columns.values()), *rows])
    with time_machine.travel("2028-02-01T07:00+07:00", tick=False), app.app_context():
        number = import_table(open_table(path), mapping, agency_id=place.agency_id, by_id=place.people["quality"])
        with unit(writes=False), across():
            run = db.session.get_one(DossierImport, number)
            assert run.refused == refused
