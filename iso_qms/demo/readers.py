"""Who is given which document, why, and when each reader acknowledged it, late or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from iso_qms.demo.people import LEFT, MEMBERS, SECOND_POSTS
from iso_qms.demo.register import DECISIONS

EVERYBODY = [one.login for one in MEMBERS]
HEADS = [one.login for one in MEMBERS if one.head]
WRITERS = [one.login for one in MEMBERS if "author" in one.roles and not one.head] + ["khuebd", "laikt"]
SUCCESSOR, WHEN_HE_LEFT = "tuatt", -46
DESKS = ["lucnb", "suonglt", "bangtc", "ngatct", "khietdm"]
ALL_STAFF = "Giao cho mọi người trong cơ quan."


def step(numbers: str) -> str:
    """Why a reader is given a procedure."""
    return f"Quy trình giao cho chức vụ này bước {numbers}."


READERS: dict[str, dict[str, str]] = {
    "CSCL-01": dict.fromkeys(EVERYBODY, ALL_STAFF),
    "STCL-01": dict.fromkeys(HEADS, "Giao cho trưởng các đơn vị."),
    "QT-01": dict.fromkeys(HEADS + WRITERS, "Giao cho người soạn, xem xét và trưởng đơn vị."),
    "QT-02": {"giam-doc": "Vì là chủ quy trình.", "taolh": step("2 và 5"), **dict.fromkeys(DESKS, step("2, 3 và 6")),
              "dieutt": step("1"), "loanqt": step("2"), "hienmv": step("3"), "sonvh": step("4 và 5"),
              "hauvt": step("4 và 5"), "luantd": step("4 và 5"), "andth": step("4 và 5")},
    "QT-03": dict.fromkeys([*HEADS, "khuebd", "aint", "kygv"], "Giao cho trưởng đơn vị và kiểm soát viên."),
    "QT-05": {"sonvh": step("2 và 3"), "tuatt": step("2"), "lucnb": step("1 và 5"), "thuattq": step("4"),
              "hienptm": step("4"), "taolh": "Phụ trách quầy làm bước 1 và 5.", "nguyendth": "Trưởng đơn vị của "
              "bước 2."},
    "QT-07": {"nguyendth": step("4, và bước báo chậm"), "chinhkv": step("4 khi Chánh Văn phòng vắng"),
              "sonvh": step("2 và 3"), "tuatt": step("2"), "thuattq": step("5"), "hienptm": step("5"),
              "giam-doc": "Trung tâm làm bước đầu và bước cuối.", "taolh": "Phụ trách quầy làm bước đầu và bước cuối.",
              "lucnb": step("1 và bước cuối"), "suonglt": step("1 khi quầy 1 đông"), "dieutt": "Hướng dẫn người dân.",
              "loanqt": step("1 (quét)")},
    "QT-08": {"taolh": "Phụ trách quầy.", **dict.fromkeys(DESKS, step("1, 2 và 4"))},
    "QT-09": {LEFT: step("2"), "suonglt": step("1 và 4"), "taolh": "Phụ trách quầy.", "hienptm": step("3"),
              "phacld": step("3")},
    "QT-18": {"luantd": step("2 và 3"), "khietdm": step("1 và 5"), "dienns": step("4"), "taolh": "Phụ trách quầy."},
    "HD-03": {**dict.fromkeys(HEADS, "Trưởng đơn vị lập lịch ký thay."), "taolh": "Nhận báo vắng ở Trung tâm.",
              **dict.fromkeys(DESKS, "Người trực quầy.")},
    "HD-01": dict.fromkeys([*DESKS, "loanqt", "taolh"], "Người quét hồ sơ."),
}  # fmt: skip

LATE = {("QT-07", "loanqt"): 7, ("QT-07", "hienptm"): 8, ("QT-02", "bangtc"): 7, ("QT-01", "hauvt"): 6}
"""Who acknowledged the second issue so many working days after it took effect."""
NEVER = {
    ("QT-07", "nguyendth"),
    ("QT-07", "chinhkv"),
    ("QT-07", "dieutt"),
    ("HD-03", "nguyendth"),
    ("HD-03", "lucnb"),
    ("HD-03", "dienns"),
    ("HD-03", "thuclv"),
}
"""Who has not acknowledged the newest one yet."""


def plan_of() -> Iterator[tuple[str, str, int, str]]:
    """Every acknowledgement: code, reader, day, time."""
    for decision in DECISIONS:
        for code in decision.codes if decision.issued else ():
            for place, login in enumerate(_people_in(code, decision.effective)):
                days = LATE.get((code, login), 0) if decision.effective > WHEN_HE_LEFT else 0
                day = decision.effective + (days or 1 + place % 4)
                if day < 0 and not (decision.effective > WHEN_HE_LEFT and (code, login) in NEVER):
                    yield code, login, day, _clock(place)
    yield "QT-09", SUCCESSOR, -44, "10:25"


def _people_in(code: str, day: int) -> list[str]:
    posts = [SUCCESSOR if post == LEFT and day > WHEN_HE_LEFT else post for post in READERS.get(code, {})]
    people = [SECOND_POSTS[post][0] if post in SECOND_POSTS else post for post in posts]
    return list(dict.fromkeys(people))


def _clock(place: int) -> str:
    minutes = 7 * 60 + 40 + place * 17 % 205
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
