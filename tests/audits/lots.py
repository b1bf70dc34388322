"""Draws in the state a test needs, made by the same operations that people use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from iso_qms.audits import operations
from iso_qms.audits.draw import committing
from iso_qms.audits.draw.committing import Lots, Visit
from iso_qms.audits.draw.draws import Draw
from iso_qms.audits.draw.unsealing import open_envelope
from tests.audits.scenes import MORNING, Scene, standing_at

HOUR = MORNING + timedelta(days=2)
"""When both envelopes may be opened."""
UNITS = ("centre", "economy", "land")


def lots(scene: Scene, **values: object) -> Lots:
    """Two of three units, by what the year needs."""
    usual = {
        "title": "Kiểm tra đột xuất tuần 48",
        "units": [scene.unit(one) for one in UNITS],
        "visits": 2,
        "weighing": "needs",
        "first_on": MORNING.date(),
        "last_on": HOUR.date(),
        "topics": ["hours", "conduct"],
        "criteria": "Nội quy cơ quan, điều 4",
        "left_out_why": "Đơn vị của đoàn kiểm tra",
    }
    return Lots(**usual | values)


def committed(scene: Scene, **values: object) -> Draw:
    return committing.commit_to(lots(scene, **values), by=scene.person("quality"))


def visits(scene: Scene, *leads: str, at: datetime = HOUR) -> list[Visit]:
    return [Visit(scene.person(one), at.astimezone(UTC)) for one in leads]


def drawn(scene: Scene, **values: object) -> Draw:
    """Two envelopes, for two leads."""
    made = committed(scene, **values)
    committing.draw(
        made, visits(scene, "inspector2", "inspector"), by=scene.person("quality"), public_part=" 07 31  44 "
    )
    return made


def begun(scene: Scene, draw: Draw) -> None:
    """Every envelope opened at its hour, and its visit begun."""
    with standing_at(HOUR):
        for one in draw.envelopes:
            operations.start(open_envelope(one, by=one.lead), by=one.lead)
