"""The nonconformity form in the agency's own layout."""

from io import BytesIO

from docx import Document
from werkzeug.datastructures import FileStorage

from iso_qms.db import db
from iso_qms.improvement import operations
from iso_qms.improvement.action import acting
from iso_qms.improvement.elsewhere.looking_elsewhere import decide
from iso_qms.improvement.layouts import FORM
from iso_qms.improvement.operations import add_papers
from iso_qms.improvement.word import PARTS, request_form, request_values
from iso_qms.layouts.operations import add_layout
from iso_qms.organisation.agencies import Agency
from iso_qms.registry import Similar


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


def test_the_form_holds_every_field_of_the_classic_one_once_it_is_known(case):
    agency, quality = db.session.get(Agency, case.place.agency_id), case.person("quality")
    action = case.carried_out()
    one, other = action.nonconformity, case.opened("economy", criterion="ISO 9001:2015, 7.5.3")
    add_papers(one, [FileStorage(BytesIO(b"anh"), filename="anh-quay-2.txt")], by=quality)
    found = Similar(kind="nonconformity", thing_id=other.id, words=str(other), why="clause",
                    unit_id=other.unit_id, unit="", on=None, url="")  # fmt: skip
    decide(one, found, by=quality, decision="set_aside", reason="Mẫu khác")
    acting.reject(action, by=quality, assessment="Vẫn quá hạn", early="Đủ số liệu")
    operations.analyse(one, by=quality, whys=["Chờ"], statement="Quy trình cũ")
    later = case.planned(one)
    db.session.flush()
    values = request_values(action, agency=agency)
    said = {row["label"]: row["text"] for part in PARTS for row in values[part]}
    assert said["Hồ sơ kèm theo"] == "anh-quay-2.txt"
    assert "Bỏ qua" in said["Trường hợp tương tự ở nơi khác"]
    assert said["Nếu không đạt hiệu lực: số phiếu yêu cầu mới"] == later.code
    assert set(said["Nếu chưa làm đúng: chuyển thực hiện tiếp đến ngày"]) == {"…"}
