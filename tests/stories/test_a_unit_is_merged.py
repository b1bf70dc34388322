"""A unit is merged into another, through its pages: codes proposed, the crosswalk, and old codes still found."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import lxml.html
import openpyxl
import pytest
import time_machine
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.documents.blocks import content_hash
from iso_qms.documents.models import FormerCode, Revision
from iso_qms.journal import JournalEntry
from iso_qms.organisation import operations
from iso_qms.organisation.agencies import Agency, across, choose
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.people import Holding
from tests.stories.test_life_of_a_procedure import ROOM, Story, words


@pytest.fixture
def story(app, place):
    return Story(app, place)


def registered(story, unit, title, **typed):
    """Register a procedure with the code that is proposed; the page that comes next."""
    author, unit = story.come("author"), str(story.place.units[unit])
    if "code" not in typed:
        page = author.post_form(f"{ROOM}/register", title=title, unit=unit, code="", propose="1")
        assert f'value="{title}"' in page.text, "nothing typed is lost"
        typed["code"] = page.text.split('id="code"')[1].split('value="')[1].split('"')[0]
    page = author.post_form(f"{ROOM}/register", title=title, unit=unit, **typed)
    return typed["code"], page


def vacated(story, *units):
    with story.app.app_context(), transaction():
        choose(db.session.get(Agency, story.place.agency_id))
        numbers = [story.place.units[one] for one in units]
        held = [one for one in db.session.scalars(select(Holding)).unique() if one.post.unit_id in numbers]
        for holding in held:
            clock = clock_of(story.place.agency_id)
            operations.end_holding(holding, by=clock, on=today() + timedelta(days=1), reason="Sáp nhập")


def test_a_unit_is_merged_into_another(story):
    quality = story.come("quality")
    page = quality.post_form(f"{ROOM}/codes", **{"pattern-procedure": "QT-{số:02}{đơn vị}"})
    assert page.status_code == 422 and "Đặt dấu như / hoặc -" in words(page)
    page = quality.post_form(f"{ROOM}/codes", **{"pattern-procedure": "QT-{số:02}/{đơn vị}"})
    assert "6 đơn vị chưa có ký hiệu trong mã" in words(page)
    assert 'value="ĐĐ"' in quality.get(f"{ROOM}/codes/units").text, "proposed from the name"
    assert "QT-07/" in words(quality.post_form(f"{ROOM}/codes/units"))

    code, page = registered(story, "land", "Đo đạc")
    assert (code, page.status_code) == ("QT-01/ĐĐ", 200), words(page)
    first = f"{ROOM}/1/revisions/1"
    story.write("Đo trong ba ngày.")
    story.route(first, "head_culture")
    story.come("author").post_form(f"{first}/moves/submit")
    story.come("head_culture").post_form(f"{first}/opinion", opinion="agree")
    assert story.approve(first, today()).status_code == 200
    quality.post_form(f"{ROOM}/1/distribution", **{f"post-{story.place.posts['clerk']}": "y"})
    assert registered(story, "economy", "Cấp phép")[0] == "QT-01/KT"
    page = registered(story, "land", "Giao đất", code="QT 9 cũ")[1]
    assert page.status_code == 422 and "không đúng quy tắc" in words(page)
    kept = filled(page) | {"keep_code": "y"}
    page = story.come("author").post(page.request.path, data=kept, follow_redirects=True)
    assert page.status_code == 200, words(page)
    page = registered(story, "land", "Thứ hai", code="QT-01/ĐĐ")[1]
    assert "Mã tiếp theo còn trống là QT-02/ĐĐ" in words(page) and 'value="Thứ hai"' in page.text
    assert "QT 9 cũ" in words(quality.get(f"{ROOM}/codes/list?kind=procedure&fits=no"))

    vacated(story, "land")
    land, economy = story.place.units["land"], story.place.units["economy"]
    page = story.come("admin").post_form(
        f"/an-khe/people/units/{land}/close",
        reason="Sáp nhập",
        basis="Quyết định 12/QĐ-UBND",
        successors=[str(economy)],
    )
    assert "Phòng Kinh tế" in words(page)
    day = today() + timedelta(days=1)
    address = f"{ROOM}/crosswalk/prepare?unit={land}"
    assert "Chưa đến ngày" in words(quality.get(address))

    with time_machine.travel(f"{day}T08:00+07:00"):
        story.visitors.clear()
        quality = story.come("quality")
        assert "Chuyển 2 tài liệu của Tổ Đất đai" in story.sees("quality", "/an-khe/")
        page = quality.get(address)
        assert 'value="QT-02/KT"' in page.text and 'value="Quyết định 12/QĐ-UBND"' in page.text
        page = quality.post_form(address, **{"code-1": "QT-01/KT"})
        assert page.status_code == 422 and "Tài liệu khác đang dùng mã này." in words(page)
        page = quality.post_form(address, **{"code-3": "QT-02/KT"})
        assert page.status_code == 422 and "Hai dòng cùng một mã này." in words(page)
        clerk, author = story.place.posts["clerk"], story.place.posts["author"]
        assert "Công chức địa chính" in words(quality.get(address)), "whoever read there is named"
        page = quality.post_form(address, **{f"heir-{clerk}": str(author)})
        assert page.status_code == 200 and "2 tài liệu đã nhận mã mới." in page.text
        assert "1 tài liệu có người đọc mới." in page.text
        assert "Đo đạc" in story.sees("author", "/an-khe/"), "the new reader is asked"
        assert "QT-01/ĐĐQT-02/KT" in words(page)
        assert "Chuyển 2 tài liệu" not in story.sees("quality", "/an-khe/")
        _old_codes_still_lead_there(story, first)
        _what_was_approved_is_untouched(story)
        table = openpyxl.load_workbook(BytesIO(quality.get(f"{ROOM}/crosswalk.xlsx").data)).active
        assert ("QT-01/ĐĐ", "QT-02/KT", "Đo đạc") in [row[:3] for row in table.iter_rows(values_only=True)]


def _old_codes_still_lead_there(story, first):
    assert "mã cũ QT-01/ĐĐ" in story.sees("staff", "/an-khe/search?q=QT-01/ĐĐ")
    assert "mã cũ QT-01/ĐĐ" in story.sees("staff", f"{ROOM}/?q=qt-01/dd")
    seen = story.sees("staff", f"{ROOM}/1")
    assert "QT-02/KT" in seen and "Mã cũQT-01/ĐĐ" in seen.replace("Mã cũ QT", "Mã cũQT")
    page = story.come("staff").post_form(f"{ROOM}/changes/new", document="QT-01/ĐĐ", what="Sửa hạn.")
    assert "QT-02/KT" in words(page)
    page = registered(story, "economy", "Mới", code="QT-01/ĐĐ")[1]
    assert "Mã này là mã cũ của" in words(page) and "QT-04/KT" in words(page)
    printed = story.sees("staff", f"{first}/print")
    assert "Mã hiệu: QT-01/ĐĐ" in printed and "tài liệu này mang mã QT-02/KT" in printed
    with story.app.app_context(), across():
        token = db.session.scalar(select(Revision.token).where(Revision.id == 1))
    sheet = words(story.app.test_client().get(f"/v/{token}"))
    assert "Nay mang mã QT-02/KT" in sheet and "Đang hiệu lực" in sheet


def _what_was_approved_is_untouched(story):
    with story.app.app_context(), across():
        revision = db.session.get(Revision, 1)
        assert content_hash(revision) == revision.content_hash
        assert revision.document.unit_id == story.place.units["economy"]
        told = db.session.scalars(select(JournalEntry.reason).where(JournalEntry.verb == "document.recoded")).all()
        assert any(one.startswith("QT-01/ĐĐ → QT-02/KT. Quyết định 12") for one in told) and len(told) == 2
        former = db.session.scalars(select(FormerCode).where(FormerCode.document_id == 1)).unique().one()
        assert former.borne_until == today() and former.borne_from == today() - timedelta(days=1)


def filled(page):
    form = next(one for one in lxml.html.fromstring(page.text).forms if "title" in one.fields)
    return dict(form.form_values())
