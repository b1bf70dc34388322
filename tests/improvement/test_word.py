"""The nonconformity form in the agency's own layout."""

from io import BytesIO

from docx import Document

from iso_qms.db import db
from iso_qms.improvement.layouts import FORM
from iso_qms.improvement.word import request_form
from iso_qms.layouts.operations import add_layout
from iso_qms.organisation.agencies import Agency


def test_the_form_stands_in_the_agencys_own_layout_where_it_has_one(case):
    word, file = Document(), BytesIO()
    for name in FORM.sample():
        word.add_paragraph(f"{name}: {{{{ {name} }}}}")
    word.save(file)
    action = case.planned()
    add_layout("nonconformity", file.getvalue(), name="mau.docx", by=case.person("quality"))
    db.session.flush()
    agency = db.session.get(Agency, case.place.agency_id)
    said = [one.text for one in Document(BytesIO(request_form(action, agency=agency))).paragraphs]
    assert f"code: {action.code}" in said
    assert not any(line.endswith(": ") for line in said if not line.startswith(("superior", "place")))
