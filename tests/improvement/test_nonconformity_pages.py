from functools import partial
from io import BytesIO

import openpyxl
import pytest
from docx import Document
from sqlalchemy import event

from iso_qms.db import db, transaction
from iso_qms.improvement.action import acting, extending
from iso_qms.organisation.agencies import Agency, choose
from tests.improvement.conftest import Case

pytestmark = pytest.mark.one_database

INDEX = "/an-khe/improvement/"


@pytest.fixture
def settled(clock, house, place):
    """Five cases at five stations of their lives, written before anybody opens a page."""
    return house.stand("settled", partial(_settle, house.app, place))


def _settle(app, place):
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        case = Case(place)
        case.opened(title="Niêm yết còn bản cũ")
        case.planned(case.analysed(title="Sổ theo dõi ghi thiếu", by="quality"))
        wish = case.asked(owner="staff")
        wish.action.nonconformity.title = "Hồ sơ trả quá hạn, có gia hạn"
        from iso_qms.journal import write

        write(wish.action.nonconformity, "nonconformity.changed", by=case.person("quality"))
        done = case.carried_out()
        acting.reject(done, by=case.person("quality"), assessment="Vẫn quá hạn", early="Đủ số liệu")
        closed = case.carried_out()
        acting.verify(closed, by=case.person("quality"), assessment="Đạt 2 %", early="Đủ số liệu")
        case.opened("culture", title="Ứng xử tại quầy", restricted=True)
        return {"wish": wish.id, "action": wish.action_id, "one": wish.action.nonconformity_id, "closed": closed.id}


def test_the_list_shows_what_is_open_and_counts_the_rest(settled, as_):
    page = as_("quality").get(INDEX)
    assert page.status_code == 200
    for word in ("Niêm yết còn bản cũ", "Sổ theo dõi ghi thiếu", "reopened 1 time", "Ứng xử tại quầy"):
        assert word in page.text
    for chip in ("Cause missing <span>3</span>", "Ended <span>1</span>", "All <span>6</span>"):
        assert chip in page.text


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("view=to_accept", "KPH-2026-002", "KPH-2026-001"),
        ("view=ended", "KPH-2026-005", "KPH-2026-001"),
        ("view=to_analyse", "KPH-2026-001", "KPH-2026-002"),
        ("view=all&q=niem+yet", "KPH-2026-001", "KPH-2026-002"),
        ("view=all&q=HĐ-2026-001", "KPH-2026-002", "KPH-2026-001"),
        ("view=all&grade=major", "No nonconformity fits", "KPH-2026-001"),
        ("view=nonsense&unit=x&source=rumour", "KPH-2026-001", "KPH-2026-005"),
    ],
)
def test_the_list_is_narrowed_by_its_address(settled, as_, query, there, gone):
    page = as_("quality").get(f"{INDEX}?{query}")
    assert there in page.text and gone not in page.text


def test_mine_is_what_i_have_to_do(settled, as_):
    assert "KPH-2026-003" in as_("staff").get(f"{INDEX}?view=mine").text
    assert "KPH-2026-003" not in as_("staff2").get(f"{INDEX}?view=mine").text


def test_the_filters_of_the_list_are_kept(settled, as_):
    visitor = as_("quality")
    visitor.get(f"{INDEX}?view=ended")
    assert visitor.get(INDEX).location.endswith("view=ended")


def test_the_list_leaves_as_excel(settled, as_):
    answer = as_("quality").get("/an-khe/improvement/register.xlsx?view=all")
    rows = list(openpyxl.load_workbook(BytesIO(answer.data)).active.values)
    assert len(rows) == 7 and rows[0][0] == "Number" and {row[0][:8] for row in rows[1:]} == {"KPH-2026"}


def test_who_may_not_see_a_restricted_one_finds_nothing(settled, as_):
    for login in ("staff", "leader", "author2"):
        visitor = as_(login)
        assert "Ứng xử tại quầy" not in visitor.get(f"{INDEX}?view=all").text
        assert visitor.get("/an-khe/improvement/nonconformities/6").status_code == 404
    assert "Restricted readers" in as_("head_culture").get("/an-khe/improvement/nonconformities/6").text


def test_nobody_of_another_agency_gets_in(settled, as_):
    assert as_("stranger").get(INDEX).status_code == 404
    assert as_("stranger").get("/binh-hoa/improvement/nonconformities/1").status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("login", ["quality", "head_centre", "staff", "leader", "inspector2"])
def test_every_page_opens_for_whoever_may_see_it(settled, as_, login, language):
    visitor = as_(login, language)
    for address in (
        "nonconformities/1",
        "nonconformities/2",
        f"actions/{settled['action']}",
        f"actions/{settled['closed']}",
    ):
        page = visitor.get(f"/an-khe/improvement/{address}")
        assert page.status_code == 200, address
        assert page.text.count("<h1") == 1


def test_the_page_of_an_action_shows_its_ladder_and_the_wish(settled, as_):
    page = as_("head_centre").get(f"/an-khe/improvement/actions/{settled['action']}")
    for word in ("9 Mar", "Remind the owner", "Up to leadership", "asks for more time, until", "Grant more time"):
        assert word in page.text
    assert "Grant more time" not in as_("staff").get(f"/an-khe/improvement/actions/{settled['action']}").text


def test_the_head_grants_without_having_to_say_why(settled, as_, app):
    page = as_("head_centre").post_form(f"/an-khe/improvement/extensions/{settled['wish']}/moves/grant")
    assert page.status_code == 200 and "23 Mar" in page.text


def test_a_refusal_asks_for_its_reason_on_a_page_of_its_own(settled, as_):
    address = f"/an-khe/improvement/extensions/{settled['wish']}/moves/refuse"
    visitor = as_("head_centre")
    assert visitor.post_form(address, note=" ").status_code == 422
    page = visitor.post_form(address, note="Đã đủ thời gian")
    assert page.request.path.endswith(f"/actions/{settled['action']}") and "Đã đủ thời gian" in page.text


def test_a_form_that_came_too_late_leads_back_to_how_it_is_now(settled, as_):
    page = as_("quality").get(f"/an-khe/improvement/actions/{settled['closed']}/moves/verify", follow_redirects=True)
    assert "This is not possible here now" in page.text


def test_a_move_sent_without_the_right_is_refused_and_keeps_what_was_typed(settled, as_, app):
    visitor = as_("head_centre")
    address = f"/an-khe/improvement/actions/{settled['action']}/moves/carry_out"
    token = visitor.get(INDEX).text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = visitor.post(
        address, data={"csrf_token": token, "result": "Tôi làm thay cho công chức", "done_on": "2026-03-02"}
    )
    assert answer.status_code == 422 and "Tôi làm thay cho công chức" in answer.text
    assert "Whoever holds it can" in answer.text


def test_there_is_no_move_of_another_name(settled, as_):
    assert as_("quality").get("/an-khe/improvement/nonconformities/1/moves/vanish").status_code == 404
    assert as_("quality").get("/an-khe/improvement/feelings/1/moves/close").status_code == 404


def test_the_request_form_leaves_as_word(settled, as_):
    answer = as_("quality", "vi").get(f"/an-khe/improvement/actions/{settled['closed']}/request.docx")
    book = Document(BytesIO(answer.data))
    text = "\n".join(one.text for one in book.element.body.iter() if one.tag.endswith("}t") and one.text)
    for word in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "PHIẾU YÊU CẦU HÀNH ĐỘNG KHẮC PHỤC",
        "Đạt hiệu lực",
        "UBND XÃ AN KHÊ",
    ):
        assert word in text


def counted(app, visit):
    statements = []

    def count(_conn, _cursor, statement, *_rest):
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        visit()
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return [one for one in statements if not one.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA"))]


def test_a_list_asks_the_database_the_same_however_many_rows(settled, as_, app, place):
    visitor = as_("quality")
    visitor.get(INDEX)
    few = counted(app, lambda: visitor.get(INDEX))
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        case = Case(place)
        for _number in range(12):
            case.planned()
    many = counted(app, lambda: visitor.get(INDEX))
    assert len(many) == len(few) <= 15, "\n\n".join(many)


def test_extending_is_offered_to_the_owner_only(settled, as_, app, place):
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        wish = db.session.get(extending.Extension, settled["wish"])
        extending.refuse(wish, by=Case(place).person("head_centre"), note="Đủ thời gian")
        fresh = Case(place).accepted(owner="staff").id
    address = f"/an-khe/improvement/actions/{fresh}"
    assert "/extend" in as_("staff").get(address).text
    assert "/extend" not in as_("head_centre").get(address).text
    assert "/extend" not in as_("staff").get(f"/an-khe/improvement/actions/{settled['action']}").text, "asked once"


@pytest.mark.parametrize("login", ["quality", "head_centre", "staff", "leader"])
def test_no_page_asks_the_database_more_than_fifteen_times(settled, as_, app, login):
    visitor = as_(login)
    visitor.get(INDEX)
    of_one, of_action = f"nonconformities/{settled['one']}", f"actions/{settled['action']}"
    for address in ("", "board", of_one, of_action, f"{of_one}/similar", f"{of_action}/request.docx"):
        asked = counted(app, lambda: visitor.get(INDEX + address))  # noqa: B023
        assert len(asked) <= 15, address + "\n" + "\n\n".join(asked)


def test_a_plan_begins_with_no_post_chosen_and_a_returned_one_with_its_own(settled, as_, app, place):
    visitor = as_("head_centre")
    page = visitor.post_form(
        "/an-khe/improvement/nonconformities/3/plan",
        what="Thêm", expected="Đạt", due_on="2026-03-16",
    )  # fmt: skip
    assert page.status_code == 422 and "Choose a post." in page.text
    page = visitor.get("/an-khe/improvement/actions/1/moves/replan")
    assert f'<option selected value="{place.posts["staff"]}">' in page.text and 'value="2026-03-16"' in page.text


def test_the_form_says_how_early_it_is_judged_and_the_page_keeps_it(app, place, as_, clock):
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        address = f"{INDEX}actions/{Case(place).carried_out().id}"
    visitor = as_("quality")
    assert "Planned for 15 Apr 2026: 32 working days early" in visitor.get(f"{address}/moves/verify").text
    page = visitor.post_form(f"{address}/moves/verify", assessment="Tốt")
    assert page.status_code == 422 and "Say why it is judged now already." in page.text
    page = visitor.post_form(f"{address}/moves/verify", assessment="Tốt", early="Đủ 60 hồ sơ để xem")
    for word in ("32 working days before the planned day", "judged it before its planned day", "Đủ 60 hồ sơ để xem"):
        assert word in page.text


def test_on_its_day_the_form_does_not_ask_why(app, place, as_, clock):
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        address = f"{INDEX}actions/{Case(place).carried_out().id}"
    clock.move_to("2026-04-15T09:00+07:00")
    assert "judged now already" not in as_("quality").get(f"{address}/moves/verify").text
