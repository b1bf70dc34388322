"""The pocket in a real browser, the size of a phone, with the network really cut."""

from __future__ import annotations

import struct
import zlib
from datetime import timedelta

import pytest

from iso_qms.audits import operations
from iso_qms.audits.checklist.answer_files import counts_at
from iso_qms.audits.checklist.checklists import answers_of
from iso_qms.audits.models import Inspection
from iso_qms.audits.phone import receiving
from iso_qms.audits.phone.phone_acts import PhoneAct
from iso_qms.audits.visit import minutes
from iso_qms.blobs import Attachment
from iso_qms.clock import now, today
from iso_qms.db import db, transaction
from tests.audits.scenes import Scene
from tests.fixtures.browsers import PATIENCE, QUIET, executable, press, sign_in, unboxed
from tests.fixtures.places import PASSWORD


@pytest.fixture
def visited(live_house, place):
    """An inspection under way today; the path of its pocket, and a way to look into the house."""
    with live_house.app.test_request_context(), transaction():
        number = Scene(place).begun(planned_on=today()).id

    class Visited:
        path = f"/an-khe/audits/inspections/{number}"
        centre = place.units["centre"]

        @staticmethod
        def asks(question):
            with live_house.app.test_request_context():
                return question(Scene(place), db.session.get_one(Inspection, number))

        @staticmethod
        def ends():
            with live_house.app.test_request_context(), transaction():
                scene, inspection = Scene(place), db.session.get_one(Inspection, number)
                minutes.sign(inspection, by=scene.person("inspector2"))
                minutes.sign(inspection, by=scene.person("head_centre"), unit=inspection.units[0])
                operations.agree_minutes(inspection, by=scene.person("inspector2"))

    return Visited


@pytest.fixture
def phone(browser, live, tmp_path):
    """Opens a phone whose storage stays on the disk, so that its browser may be closed and opened again."""
    opened = []

    def open_phone(name="phone", locale="vi-VN"):
        context = browser.browser_type.launch_persistent_context(
            tmp_path / name,
            executable_path=executable(),
            args=[*QUIET, *unboxed()],
            base_url=live,
            locale=locale,
            viewport={"width": 390, "height": 844},
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield open_phone
    for context in opened:
        context.close()


def picture(shade):
    """A PNG of one colour, large enough to be made smaller."""
    wide, high = 1800, 12
    rows = (b"\0" + bytes([shade, 90, 90]) * wide) * high

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return {"name": f"{shade}.png", "mimeType": "image/png", "buffer": data}


def taken_along(context, path, login="inspector2"):
    """Sign in, and open the pocket once with a network."""
    page = context.new_page()
    sign_in(page, login, PASSWORD)
    page.goto(f"{path}/pocket")
    page.locator("#pocket[data-ready]").wait_for(state="attached")
    return page


def waiting(page, n):
    page.locator(f"#net [data-pending='{n}']").wait_for()


HELD = """
    const keep = Pocket.keepPart;
    Pocket.keepPart = async (...given) => {
        const act = await keep(...given);
        await new Promise((go) => { window.release = go; document.body.dataset.held = "1"; });
        delete document.body.dataset.held;
        return act;
    };
    0;
"""
"""Lets time pass between a photo that lies on the disk and the screen that says so."""


def test_a_photo_taken_while_the_one_before_is_being_kept_is_not_lost(phone, visited):
    page = taken_along(phone(), visited.path)
    page.context.set_offline(True)
    page.goto(f"{visited.path}/pocket#photo")
    page.evaluate(HELD)
    held = page.locator("body[data-held]")
    page.locator("#camera").set_input_files(picture(20))
    page.locator("[name=sure]").check()
    page.get_by_role("button", name="Lưu ảnh").click()
    held.wait_for()
    page.locator("#camera").set_input_files(picture(40))
    page.locator("[name=sure]:not(:checked)").check()
    page.evaluate("window.release()")
    waiting(page, 1)
    page.get_by_role("button", name="Lưu ảnh").click()
    held.wait_for()
    page.evaluate("window.release()")
    waiting(page, 2)
    page.get_by_text("kB").nth(1).wait_for()


def test_a_photo_comes_back_to_the_screen_that_was_drawn_anew_while_the_camera_was_open(phone, visited):
    page = taken_along(phone(), visited.path)
    page.goto(f"{visited.path}/pocket#photo")
    camera = page.locator("#camera").element_handle()
    page.evaluate("Pocket.draw()")
    assert not camera.evaluate("one => one.isConnected"), "the screen was not drawn anew"
    camera.set_input_files(picture(20))
    page.locator(".pocket-picture canvas").wait_for()


def test_ten_photos_taken_without_a_network_survive_a_closed_browser_and_arrive_once_each(phone, visited, axe):
    context = phone()
    page = taken_along(context, visited.path)
    axe(page)
    context.set_offline(True)
    page.goto(f"{visited.path}/pocket#photo")
    page.reload()
    for n in range(10):
        page.locator("#camera").set_input_files(picture(20 * n))
        canvas = page.locator(".pocket-picture canvas")
        canvas.wait_for()
        if n == 0:
            canvas.click(position={"x": 40, "y": 1})
            canvas.press("ArrowRight")
            canvas.press(" ")
            axe(page)
        page.locator("[name=sure]").check()
        page.get_by_role("button", name="Lưu ảnh").click()
        waiting(page, n + 1)
    context.close()

    context = phone()
    context.set_offline(True)
    page = context.new_page()
    page.goto(f"{visited.path}/pocket#unsent")
    waiting(page, 10)
    assert page.locator("[data-waiting] > li").count() == 10
    assert "Mất mạng" in page.locator("#net").inner_text()
    axe(page)
    context.set_offline(False)
    # The session ended with the browser: nothing is sent under nobody's name, and nothing is lost.
    page.get_by_role("link", name="Đăng nhập lại").click()
    page.locator("[name=login]").fill("inspector2")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/pocket")
    waiting(page, 0)
    page.locator("#net", has_text="Đã gửi đủ.").wait_for()
    page.reload()
    waiting(page, 0)

    def there(_scene, _inspection):
        files = db.session.query(Attachment).all()
        assert len(files) == len({one.sha256 for one in files}) == db.session.query(PhoneAct).count() == 10
        assert {one.mimetype for one in files} == {"image/jpeg"}

    visited.asks(there)


def test_two_inspectors_fill_one_checklist_and_the_lead_chooses(phone, visited, visit, axe):
    first, second = phone("first"), phone("second")
    pages = [taken_along(first, visited.path), taken_along(second, visited.path, "inspector")]
    for context, page, answer in ((first, pages[0], "conform"), (second, pages[1], "not")):
        context.set_offline(True)
        page.goto(f"{visited.path}/pocket#check/{visited.centre}")
        row = page.locator(".roster > li").first
        row.locator(f"input[value={answer}]").check()
        waiting(page, 1)
        for box in row.locator(".tally-buttons label").all():
            assert box.bounding_box()["height"] >= 48
    axe(pages[1])
    for context, page in ((second, pages[1]), (first, pages[0])):
        context.set_offline(False)
        waiting(page, 0)
        page.locator("#net", has_text="Đã gửi đủ.").wait_for()
    pages[0].locator("#screen").get_by_text("Hai người trả lời khác nhau.").wait_for()
    desk = visit("inspector2", width=390)
    desk.goto(f"{visited.path}/unsettled")
    axe(desk)
    press(desk.locator(".side-of").nth(1).get_by_role("button"))
    desk.get_by_text("Đã chọn.").wait_for()
    assert visited.asks(lambda _scene, one: [row.answer for row in answers_of(one)]) == ["not"]


def test_a_visit_ended_by_the_lead_while_a_phone_is_offline_loses_nothing(phone, visited):
    context = phone()
    page = taken_along(context, visited.path, "inspector")
    context.set_offline(True)
    page.goto(f"{visited.path}/pocket#count/{visited.centre}")
    row = page.locator(".roster > li", has_text="Đặng Văn Viên")
    row.locator("input[value=late]").check()
    row.get_by_text("Thấy lúc").wait_for()
    waiting(page, 1)
    visited.ends()
    context.set_offline(False)
    page.goto(f"{visited.path}/pocket#unsent")
    page.locator("[data-refused] > li", has_text="Đặng Văn Viên").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Lưu thành tệp").click()
    assert '"status": "late"' in saved.value.path().read_text(encoding="utf-8")
    page.goto(f"{visited.path}/unsettled")
    page.get_by_text("Đặng Văn Viên").first.wait_for()


def test_minutes_are_signed_on_glass_and_another_persons_phone_stays_shut(phone, visited, axe):
    context = phone(locale="en-GB")
    page = taken_along(context, visited.path)
    context.set_offline(True)
    page.goto(f"{visited.path}/pocket#minutes")
    axe(page)
    page.locator("[name=name]").fill("Bùi Văn Giám")
    page.locator("[name=remark]").fill("We agree.")
    glass = page.locator(".pocket-glass")
    glass.scroll_into_view_if_needed()
    box = glass.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    for n in range(8):
        page.mouse.move(box["x"] + 40 + 20 * n, box["y"] + 30 + 15 * (n % 2))
    page.mouse.up()
    page.get_by_role("button", name="Keep the signature").click()
    waiting(page, 1)
    context.set_offline(False)
    waiting(page, 0)
    page.locator("#net", has_text="Everything is sent.").wait_for()
    said = visited.asks(lambda _scene, one: [(row.name, row.how, row.remark) for row in one.signatures])
    assert said == [("Bùi Văn Giám", "on_glass", "We agree.")]

    context.clear_cookies()
    sign_in(page, "inspector", PASSWORD)
    context.set_offline(True)
    page.goto(f"{visited.path}/pocket")
    page.locator("#screen").get_by_text("belongs to somebody else").wait_for()
    assert "Bùi Văn Giám" not in page.content()


def test_a_number_is_judged_and_a_photo_is_its_evidence_without_a_network(phone, visited, axe):
    context = phone()
    page = taken_along(context, visited.path)
    context.set_offline(True)
    page.goto(f"{visited.path}/pocket#check/{visited.centre}")
    row = page.locator(".roster > li", has_text="Số người vắng không rõ lý do")
    field = row.get_by_label("Điều đã xem")

    def types(text):
        field.fill(text)
        field.press("Tab")

    types("1.000")
    row.get_by_text("Đây không phải là số.").wait_for()
    waiting(page, 0)
    axe(page)
    types("2,0")
    row.get_by_text("Chưa phù hợp").wait_for()
    waiting(page, 1)
    row.locator("input[value=not_seen]").check()
    waiting(page, 2)
    assert not field.input_value()
    types("0")
    row.locator(".value .tone-done").wait_for()
    waiting(page, 3)
    time = page.locator(".roster > li", has_text="Giờ người đầu tiên")
    time.get_by_label("Điều đã xem").fill("07:41")
    time.locator("input[value=not]").check()
    waiting(page, 4)
    time.get_by_role("link", name="Thêm ảnh").click()
    page.locator("#screen").get_by_text("Bằng chứng cho").wait_for()
    page.locator("#camera").set_input_files(picture(60))
    page.locator("[name=sure]").check()
    page.get_by_role("button", name="Lưu ảnh").click()
    waiting(page, 5)
    page.goto(f"{visited.path}/pocket#check/{visited.centre}")
    time.get_by_text("ảnh: 1").wait_for()
    context.set_offline(False)
    waiting(page, 0)
    page.locator("#net", has_text="Đã gửi đủ.").wait_for()
    said = visited.asks(lambda _scene, one: sorted((row.answer, row.value) for row in answers_of(one)))
    assert said == [("conform", "0"), ("not", "07:41")]
    assert visited.asks(lambda _scene, one: list(counts_at(one).values())) == [1]


CLOCK = """
    const Right = Date;
    const off = () => Number(localStorage.getItem("off") ?? 0);
    Date = class extends Right {
        constructor(...given) { given.length ? super(...given) : super(Right.now() + off()); }
        static now() { return Right.now() + off(); }
    };
"""
"""A phone whose clock is off by as many milliseconds as its storage says."""
DAY = 86_400_000


def test_the_day_and_the_minute_are_right_on_a_phone_whose_clock_is_not(phone, visited, live_house, place):
    with live_house.app.test_request_context(), transaction():
        to_come = Scene(place).planned(planned_on=today() + timedelta(days=1)).id
    context = phone()
    context.add_init_script(CLOCK)
    page = taken_along(context, f"/an-khe/audits/inspections/{to_come}")
    said = "Pocket.pocket().then((one) => Pocket.view(one, [])).then((said) => [said.day, !!said.units[0].hours])"
    assert page.evaluate(said) == [str(today() + timedelta(days=1)), True], "taken along on the evening before"
    assert not page.locator("#screen", has_text="Đồng hồ").count()

    page.evaluate(f"localStorage.setItem('off', {DAY})")
    page.goto(f"{visited.path}/pocket")
    page.locator("#screen").get_by_text("Đồng hồ của điện thoại này lệch 1440 phút").wait_for()
    context.set_offline(True)
    page.goto(f"{visited.path}/pocket#count/{visited.centre}")
    page.locator(".roster > li", has_text="Đặng Văn Viên").locator("input[value=late]").check()
    waiting(page, 1)
    page.evaluate(f"localStorage.setItem('off', {-DAY})")
    page.goto(f"{visited.path}/pocket#")
    page.locator("#screen").get_by_text("Đồng hồ của điện thoại này bị lùi lại").wait_for()
    context.set_offline(False)
    waiting(page, 0)
    page.locator("#net", has_text="Đã gửi đủ.").wait_for()

    def seen_now(_scene, _inspection):
        act = db.session.query(PhoneAct).one()
        assert act.outcome == "accepted"
        assert abs(now() - act.captured_at) < timedelta(minutes=2)

    visited.asks(seen_now)


def test_two_windows_a_lost_answer_and_no_room_lose_and_double_nothing(phone, visited):
    context = phone()
    page = taken_along(context, visited.path)
    other = context.new_page()
    context.set_offline(True)
    for one in (page, other):
        one.goto(f"{visited.path}/pocket#check/{visited.centre}")
        one.reload()

    def says(window, answer):
        window.locator(".roster > li").first.locator(f"input[value={answer}]").check()

    says(page, "conform")
    waiting(other, 1)
    says(other, "not")
    waiting(page, 2)

    lost = []

    def lose(route):
        # The house has taken it in when the battery dies, so the phone does not know.
        lost.append(route.fetch())
        route.abort()

    context.route("**/acts", lose, times=1)
    with context.expect_event("requestfailed", lambda request: request.url.endswith("/acts")):
        context.set_offline(False)
    assert lost[0].ok
    other.close()
    page.reload()
    waiting(page, 0)
    page.locator("#net", has_text="Đã gửi đủ.").wait_for()

    page.goto(f"{visited.path}/pocket#photo")
    page.evaluate("""Pocket.keepPart = () => Promise.reject(new DOMException("full", "QuotaExceededError")); 0""")
    page.locator("#camera").set_input_files(picture(20))
    page.locator("[name=sure]").check()
    page.get_by_role("button", name="Lưu ảnh").click()
    page.get_by_role("alert").get_by_text("Máy hết chỗ").wait_for()
    assert page.locator(".pocket-picture canvas").count() == 1, "the picture is still there to be kept"

    page.goto(f"{visited.path}/pocket#check/{visited.centre}")
    page.evaluate("""Pocket.save = () => Promise.reject(new DOMException("full", "QuotaExceededError")); 0""")
    with page.expect_response("**/acts"):
        says(page, "conform")
    waiting(page, 0)

    def there(_scene, inspection):
        assert db.session.query(PhoneAct).count() == 3
        assert [row.answer for row in answers_of(inspection)] == ["conform"]
        assert not receiving.disputes_of(inspection)

    visited.asks(there)


def test_who_leaves_the_team_keeps_only_what_was_never_sent_and_nobody_else_reads_it(phone, live_house, place):
    with live_house.app.test_request_context(), transaction():
        number = Scene(place).planned(planned_on=today()).id
    path, context = f"/an-khe/audits/inspections/{number}", phone()
    page = taken_along(context, path, "inspector")
    kept = page.evaluate("""async () => {
        const [pages, looks] = [await caches.open("pocket-pages"), await caches.open("pocket-looks")];
        await pages.put("/an-khe/audits/inspections/99/pocket", new Response('<script src="/static/old.js?h=1">'));
        for (const name of ["old", "older"]) await looks.put(`/static/${name}.js?h=1`, new Response(""));
        await Pocket.keepPages([location.pathname]);
        const urls = [...await looks.keys(), ...await pages.keys()].map((one) => new URL(one.url).pathname);
        await pages.delete("/an-khe/audits/inspections/99/pocket");
        return urls.map((one) => one.split("/").slice(-2).join("/")).filter((one) => /old|store|\\d.pocket/.test(one));
    }""")
    assert sorted(kept) == sorted(["static/old.js", "pocket/store.js", "99/pocket", f"{number}/pocket"])

    context.set_offline(True)
    page.goto(f"{path}/pocket")
    page.get_by_role("button", name="Bắt đầu").click()
    waiting(page, 1)
    page.goto(f"{path}/pocket#check/{place.units['centre']}")
    page.locator(".roster > li").first.locator("input[value=conform]").check()
    waiting(page, 2)
    with live_house.app.test_request_context(), transaction():
        scene, inspection = Scene(place), db.session.get_one(Inspection, number)
        member = next(one for one in inspection.team if one.person.login == "inspector")
        operations.release_member(inspection, member, by=scene.person("quality"))
    context.set_offline(False)
    page.evaluate("Pocket.sync()")
    page.locator("#screen").get_by_text("đã được gỡ bỏ").wait_for()
    assert "Đặng Văn Viên" not in page.content()
    assert page.evaluate("Promise.all([Pocket.pocket(), Pocket.acts()])")[0] is None
    page.goto("/an-khe/audits/pocket")
    page.locator("#pocket[data-ready]").wait_for(state="attached")
    press(page.get_by_role("link", name="2 mục chưa gửi"))
    with page.expect_download() as saved:
        page.get_by_role("button", name="Lưu thành tệp").click()
    assert '"conform"' in saved.value.path().read_text(encoding="utf-8")
    page.get_by_label("Đúng, tôi muốn xóa.").check()
    page.get_by_role("button", name="Xóa cuộc kiểm tra này khỏi máy").click()
    page.locator("#screen").get_by_text("Máy này không còn dữ liệu").wait_for()
    assert page.goto(f"{path}/pocket").status == 404

    page.goto("/an-khe/audits/pocket")
    page.locator("#pocket[data-ready]").wait_for(state="attached")
    assert not page.get_by_role("link", name="mục chưa gửi").count()
    context.clear_cookies()
    sign_in(page, "inspector2", PASSWORD)
    page.goto("/an-khe/audits/pocket")
    page.get_by_text("Giờ làm việc và tiếp công dân").wait_for()
    page.locator("#pocket[data-ready]").wait_for(state="attached")
    context.clear_cookies()
    context.set_offline(True)
    page.goto("/an-khe/audits/pocket")
    page.locator("#pocket").get_by_text("của người khác").wait_for()
    assert "Giờ làm việc và tiếp công dân" not in page.content()
