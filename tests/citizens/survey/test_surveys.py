"""Surveys: a slip is used once, an answer belongs to nobody, few answers are not shown, and effects are measured."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from lxml.html import fromstring
from sqlalchemy import select

from iso_qms.citizens.survey import asking
from iso_qms.citizens.survey.asking import Given
from iso_qms.citizens.survey.survey_files import as_csv, read_answers
from iso_qms.citizens.survey.survey_measure import SATISFIED
from iso_qms.citizens.survey.surveys import SurveyAnswer, SurveyBatch, SurveySlip, slip_of
from iso_qms.db import db
from iso_qms.journal import JournalEntry
from iso_qms.organisation.agencies import across
from iso_qms.registry import registry
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from tests.citizens.voice.test_answering import DAY, Voices
from tests.documents.conftest import words_of

DAYS = {"first_on": date(2026, 9, 1), "last_on": date(2026, 9, 30)}


@pytest.fixture
def voices(app, place):
    with time_machine.travel(DAY, tick=False):
        yield Voices(app, place)


def begun(voices, *units, **more):
    there = [voices.unit(name) for name in units or ("centre", "economy")]
    said = {"asks": ["Tôi được hướng dẫn rõ giấy tờ và việc cần làm.", "Chỗ ngồi chờ đủ."], "units": there, **DAYS}
    return asking.begin("Quý III", by=voices.person("quality"), **(said | more))


def answered(voices, survey, unit, *overall):
    given = [Given({}, one) for one in overall]
    return asking.take_in(survey, by=voices.person("quality"), unit=voices.unit(unit), given=given)


def test_a_slip_is_used_once_by_whatever_way_and_no_answer_leads_to_it(voices):
    with voices.acting():
        one, centre, quality = begun(voices), voices.unit("centre"), voices.person("quality")
        asking.print_slips(one, by=quality, unit=centre, number=3)
        with pytest.raises(Forbidden):
            asking.print_slips(one, by=voices.person("head_centre"), unit=centre, number=1)
        first, _second, third = db.session.scalars(select(SurveySlip).order_by(SurveySlip.number))
        assert slip_of(first.code) is first and slip_of(f"{first.id}-{'0' * 12}") is None and slip_of("x") is None
        before = db.session.scalars(select(JournalEntry.id)).all()
        asking.answer(first, Given({"guided": 5, "nobody asked": 1}, 4))
        assert db.session.scalars(select(JournalEntry.id)).all() == before, "no entry tells when somebody answered"
        with pytest.raises(WrongState):
            asking.answer(first, Given({}, 1))
        asking.take_in(one, by=quality, unit=centre, given=[Given({}, 2, slip=2)])
        for slip, refused in ((2, WrongState), (1, WrongState), (9, Incomplete)):
            rows = [Given({}, 1), Given({}, 1, slip=slip)]
            with pytest.raises(refused), db.session.begin_nested():
                asking.take_in(one, by=quality, unit=centre, given=rows, unnumbered=True)
        with pytest.raises(Incomplete, match="1"):
            asking.take_in(one, by=quality, unit=centre, given=[Given({}, 1), Given({}, 1, slip=3)])
        for wrong in (Given({}, 6), Given({}, None), Given({"guided": 0}, 3)):
            with pytest.raises(Incomplete), db.session.begin_nested():
                asking.take_in(one, by=quality, unit=centre, given=[wrong], unnumbered=True)
        kept = db.session.scalars(select(SurveyAnswer).order_by(SurveyAnswer.id)).all()
        assert [(each.scores, each.overall) for each in kept] == [({"guided": 5}, 4), ({}, 2)], "all or none"
        assert not {"slip", "person", "at"} & {column.name.split("_")[0] for column in SurveyAnswer.__table__.columns}
        asking.take_back(db.session.scalars(select(SurveyBatch)).one(), by=quality)
        asking.close(one, by=quality)
        with pytest.raises(WrongState):
            asking.answer(third, Given({}, 5))
        with pytest.raises(Incomplete):
            asking.reopen(one, by=quality, note=" ")
        asking.reopen(one, by=quality, note="Còn phiếu chưa gõ")
        asking.close(one, by=quality, at_once=True)
        with pytest.raises(Incomplete):
            asking.reopen(one, by=quality, note="Còn phiếu chưa gõ")
        assert [each.overall for each in db.session.scalars(select(SurveyAnswer))] == [4]


def test_the_effect_of_an_action_is_measured_by_those_who_are_satisfied(voices):
    with voices.acting():
        one = begun(voices)
        answered(voices, one, "centre", 5, 4, 4, 2, 1)
        answered(voices, one, "economy", 1, 1)
        chosen = {"unit": str(voices.place.units["centre"]), "procedure": "0"}
        days = DAYS["first_on"], DAYS["last_on"]
        assert SATISFIED.compute(chosen, *days) is None, "it runs: the next answer could be told"
        asking.close(one, by=voices.person("quality"))
        assert SATISFIED.compute({"unit": "0"}, *days) is None, "until tomorrow it can be reopened"
        one.shown_from = DAYS["first_on"]
        assert SATISFIED.compute(chosen, *days) is None, "or the two beside it were told"
        assert SATISFIED.compute({"unit": "0"}, *days).denominator == 7
        again = begun(voices)
        answered(voices, again, "centre", 5, 4, 4, 2, 1)
        answered(voices, again, "economy", 1, 1, 1, 1, 1)
        asking.close(again, by=voices.person("quality"), at_once=True)
        found = SATISFIED.compute(chosen, *days)
        assert (found.numerator, found.denominator) == (3, 5), "of the other survey nothing may be told by subtraction"
        assert [(row.kind, row.thing_id) for row in found.rows] == [("survey", again.id)]
        assert SATISFIED.compute(chosen, *[date(2026, 9, day) for day in (1, 8)]) is None, "a survey counts whole"
        assert "Trung tâm" in SATISFIED.about(chosen) and registry.measures["satisfied"] is SATISFIED
        assert not SATISFIED.fewer_is_better and SATISFIED.is_share


def brought(client, url, unit, content, name="a.csv"):
    return client.post_form(f"{url}/file", unit=str(unit), file=(BytesIO(content), name))


@pytest.mark.one_database
def test_few_answers_are_shown_nowhere_and_slips_are_typed_or_scanned(voices, client):
    client.sign_in("quality")
    made = client.post_form(
        "/an-khe/feedback/surveys/new", title="Tháng 9", first_on="2026-09-01", last_on="2026-09-30", document="0",
        asks="Chỗ ngồi đủ.", units=[str(voices.place.units[name]) for name in ("centre", "economy", "culture")],
    )  # fmt: skip
    url, centre, economy = made.request.path, voices.place.units["centre"], voices.place.units["economy"]
    slips = client.post_form(f"{url}/units/{centre}", slips="2", asked="10")
    assert slips.text.count('<svg class="qr"') == 2 and "Chỗ ngồi đủ." in slips.text
    grid = f"{url}/units/{centre}/type"
    wrong = client.post_form(grid, **{"row-0-own1": "3", "row-0-overall": "5", "row-1-overall": "7"})
    assert wrong.status_code == 422 and "Dòng 2" in words_of(wrong) and 'value="7"' in wrong.text
    rows = {f"row-{n}-overall": score for n, score in enumerate("554431")}
    rows["row-0-slip"] = "1"
    asked = client.post_form(grid, **rows)
    assert asked.status_code == 422 and "5 câu trả lời không có số phiếu" in words_of(asked), "slips may double them"
    assert "Đã nhập 6 trả lời" in client.post_form(grid, **rows, unnumbered="y").text
    client.post_form(f"{url}/units/{economy}/type", **{"row-0-overall": "1", "row-1-overall": "2"})
    sheet = "Nhìn chung tôi hài lòng.;Chỗ ngồi đủ\n4;5\n"
    assert "“Ghế”" in words_of(brought(client, url, economy, sheet.replace("Chỗ", "Ghế;Chỗ").encode()))
    empty = client.get(f"{url}/file/headings.xlsx").data
    assert "không có câu trả lời" in words_of(brought(client, url, economy, empty, "b.xlsx")), "its headings are right"
    shown = brought(client, url, economy, sheet.encode())
    with voices.acting():
        assert len(db.session.scalars(select(SurveyBatch)).all()) == 2, "nothing is kept before it was looked at"
    form = next(one for one in fromstring(shown.text).forms if one.action.endswith("/keep"))
    assert "Đã nhập 1 trả lời" in client.post(form.action, data=dict(form.fields), follow_redirects=True).text
    client.post_form(f"{url}/batches/3/take-back")
    with voices.acting(), across():
        code = db.session.scalars(select(SurveySlip).where(SurveySlip.is_used.is_(False))).one().code
    citizen, link = voices.app.test_client(), f"/an-khe/public/survey/{code}"
    assert citizen.post_form(link, own1="5").status_code == 422, "the overall question is asked for"
    thanked = citizen.post_form(link, own1="5", overall="5")
    assert "Cảm ơn" in words_of(thanked) and "<form" not in citizen.get(link).text
    running = words_of(client.get(url))
    assert "9 người trả lời trên 12" in running and "trên 9" not in running, "asked: two slips and ten"
    assert "hài lòng––chưa rõ" in words_of(client.get("/an-khe/dossiers/score?year=2026")), "it still runs"
    first = client.get(f"{url}/moves/close")
    assert "9 người trả lời trên 12" in words_of(first) and "Đang khảo sát" in words_of(client.get(url))
    assert "ngày mai" in words_of(first)
    client.post_form(f"{url}/moves/close", at_once="y")
    assert "5 trên 9" in words_of(client.get(url)) and "5 trên 9" in words_of(client.get("/an-khe/feedback/surveys/"))
    for place in (url, f"{url}?unit={centre}", f"/an-khe/feedback/surveys/?unit={centre}"):
        assert "5 trên 7" not in words_of(client.get(place)), "the centre would tell of the two beside it"
    assert "hài lòng5956 %" in words_of(client.get("/an-khe/dossiers/score?year=2026")), "a line of the score card"
    assert "hài lòng––80 %" in words_of(client.get("/an-khe/dossiers/score?year=2026&satisfied=80")), "unless typed"
    for other in ("staff", "admin"):
        citizen.sign_in(other)
        assert citizen.get(url).status_code == 403, other


HEADINGS = {"own1": ["Đủ ghế"], "overall": ["Nhìn chung tôi hài lòng.", "All in all"], "slip": ["Số phiếu"]}


def test_a_file_of_answers_is_held_against_the_questions_and_names_what_is_wrong():
    text = "\ufeffall in ALL;2. Đủ  ghế\n4;5\n;\n3;\n".encode()
    read = read_answers(text, name="a.csv", headings=HEADINGS)
    assert read == [Given({"own1": 5}, 4), Given({}, 3)], "in their own order"
    numbered = [*read, Given({"own1": 1}, None, slip=12)]
    assert read_answers(as_csv(numbered, HEADINGS).encode(), name="b.csv", headings=HEADINGS) == numbered
    for wrong, words in (
        ("Đủ ghế,All in all\n5,6\n", "Dòng 2"),
        ("Đủ ghế,All in all\n5,4,3\n", "Dòng 2.*không có tiêu đề"),
        ("Đủ ghế,Sạch sẽ\n5,4\n", "thiếu: “Nhìn chung.*không phải câu hỏi.*“Sạch sẽ”"),
        ("Đủ ghế,Đủ ghế.,All in all\n5,4,4\n", "hai lần: “Đủ ghế”"),
        ("Đủ ghế,All in all\n", "không có câu trả lời"),
        ('Đủ ghế,All in all\n"5,4', "ngoặc kép"),
    ):
        with pytest.raises(Incomplete, match=words):
            read_answers(wrong.encode(), name="a.csv", headings=HEADINGS)
    with pytest.raises(Incomplete, match="UTF-8"):
        read_answers(b"\xff\xfe", name="a.csv", headings=HEADINGS)
