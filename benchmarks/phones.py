"""What a phone kept through a morning without a network, sent at once: 500 answers and 50 photos, as pages and bare.

Bare means: the same rows and files written by one transaction that asks nothing.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from typing import Any

from flask import Flask

from benchmarks.figures import Figure, usual
from iso_qms.audits import operations
from iso_qms.audits.checklist import library
from iso_qms.audits.checklist.checklists import checklists_of
from iso_qms.audits.phone.phone_acts import PhoneAct
from iso_qms.blobs import store
from iso_qms.clock import now, today
from iso_qms.db import db, transaction
from tests.audits.phones import Phone
from tests.audits.scenes import Scene
from tests.fixtures.places import Place
from tests.fixtures.visitors import Visitor

ANSWERS, PHOTOS, BATCH, ROUNDS = 500, 50, 50, 3
SIZE = 250_000
"""About what a photo of 1600 px takes."""


def measure(app: Flask, place: Place, _wanted: Any) -> Iterator[Figure]:
    """A phone that comes back into the network, beside the bare rows and files."""
    app.test_client_class = Visitor
    house, bare = list[float](), list[float]()
    for _round in range(ROUNDS):
        number, questions = _visit(app, place)
        visitor = app.test_client()
        visitor.sign_in("inspector2")
        phone = Phone(visitor, number, place.people["inspector2"])
        photos = [b"\xff\xd8\xff" + os.urandom(SIZE) for _photo in range(PHOTOS)]
        start = time.perf_counter()
        _send(phone, place.units["centre"], questions, photos)
        house.append(time.perf_counter() - start)
        bare.append(_bare(app, place, number))
    yield Figure(f"a phone sends {ANSWERS} answers and {PHOTOS} photos", usual(house), usual(bare), f"{ROUNDS} rounds")


def _visit(app: Flask, place: Place) -> tuple[int, list[int]]:
    """A visit under way that asks as many questions as there are answers."""
    with app.test_request_context(), transaction():
        scene = Scene(place)
        rows = [(f"Câu hỏi {n}", f"Question {n}", "Điều 4") for n in range(ANSWERS)]
        library.change_checklist("hours", rows, by=scene.person("quality"))
        inspection = scene.planned(topics=["hours"], planned_on=today())
        operations.start(inspection, by=scene.person("inspector2"))
        return inspection.id, [one.id for asked in checklists_of(inspection) for one in asked.questions]


def _send(phone: Phone, unit: int, questions: list[int], photos: list[bytes]) -> None:
    phone.pocket()
    said = {"unit": unit, "answer": "conform", "note": ""}
    acts = [phone.act("answer", said | {"question": one}) for one in questions]
    acts += [phone.act("photo", {"sha256": phone.upload(one)[0], "size": len(one), "about": ""}) for one in photos]
    for at in range(0, len(acts), BATCH):
        assert {one["outcome"] for one in phone.send(*acts[at : at + BATCH])} == {"accepted"}
    phone.pocket()


def _bare(app: Flask, place: Place, number: int) -> float:
    photos = [b"\xff\xd8\xff" + os.urandom(SIZE) for _photo in range(PHOTOS)]
    with app.test_request_context():
        Scene(place)
        start = time.perf_counter()
        for one in photos:
            assert store(one) == hashlib.sha256(one).hexdigest()
        with transaction():
            db.session.add_all(_row(place, number, n) for n in range(ANSWERS + PHOTOS))
        return time.perf_counter() - start


def _row(place: Place, number: int, n: int) -> PhoneAct:
    return PhoneAct(
        agency_id=place.agency_id,
        inspection_id=number,
        uuid=f"bare-{number}-{n}",
        device="bare",
        counter=n,
        person_id=place.people["inspector2"],
        kind="answer",
        payload={"question": n, "answer": "conform", "note": ""},
        captured_at=now(),
        received_at=now(),
    )
