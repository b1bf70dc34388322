"""The Word file of a decision: who decides what, from when, for whom, and the list of what it puts in force."""

from io import BytesIO

from docx import Document

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.layouts import DECISION
from iso_qms.documents.word.decision import decision_file, decision_values
from iso_qms.layouts import names_in
from iso_qms.layouts.operations import add_layout
from iso_qms.organisation.agencies import Agency


def test_a_decision_stands_on_the_sheet_of_the_house(shelf):
    decision = shelf.decision(shelf.approved(shelf.document("QT-09")))
    book = Document(BytesIO(decision_file(decision, db.session.get(Agency, shelf.place.agency_id))))
    said = [one.text for one in book.paragraphs]
    assert said.index("QUYẾT ĐỊNH") < said.index("Về việc ban hành tài liệu") < said.index("QUYẾT ĐỊNH:")
    assert f"có hiệu lực từ ngày {today():%d/%m/%Y}" in next(one for one in said if one.startswith("Điều 2. "))
    head, closing, annex = book.tables
    assert "Số: 118/QĐ-UBND" in head.rows[0].cells[0].text
    assert [one.text for one in closing.rows[0].cells] == ["Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.", "CHỦ TỊCH UBND\n"]
    assert [one.text for one in annex.rows[1].cells][:4] == ["1", "QT-09", "Quy trình QT-09", "01"]


def test_a_decision_stands_in_the_agencys_own_layout_where_it_has_one(shelf):
    decision = shelf.decision(shelf.approved(shelf.document("QT-09")))
    agency = db.session.get(Agency, shelf.place.agency_id)
    assert names_in(decision_values(decision, agency)) == names_in(DECISION.sample())
    word, file = Document(), BytesIO()
    for line in ("Mẫu riêng: {{ number }}", "{%p for one in documents %}", "{{ one.code }}", "{%p endfor %}"):
        word.add_paragraph(line)
    word.save(file)
    add_layout("decision", file.getvalue(), name="mau.docx", by=shelf.person("quality"))
    db.session.flush()
    book = Document(BytesIO(decision_file(decision, agency)))
    assert [one.text for one in book.paragraphs] == ["Mẫu riêng: 118/QĐ-UBND", "QT-09"]
