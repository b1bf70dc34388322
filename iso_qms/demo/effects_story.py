"""Measured effect: a repeated check that missed its target and climbed by itself, one that waits to be confirmed, and a
re-inspection that somebody has to plan."""

from __future__ import annotations

from functools import partial
from typing import Any

from iso_qms.demo.doings import accepted, carried_out, caused, check, coming, counted, looked, opened, past, planned
from iso_qms.demo.story import Diary
from iso_qms.improvement.effect.measuring import Choice


def _case(key: str, title: str, day: int, *, what: str, owner: str, due: Any, measure: Choice) -> Diary:
    return [
        opened(key, day, "09:12", by="khuebd", unit="trung-tam", title=title, criterion="QT-08, bước trả kết quả"),
        caused(key, day + 2, "10:20", by="phacld", whys=("Phiếu trả không có ô ký nhận.",),
               statement="Mẫu phiếu trả kết quả không buộc người nhận ký."),
        planned(key, f"{key} act", day + 3, "09:10", by="phacld", owner=owner, due=due, what=what,
                expected="Chín trên mười phiếu có chữ ký nhận.", measure=measure),
    ]  # fmt: skip


_SIGNED = check("Phiếu trả kết quả có chữ ký nhận?", days=14)
_slips = partial(looked, by="khuebd", shows=("Đối chiếu phiếu tiếp nhận với phiếu trả", "Không có chữ ký nhận"))

DIARY: Diary = [
    *_case("unsigned slips", "Phiếu trả kết quả thiếu chữ ký nhận", -60, what="Nhắc quầy thu phiếu có chữ ký",
           owner="taolh", due=past(-50), measure=_SIGNED),
    _slips("unsigned slips act", -57, "15:00", answers=(True, True, False, False, False)),
    accepted("unsigned slips act", -56, "10:30", by="daohtb", verifier="khuebd"),
    carried_out("unsigned slips act", -52, "16:00", by="taolh", result="Đã nhắc trong hai buổi giao ban."),
    _slips("unsigned slips act", -38, "15:10", answers=(True, True, False, True, False)),
    counted(-37),
    *_case("no receipt", "Giấy hẹn không ghi giờ trả", -45, what="Thêm ô giờ trả vào giấy hẹn",
           owner="taolh", due=past(-30), measure=_SIGNED),
    _slips("no receipt act", -42, "15:20", answers=(True, False, False, True, False)),
    accepted("no receipt act", -41, "10:40", by="daohtb", verifier="khuebd"),
    carried_out("no receipt act", -32, "16:10", by="taolh", result="Đã sửa mẫu giấy hẹn, in lại 200 tờ."),
    _slips("no receipt act", -8, "15:15", answers=(True, True, True, True, True)),
    counted(-7),
    *_case("quiet corner", "Quầy tư vấn không có người buổi trưa", -12, what="Chia ca trực trưa ở quầy tư vấn",
           owner="taolh", due=coming(8), measure=Choice(kind="reinspection", target=0, window_days=30,
               why_none="Chỉ nhìn tận nơi mới biết có người trực hay không.")),
    accepted("quiet corner act", -8, "10:10", by="daohtb", verifier="khuebd"),
]  # fmt: skip
