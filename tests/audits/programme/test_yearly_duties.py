from datetime import date

import time_machine

from iso_qms.audits.programme.yearly_duties import yearly_duties
from iso_qms.db import transaction
from iso_qms.improvement.obligation import obligation_acts
from tests.audits.scenes import Scene


def words(year):
    return [one.words for one in yearly_duties(year)]


def test_a_year_says_whether_its_internal_audit_and_management_review_were_held(app, morning):
    with app.test_request_context(), transaction():
        scene, page = Scene(morning.place), "/programmes/2026/needs"
        assert all("chưa được theo dõi" in one for one in words(2026))
        quality = scene.person("quality")
        taken = {one.seed: one for one in obligation_acts.take_usual(scene.post("quality"), by=quality)}
        assert words(2026)[1] == "Xem xét của lãnh đạo: chưa tiến hành; hạn 31/12/2026."
        review = taken["management_review"].waiting[0]
        obligation_acts.fulfil(review, by=quality, evidence="Biên bản 02/BB-UBND")
        assert words(2026)[1] == "Xem xét của lãnh đạo: đã tiến hành, báo ngày 23/11/2026."
    told = morning.get("leader", page).text
    assert "Đánh giá nội bộ: chưa tiến hành; hạn 31/12/2026." in told and "đã tiến hành, báo ngày" in told
    with app.test_request_context(), transaction(), time_machine.travel(date(2027, 1, 5), tick=False):
        Scene(morning.place)
        assert words(2026)[0] == "Đánh giá nội bộ: không tiến hành; đã quá hạn 31/12/2026."
