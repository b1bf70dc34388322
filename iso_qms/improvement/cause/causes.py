"""Causes: chains from why to why, and the rule that none may end at a person alone.

Pure: no Flask, no database. That somebody was careless may well be true, and may be written; it is accepted once the
chain also says what in the way of working let it happen, or why nobody noticed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from iso_qms.text import fold

WHYS = 5
"""How many times one usually asks; fewer is fine when the chain ends earlier."""

BLAME = (
    "thieu trach nhiem",
    "chua neu cao trach nhiem",
    "thieu y thuc",
    "y thuc kem",
    "chu quan",
    "lo la",
    "bat can",
    "can than",
    "thieu tap trung",
    "khong tap trung",
    "chua tap trung",
    "mat tap trung",
    "vo trach nhiem",
    "khong co trach nhiem",
    "chua co trach nhiem",
    "chua trach nhiem",
    "y thuc chua",
    "tac phong",
    "khong chu y",
    "cau tha",
    "luoi",
    "nang luc yeu",
    "nang luc han che",
    "tinh than trach nhiem",
    "thai do",
    "careless",
    "negligen",
    "forgot",
    "lazy",
    "human error",
    "lack of responsibility",
    "irresponsib",
    "inattenti",
    "did not pay attention",
    "attitude",
    "not responsible",
    "distracted",
    "not concentrat",
    "lack of concentration",
    "lack of attention",
    "not paying attention",
    "unmotivated",
    "laziness",
    "sloppy",
    "incompeten",
)
"""Words, without marks, by which a cause speaks of somebody's character."""

SYSTEM = (
    "quy trinh",
    "quy dinh",
    "huong dan",
    "bieu mau",
    "phan cong",
    "phan mem",
    "he thong",
    "thiet bi",
    "lich",
    "nhan su",
    "dao tao",
    "tap huan",
    "kiem tra",
    "nhac",
    "thong tin",
    "co che",
    "bo tri",
    "uy quyen",
    "ban giao",
    "thoi han",
    "procedure",
    "rule",
    "instruction",
    "form",
    "assign",
    "software",
    "system",
    "equipment",
    "schedule",
    "staffing",
    "training",
    "check",
    "remind",
    "information",
    "hand-over",
    "handover",
    "delegat",
    "time limit",
    "process",
)
"""Words, without marks, by which a cause speaks of the way work is arranged."""


_FORGOT = r"(?<!thoi )quen\b(?! (?:thuoc|biet))"
"""Forgetting (quên), typed without marks: neither a habit (thói quen) nor what one is used to (quen thuộc)."""

_POLITE = re.compile(r"\blich (?:su|thiep)\b")
"""Courtesy (lịch sự), which without marks begins like a calendar (lịch)."""

_RULES = (
    r"(?:quy trinh|quy dinh|quy che|noi quy|huong dan|bieu mau|thoi han|lich|phan cong|he thong|phan mem|"
    r"procedures?|rules?|instructions?|forms?|schedules?|system|software|process|checks?|time limits?)"
)
_DISOBEYED = re.compile(
    r"\b(?:(?:khong|chua|it)(?: (?:chiu|tu|thuc su))*"
    r" (?:tuan thu|thuc hien|chap hanh|lam|nam|doc|xem|ap dung|theo|nho|kiem tra|nhac|dung)"
    r"|(?:thieu|trong|khi|ve)(?: (?:viec|su|y thuc))* (?:tuan thu|thuc hien|chap hanh|ap dung|lam theo))"
    r"(?: (?:dung|theo|day du|nghiem|nghiem tuc|ky|vung|lai|het|chat che))*(?: (?:cac|nhung))?(?: " + _RULES + r")?"
    r"|\b(?:not|never|failed to|forgot to|forgot|forgetting|ignored|ignoring|in|when|while)"
    r" (?:follow|following|read|reading|check|checking|obey|obeying|observe|observing|use|using|apply|applying|"
    r"keep to|respect|remind|reminding)(?: (?:the|a|an|its|their|any))?(?: " + _RULES + r")?"
)
"""A rule that somebody did not keep, which says something of that person and nothing yet of the way of working."""


@dataclass(frozen=True)
class Branch:
    """One bone of the fishbone: the class of the cause, the chain from why to why, and the cause at its end."""

    class_key: str
    whys: tuple[str, ...]
    statement: str
    is_main: bool = False

    @property
    def is_about_people_only(self) -> bool:
        """Whether it ends at somebody's character."""
        return blames_people_only(self.whys, self.statement)


def first_blaming(branches: Sequence[Branch]) -> Branch | None:
    """The first branch that speaks of people only; one branch does not excuse another."""
    return next((one for one in branches if one.is_about_people_only), None)


def blames_people_only(whys: Sequence[str], statement: str) -> bool:
    """Whether a chain names somebody's character and nothing in the way work is arranged."""
    said = ". ".join(fold(one) for one in [*whys, statement])
    blames = _speaks_of(said, BLAME) or re.search(rf"\b{_FORGOT}", said) is not None
    return blames and not _speaks_of(_POLITE.sub(" ", _DISOBEYED.sub(" ", said)), SYSTEM)


def _speaks_of(said: str, words: tuple[str, ...]) -> bool:
    return re.search(r"\b(?:" + "|".join(map(re.escape, words)) + ")", said) is not None
