"""Every kind of dated duty of the demo stands in the calendar of what is due, and one's own in one's own calendar."""

from datetime import timedelta

import pytest
from flask import g
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person

pytestmark = pytest.mark.one_database


def test_obligations_of_every_kind_are_due_in_the_calendar(demo):
    from iso_qms.desk.due_calendar import due_between  # the pages declare themselves once the house is put together
    from iso_qms.desk.feed import days_of

    with demo.app.test_request_context("/van-khe/"):
        g.agency = db.session.scalars(select(Agency)).one()
        choose(g.agency)
        g.person = quality = db.session.scalars(select(Person).where(Person.login == "daohtb")).one()
        first, last = today() - timedelta(days=60), today() + timedelta(days=400)
        everything = {(one.kind, one.what) for one in due_between(quality, first, last, whose="all")}
        kinds = {kind for kind, _what in everything}
        assert {
            "Rà soát định kỳ", "Do thay đổi pháp luật", "Phiếu yêu cầu sửa đổi tài liệu", "Bản kiểm soát phải thu hồi",
            "Hành động khắc phục", "Sự khắc phục", "Nghĩa vụ", "Xem lại rủi ro", "Hết hiệu lực",
        } <= kinds  # fmt: skip
        yearly = ("Đánh giá nội bộ", "Xem xét của lãnh đạo", "Báo cáo tháng 12")
        own = [one.what for one in due_between(quality, first, last, whose="mine")]
        fed = [one.what for one in days_of(quality, today())]
        for words in yearly:
            assert any(what.startswith(words) for what in own), "the month page"
            assert any(what.startswith(words) for what in fed), "the feed of a phone"
