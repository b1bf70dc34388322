"""Causes: the chain from why to why, and a hint where it ends at a person instead of the way of working.

Pure: no Flask, no database. The hint is never a refusal: sometimes a person is the cause, and then that is written.
"""

from __future__ import annotations

import re

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
    "khong chu y",
    "cau tha",
    "quen",
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


def blames_people_only(whys: list[str], statement: str) -> bool:
    """Whether the cause names somebody's character and nothing in the way work is arranged."""
    said = fold(" ".join([*whys, statement]))
    return _speaks_of(said, BLAME) and not _speaks_of(said, SYSTEM)


def _speaks_of(said: str, words: tuple[str, ...]) -> bool:
    return re.search(r"\b(?:" + "|".join(map(re.escape, words)) + ")", said) is not None
