"""What was corrected in the calendar is kept as plain lists, also as before hours could be, and told in words."""

from datetime import date

from iso_qms.dossiers.due.reckonings import DossierReckoning, _told, _written
from iso_qms.i18n import speaking
from iso_qms.organisation.working_days import OPENED, Corrected, written_week
from iso_qms.worktime import OFFICE_WEEK

DAY = date(2026, 8, 19)
WITHOUT_FRIDAY = written_week((*OFFICE_WEEK[:4], (), *OFFICE_WEEK[5:]))
CORRECTED = [
    Corrected(DAY, DAY, "", "holiday: Ngày thành lập xã"),
    Corrected(date(2028, 1, 1), date(2028, 12, 31), "", OPENED),
    Corrected(DAY, None, written_week(OFFICE_WEEK), WITHOUT_FRIDAY, "Phòng Kinh tế"),
    Corrected(DAY, date(2026, 8, 31), WITHOUT_FRIDAY, written_week(OFFICE_WEEK)),
]
TOLD = [
    "19/08/2026: Ngày lễ, Ngày thành lập xã (trước đó: ngày thường)",
    "mở năm 2028",
    "giờ làm việc của Phòng Kinh tế từ ngày 19/08/2026: T2–T5 07:30–11:30, 13:00–17:00 "
    "(trước đó: T2–T6 07:30–11:30, 13:00–17:00)",
    "giờ làm việc của toàn cơ quan từ ngày 19/08/2026 đến ngày 31/08/2026: T2–T6 07:30–11:30, 13:00–17:00 "
    "(trước đó: T2–T5 07:30–11:30, 13:00–17:00)",
]


def test_what_was_corrected_is_read_as_it_was_written_and_told():
    assert DossierReckoning(facts={"days": [_written(one) for one in CORRECTED]}).corrected == CORRECTED
    before_hours = DossierReckoning(facts={"days": [["2026-08-19", "", "holiday: Ngày thành lập xã"]]})
    assert before_hours.corrected == CORRECTED[:1]
    with speaking("vi"):
        assert [_told(one) for one in CORRECTED] == TOLD
