"""Every page as every role: what a finding says of a person is read by the team, its head and that person only.

A walk over every page is dear, so it is done once, as somebody who has every role and belongs to neither side: what
they may not read, no single role may. Each role by itself then opens what was forbidden to that person, and the pages
that deal with findings, in case less may show more. Those are read in two houses, too, which are alike but for whom
the findings name: an outsider reads the same in both, so that no count, file name or order tells who it is.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from functools import partial
from itertools import product

import pytest
import time_machine
from sqlalchemy import text

from iso_qms.audits import operations
from iso_qms.audits.finding import replying
from iso_qms.blobs import attach_bytes
from iso_qms.db import db, transaction
from iso_qms.organisation import operations as people_operations
from iso_qms.organisation.rights import ROLES
from tests.audits.scenes import MORNING, Scene
from tests.fixtures.places import PEOPLE

pytestmark = pytest.mark.one_database

SECRET = "Zyxquark"
"""A word that stands nowhere but in what was said of the person."""
READERS = {"inspector", "inspector2", "head_centre", "staff"}
"""The team, the head of the unit, the person concerned."""
EVERYTHING = "head_economy"
"""Heads another unit, and is given every role there is."""
OTHERS = {"admin", "quality", "leader", "head", "author", "clerk", "nobody"}
"""One of each other kind: the administrator, quality control outside the team, leaders, another head, an author,
whoever was the head's deputy until yesterday, and the public."""
NUMBERS = ("1", "2")
"""The numbers of both findings, both files, the inspection, and of some of everything else."""
NAMES = {"token": ["x"], "topic": ["conduct"], "day": ["2026-11-23"], "kind": ["finding", "inspection", "person"]}
CONCERNED = re.compile(
    r"/an-khe/($|search|journal|history|files|improvement/$|improvement/nonconformities|audits/$|audits/findings"
    r"|audits/(figures|names|about-me|calibration|inspections/1$|inspections/1/(minutes|report|count|unsettled))|people/1)"
)
"""The pages that deal with findings, or with people to whom they are told."""
FRESH = re.compile(r'((?:csrf|"sheet")[^>]*?(?:value|content)=")[^"]+|nonce[-="]+[^"\' ;]+')
"""What is another one each time a page is asked for."""


def said_of_a_person(app, place, who="staff"):
    """A finding on a person with an explanation and files, told to the unit; a second one, told; a third, not yet."""
    with time_machine.travel(MORNING, tick=False), app.test_request_context(), transaction():
        scene = Scene(place)
        admin = scene.person("admin")
        deputised = {"since": date(2026, 10, 1), "until": MORNING.date()}
        people_operations.delegate(scene.post("head_centre"), to=scene.person("clerk"), by=admin, **deputised)
        for role in sorted(set(ROLES) - {"staff"}):
            people_operations.grant(role, by=admin, since=date(2026, 1, 1), post=scene.post(EVERYTHING))
        inspection = scene.begun()
        scene.counted(inspection, **{who: "late", "head_centre": "present"})
        about = {"kind": "conduct", "person": scene.person(who), "title": f"{SECRET} tại quầy"}
        finding = scene.notified(inspection, evidence=f"{SECRET} trước mặt người dân", **about)
        attach_bytes(finding, SECRET.encode(), name=f"{SECRET}-{who}.txt", by=scene.person("inspector2"), private=True)
        said = replying.reply(finding, text=f"Tôi giải trình: {SECRET}", by=scene.person(who))
        attach_bytes(said, SECRET.encode(), name=f"{SECRET}.txt", by=scene.person(who), private=True)
        replying.confirm(finding, by=scene.person("inspector2"), note=f"{SECRET} đúng như đã ghi")
        scene.notified(inspection, **about | {"kind": "hours"})
        scene.noted(inspection, evidence=f"{SECRET} lần nữa", **about)


@pytest.fixture
def told(house, place):
    house.stand("said of a person", partial(said_of_a_person, house.app, place))
    with time_machine.travel(MORNING, tick=False):
        yield house.app


def test_what_is_said_of_a_person_is_read_by_the_few(told):
    for role in sorted(READERS):
        page = visitor_of(told, role).get("/an-khe/audits/findings/1")
        assert SECRET in page.text, role


def test_nobody_else_reads_it_whatever_they_open(told):
    seen = dict(walked(told, EVERYTHING, addresses(told)))
    assert not showing(seen)
    assert sum(status == 200 for status, _words in seen.values()) > 150, "the walk got in nearly everywhere"
    again = [url for url, (status, _words) in seen.items() if status == 403 or CONCERNED.match(url)]
    for role in sorted(OTHERS):
        assert not showing(dict(walked(told, role, again))), role


def test_an_outsider_reads_the_same_whoever_it_is_about(house, place):
    read = {}
    for who in ("staff", "staff2"):
        house.stand(f"said of {who}", partial(said_of_a_person, house.app, place, who))
        urls = [url for url in addresses(house.app) if CONCERNED.match(url)]
        with time_machine.travel(MORNING, tick=False):
            read[who] = dict(walked(house.app, EVERYTHING, urls))
    assert [url for url in read["staff"] if read["staff"][url] != read["staff2"][url]] == []


def test_a_finding_one_may_not_read_answers_like_one_that_is_not_there(told):
    for role in (EVERYTHING, "clerk"):
        visitor = visitor_of(told, role)
        for rule in ("", "/readers", "/change", "/correct", "/reply", "/restrict", "/moves/confirm", "/moves/notify"):
            there, not_there = (visitor.get(f"/an-khe/audits/findings/{number}{rule}") for number in (1, 99))
            assert there.status_code == not_there.status_code != 200, (role, rule)
            assert FRESH.sub("", there.text) == FRESH.sub("", not_there.text).replace("/99", "/1"), (role, rule)


def test_nothing_breaks_whatever_number_stands_in_an_address(told):
    urls = addresses(told, numbers=("0", "99999999999999999999"))
    assert not [url for url, (status, _words) in walked(told, EVERYTHING, urls) if status >= 500]


def test_another_agency_is_not_there(told, place):
    # What an agency publishes is for everybody; the pages from which it is kept are not.
    public = {f"/{place.agency}/public/{page}" for page in ("", "apologies/", "feedback/sent")}
    urls = [url for url in addresses(told) if url.startswith(f"/{place.agency}/") and url not in public]
    assert {status for _url, (status, _words) in walked(told, "stranger", urls)} == {404}


def test_the_journal_and_the_letters_keep_no_word_of_it(told):
    with told.app_context():
        for table in ("journal_entry", "letter", "search_entry"):
            rows = db.session.execute(text(f"SELECT * FROM {table}")).all()
            assert rows
            assert not [row for row in rows if SECRET.lower() in str(row).lower()], table


@pytest.mark.parametrize(
    ("role", "path"),
    [("staff2", "history/inspection/1"), ("quality", "history/inspection/1"), ("leader", "history/inspection/1")]
    + [(one, path) for one in ("admin", "quality") for path in ("journal?kind=finding", "journal.xlsx?kind=finding")],
)
def test_who_explained_a_finding_on_a_person_is_not_told_either(told, role, path):
    answer = visitor_of(told, role).get(f"/an-khe/{path}", follow_redirects=True)
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
        told = {
            role: "Sáng thứ hai" in words_of(visitor_of(app, role).get(f"/an-khe/{path}"))
            for role in ("admin", "leader")
        }
    assert told == {"admin": False, "leader": True}


def visitor_of(app, role):
    """Somebody signed in, or nobody."""
    visitor = app.test_client()
    if role != "nobody":
        visitor.sign_in(role)
    return visitor


def walked(app, role, urls):
    """Each address with what it answers to somebody: the status, and every word."""
    visitor = visitor_of(app, role)
    for url in urls:
        answer = visitor.get(url)
        yield url, (answer.status_code, FRESH.sub("", words_of(answer)))


def showing(seen):
    """The addresses at which the secret can be read."""
    return [url for url, (_status, words) in seen.items() if SECRET.lower() in words.lower()]


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
