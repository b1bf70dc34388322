from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage

from iso_qms.audits.checklist import answer_files, library
from iso_qms.audits.checklist.asking import Asked
from iso_qms.audits.checklist.checklists import checklists_of
from iso_qms.blobs import files_of, set_aside
from iso_qms.db import db, transaction
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from tests.audits.scenes import Scene

PICTURE = b"\xff\xd8\xff" + b"a picture" * 40


def picture(name="Sổ trực.jpg"):
    return [FileStorage(BytesIO(PICTURE), name)]


def test_a_picture_of_a_record_is_evidence_for_its_question_at_its_unit(scene):
    visit, team = scene.planned(), scene.person("inspector")
    unit, question = visit.units[0], checklists_of(visit)[0].questions[0]
    how = {"unit": unit, "nobody_on_them": True}
    with pytest.raises(WrongState):
        answer_files.attach_to_answer(visit, question, picture(), by=team, **how)
    begun = scene.begun()
    with pytest.raises(Forbidden):
        answer_files.attach_to_answer(begun, question, picture(), by=scene.person("quality"), **how)
    with pytest.raises(Incomplete, match="không dùng ảnh có người"), db.session.begin_nested():
        answer_files.attach_to_answer(begun, question, picture(), by=team, unit=unit)
    with pytest.raises(Incomplete), db.session.begin_nested():
        answer_files.attach_to_answer(begun, question, picture(), by=team, **how | {"unit": scene.unit("office")})
    assert answer_files.attach_to_answer(begun, question, [FileStorage()], by=team, **how) == []
    (made,) = answer_files.attach_to_answer(begun, question, picture(), by=team, **how)
    db.session.flush()
    assert [one.id for one in files_of(begun)] == [made.id]
    assert answer_files.files_at(begun, unit) == {question.id: [made]}
    assert answer_files.files_with_purpose(begun)[1][made.id].startswith("Bằng chứng cho: ")
    set_aside(made, by=team, reason="Chụp nhầm")
    db.session.flush()
    assert not answer_files.files_at(begun, unit) and not answer_files.counts_at(begun)


@pytest.mark.one_database
def test_a_file_is_chosen_beside_the_record_it_shows(app, morning):
    with app.test_request_context(), transaction():
        scene = Scene(morning.place)
        made = library.start_checklist(
            "Cuối năm", "", [Asked("Sổ trực?", answer_kind="evidence")], by=scene.person("quality")
        )
        visit = scene.begun(checklists=[made.key])
        asked = checklists_of(visit)
        question, other = asked[-1].questions[0].id, asked[0].questions[0].id
        path = f"/inspections/{visit.id}/units/{visit.units[0].id}/checklist"
    page = morning.get("inspector2", path).text
    assert f'name="file-{question}"' in page and f'name="file-{other}"' not in page
    said = {f"answer-{question}": "conform", f"value-{question}": "Sổ trực tháng 11"}
    wrong = morning.send("inspector2", path, **said, **{f"file-{question}": (BytesIO(PICTURE), "Sổ.jpg")})
    assert wrong.status_code == 422
    assert f'href="#file-{question}"' in wrong.text and "Chọn lại tệp" in wrong.text
    assert "Sổ trực tháng 11" in wrong.text, "the words stay"
    files = {f"file-{question}": (BytesIO(PICTURE), "Sổ.jpg"), f"nobody-{question}": "1"}
    kept = morning.send("inspector2", path, **said, **files)
    assert "Sổ.jpg" in kept.text and "Đã giữ 1 câu trả lời, số tệp: 1." in kept.text
    assert "Bằng chứng cho: Sổ trực?" in morning.get("head_centre", path.split("/units")[0]).text
