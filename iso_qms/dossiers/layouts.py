"""An agency's own layouts of the apology: made-up values, and what each value is."""

from __future__ import annotations

from iso_qms.dossiers.promise.apology_word import draw
from iso_qms.i18n import _l
from iso_qms.layouts import LayoutKind, Values


def _sample() -> Values:
    return {
        "agency": "UBND xã Mẫu",
        "superior": "UBND tỉnh Mẫu",
        "place": "Xã Mẫu",
        "day": "ngày 02 tháng 3 năm 2026",
        "number": "07",
        "code": "H99.99-260223-0012",
        "procedure": "Cấp bản sao trích lục & xác nhận",
        "unit": "Bộ phận Hộ tịch",
        "received_on": "23/02/2026",
        "due_on": "26/02/2026",
        "reason_kind": "Phải chờ ý kiến của cơ quan khác",
        "reason": "Chưa có kết quả <xác minh> nơi cư trú cũ.",
        "new_due_on": "06/3/2026",
    }


SLIP = LayoutKind(
    _l("Apology for a late dossier"),
    _sample,
    draw,
    {
        "number": _l("Running number of the apology"),
        "code": _l("Code of the dossier"),
        "procedure": _l("Title of the procedure"),
        "unit": _l("Unit that decides"),
        "received_on": _l("Day the dossier was received"),
        "due_on": _l("First due day"),
        "reason_kind": _l("Class of the reason"),
        "reason": _l("The reason in words"),
        "new_due_on": _l("New due day"),
    },
)
