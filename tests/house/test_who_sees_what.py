"""Every page as every role: what a finding says of a person is read by the team, its head and that person only."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import product

import pytest
import time_machine
from sqlalchemy import text

from iso_qms.audits import operations, replying
from iso_qms.blobs import attach_bytes
from iso_qms.db import db, transaction
from tests.audits.scenes import MORNING, Scene
from tests.fixtures.places import PEOPLE

pytestmark = pytest.mark.one_database

SECRET = "Zyxquark"
"""A word that stands nowhere but in what was said of the person."""
READERS = {"inspector", "inspector2", "head_centre", "staff"}
"""The team, the head of the unit, the person concerned."""
OTHERS = {"admin", "quality", "leader", "deputy", "head", "head_economy", "author", "staff2", "stranger"}
"""One of each other kind."""
NUMBERS = ("1", "2")
"""The numbers of both findings, both files, the inspection, and of some of everything else."""
NAMES = {"token": ["x"], "topic": ["conduct"], "day": ["2026-11-23"], "kind": ["finding", "inspection", "person"]}


@pytest.fixture
def told(app, place):
    """A finding on a person with an explanation and files, told to the unit; a nonconformity opened from another."""
    with time_machine.travel(MORNING, tick=False), app.test_request_context(), transaction():
        scene = Scene(place)
        inspection = scene.begun()
        about = {"kind": "conduct", "person": scene.person("staff"), "title": f"{SECRET} tại quầy"}
        finding = scene.notified(inspection, evidence=f"{SECRET} trước mặt người dân", **about)
        attach_bytes(finding, SECRET.encode(), name=f"{SECRET}.txt", by=scene.person("inspector2"), private=True)
        said = replying.reply(finding, text=f"Tôi giải trình: {SECRET}", by=scene.person("staff"))
        attach_bytes(said, SECRET.encode(), name=f"{SECRET}.txt", by=scene.person("staff"), private=True)
        replying.confirm(finding, by=scene.person("inspector2"), note=f"{SECRET} đúng như đã ghi")
        scene.noted(inspection, evidence=f"{SECRET} lần nữa", **about)
    with time_machine.travel(MORNING, tick=False):
        yield finding


@pytest.mark.parametrize("role", sorted(READERS | OTHERS))
def test_what_is_said_of_a_person_is_read_by_the_few_only(app, place, told, role):
    visitor = app.test_client()
    visitor.sign_in(role)
    showing = [url for url in addresses(app) if SECRET.lower() in words_of(visitor.get(url)).lower()]
    assert bool(showing) == (role in READERS), showing


@pytest.mark.parametrize("role", ["admin", "inspector"])
def test_nothing_breaks_whatever_number_stands_in_an_address(app, place, told, role):
    visitor = app.test_client()
    visitor.sign_in(role)
    broken = [
        url for url in addresses(app, numbers=("0", "99999999999999999999")) if visitor.get(url).status_code >= 500
    ]
    assert not broken


def test_another_agency_is_not_there(app, place, told):
    visitor = app.test_client()
    visitor.sign_in("stranger")
    # What an agency publishes is for everybody; the pages from which it is kept are not.
    public = f"/{place.agency}/public/"
    urls = [url for url in addresses(app) if url.startswith(f"/{place.agency}/") and url != public]
    assert {visitor.get(url).status_code for url in urls} == {404}


def test_the_journal_and_the_letters_keep_no_word_of_it(app, told):
    with app.app_context():
        for table in ("journal_entry", "letter", "search_entry"):
            rows = db.session.execute(text(f"SELECT * FROM {table}")).all()
            assert rows
            assert not [row for row in rows if SECRET.lower() in str(row).lower()], table


@pytest.mark.parametrize(
    ("role", "path"),
    [("staff2", "history/inspection/1"), ("quality", "history/inspection/1"), ("leader", "history/inspection/1")]
    + [(one, path) for one in ("admin", "quality") for path in ("journal?kind=finding", "journal.xlsx?kind=finding")],
)
def test_who_explained_a_finding_on_a_person_is_not_told_either(app, place, told, role, path):
    visitor = app.test_client()
    visitor.sign_in(role)
    answer = visitor.get(f"/an-khe/{path}", follow_redirects=True)
    assert answer.status_code in (200, 403)
    assert PEOPLE["staff"][0] not in words_of(answer)


@pytest.mark.parametrize("path", ["journal?kind=inspection", "journal.xlsx"])
def test_the_journal_does_not_spoil_a_surprise_visit_to_ones_own_unit(app, place, path):
    with time_machine.travel(MORNING, tick=False), app.test_request_context(), transaction():
        scene = Scene(place)
        plan = {
            "kind": "unannounced",
            "units": [scene.unit("office")],
            "topics": ["hours"],
            "planned_on": MORNING.date(),
        }
        operations.plan_inspection("Sáng thứ hai", by=scene.person("inspector"), criteria="Nội quy, điều 4", **plan)
    with time_machine.travel(MORNING, tick=False):
        told = {}
        for role in ("admin", "leader"):
            visitor = app.test_client()
            visitor.sign_in(role)
            told[role] = "Sáng thứ hai" in words_of(visitor.get(f"/an-khe/{path}"))
    assert told == {"admin": False, "leader": True}


def addresses(app, numbers=NUMBERS):
    """Every address one can open, with the first numbers in every place a number may stand."""
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        parts = re.findall(r"<(?:[^<>]*:)?(\w+)>", rule.rule)
        choices = [["an-khe"] if part == "agency" else NAMES.get(part, numbers) for part in parts]
        if "name" in parts:
            choices[parts.index("name")] = ["confirm"]
        for chosen in product(*choices):
            yield re.sub(r"<[^<>]+>", "%s", rule.rule) % chosen
    yield f"/an-khe/search?q={SECRET[:4]}"


def words_of(answer):
    """What an answer says, the texts inside Word and Excel files too."""
    if not answer.data.startswith(b"PK"):
        return answer.data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        return " ".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
