from datetime import date
from functools import partial

import pytest

from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.improvement.risk import risk_acts as acts
from iso_qms.improvement.risk.risks import cases_of, live_risks, risks_of
from iso_qms.journal import history_of
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from tests.improvement.conftest import Case


def written(case, by="quality", **values):
    usual = {
        "kind": "risk", "title": "Quầy dùng mẫu cũ", "response": "Thu mẫu trong ngày", "likelihood": 1, "impact": 2,
        "owner_post": case.post("staff"), "review_on": date(2026, 4, 1),
    }  # fmt: skip
    return acts.write_down(by=case.person(by), **(usual | values))


@pytest.mark.parametrize(
    ("values", "refused"),
    [({"by": "staff"}, Forbidden), ({"title": " "}, Incomplete), ({"response": ""}, Incomplete),
     ({"likelihood": 4}, Incomplete), ({"owner_post": None}, Incomplete),
     ({"review_on": date(2026, 3, 1)}, Incomplete)],
)  # fmt: skip
def test_a_risk_has_words_weight_owner_and_a_day_to_come(case, values, refused):
    with pytest.raises(refused):
        written(case, **values)


def test_its_owner_looks_at_it_again_and_its_life_is_told(case, clock):
    light, heavy = written(case), written(case, title="Mất hồ sơ", likelihood=3, impact=3)
    assert live_risks() == [heavy, light]
    assert not list(acts.awaiting(case.person("staff"), today()))
    clock.move_to("2026-04-02T09:00+07:00")
    assert [row.late for row in acts.awaiting(case.person("staff"), today())] == [True, True]
    again = {"likelihood": 3, "impact": 3, "review_on": date(2026, 7, 1)}
    with pytest.raises(Forbidden):
        acts.review(light, by=case.person("staff2"), note="Đã xảy ra", **again)
    with pytest.raises(Incomplete):
        acts.review(light, by=case.person("staff"), note=" ", **again)
    acts.review(light, by=case.person("staff"), note="Đã xảy ra", **again)
    assert light.weight == 9 and light.reviewed_on == date(2026, 4, 2)
    acts.change(heavy, by=case.person("head_centre"), reason="Sát hơn", title="Mất hồ sơ giấy", review_on=today())
    assert [row.on for row in acts.deadlines(case.person("staff"), today(), date(2026, 7, 1))] == [
        today(),
        date(2026, 7, 1),
    ]
    acts.end(heavy, by=case.person("quality"), reason="Không còn hồ sơ giấy")
    assert live_risks() == [light]
    with pytest.raises(WrongState):
        acts.review(heavy, by=case.person("staff"), note="Xem", **again)
    assert [entry.verb for entry in history_of(heavy)] == ["risk.ended", "risk.changed", "risk.written_down"]


def test_a_nonconformity_bears_on_it_and_both_say_so(case):
    risk, one = written(case), case.opened()
    with pytest.raises(Forbidden):
        acts.link(one, risk, by=case.person("staff"), why="Đã xảy ra")
    acts.link(one, risk, by=case.person("head_centre"), why="Đã xảy ra")
    with pytest.raises(WrongState):
        acts.link(one, risk, by=case.person("head_centre"), why="Đã xảy ra")
    assert [each.risk for each in risks_of(one)] == [risk]
    assert [each.nonconformity for each in cases_of(risk, case.person("head_centre"))] == [one]
    assert cases_of(risk, case.person("head_economy")) == [], "a case one may not see is not told here either"
    assert "risk_link.linked" in [entry.verb for entry in history_of(one)]


@pytest.mark.one_database
def test_the_pages_lead_from_the_list_to_the_case_and_back(clock, place, house, as_):
    house.stand("risky", partial(_opened, house.app, place))
    quality, root = as_("quality"), "/an-khe/improvement"
    typed = {"kind": "risk", "title": "Mẫu cũ", "response": "Thu ngay", "likelihood": "2", "impact": "3",
             "owner_post": str(place.posts["staff"]), "review_on": "2026-03-10"}  # fmt: skip
    assert "No risk is written down" in quality.get(f"{root}/risks").text
    assert "Mẫu cũ" in quality.post_form(f"{root}/risks/new", **typed).text
    page = quality.post_form(f"{root}/nonconformities/1/risk", risk="1", why="Đã xảy ra").text
    assert "Risks, and documents to change" in page and "/improvement/risks/1" in page
    assert "KPH-2026-001" in quality.get(f"{root}/risks/1").text
    again = {"likelihood": "3", "impact": "3", "review_on": "2026-06-10"}
    refused = as_("staff").post_form(f"{root}/risks/1/review", **again).text
    assert "Give a reason" in refused
    assert "10 Jun 2026" in as_("staff").post_form(f"{root}/risks/1/review", note="Nặng hơn", **again).text
    assert "Mẫu cũ khác" in quality.post_form(f"{root}/risks/1/change", title="Mẫu cũ khác", reason="Rõ hơn").text
    assert "Ended" in quality.post_form(f"{root}/risks/1/end", reason="Hết mẫu giấy").text


def _opened(app, place):
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        return {"one": Case(place).opened().id}
