"""Walking the whole house as each role: every kind of page one can come to by links opens and is well made."""

import re
from collections import deque
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from werkzeug.exceptions import HTTPException

from iso_qms.demo.people import AGENCY, SHOWN
from tests.demo.conftest import demo_on
from tests.fixtures.houses import listening

TELLING = ("name", "kind")
"""Parts of an address that make another page; the others only say of which of many things the same page speaks."""

ALIKE = {"processes.rule_off", "desk.layout"}
"""Pages that are one, whatever name stands in their address."""

MOST_QUERIES = 15
"""How many a page may send, once what seldom changes is remembered."""

ASKING = ("quality", "head")
"""The roles who ask lists all there is to ask; to the others they answer alike."""

PLANNED = "/audits/?only=planned"
VISIT = "//main//table//a[contains(@href, '/inspections/') and contains(., 'Hộ tịch')]/@href"
"""One visit of that list, with a team and a timetable: it has pages to which no walk from the desk is sure to come."""
LEAD = "khuebd"
"""Who leads it."""

TYPED = {"hidden", "submit", "button", "reset", "image"}


@pytest.mark.one_database
@pytest.mark.parametrize(("role", "login"), SHOWN)
def test_every_page_a_role_can_come_to_is_well_made(demo, role, login):
    visitor = demo.app.test_client()
    visitor.sign_in(login)
    with listening(demo.app) as queries:
        pages, faults = walk(visitor, f"/{AGENCY['tail']}/", queries, with_questions=role in ASKING)
    assert not faults, "\n" + "\n".join(faults)
    assert len(pages) > 25, f"a {role} came to few pages only: {sorted(pages)}"


@pytest.mark.postgres
def test_every_page_of_the_quality_team_opens_on_a_server_too(houses):
    """What a page asks, the two databases understand differently; tests of single pages run on one of them."""
    with demo_on(houses, "postgresql") as house, listening(house.app) as queries:
        visitor = house.app.test_client()
        visitor.sign_in(dict(SHOWN)["quality"])
        pages, faults = walk(visitor, f"/{AGENCY['tail']}/", queries, with_questions=False)
    assert not faults, "\n" + "\n".join(faults)
    assert len(pages) > 150, f"only {len(pages)} kinds of pages"


@pytest.mark.one_database
def test_every_page_of_a_visit_that_is_still_planned_is_well_made(demo):
    visitor = demo.app.test_client()
    visitor.sign_in(LEAD)
    start = lxml.html.fromstring(visitor.get(f"/{AGENCY['tail']}{PLANNED}").text).xpath(VISIT)[0]
    with listening(demo.app) as queries:
        pages, faults = walk(visitor, start, queries)
    assert not faults, "\n" + "\n".join(faults)
    assert {route for route, *_told in pages} >= {
        "audits.show", "audits.change", "audits.pack", "audits.team", "audits.propose_team", "audits.timetable",
        "audits.plan_session", "audits.change_session",
    }  # fmt: skip


def walk(visitor, start, queries, *, with_questions=True):
    """Open every kind of page there is a link to, and if wanted again when it is asked something new.

    Answers the kinds opened with the names of their questions, and what is wrong with them.
    """
    waiting, known, kinds, faults = deque([start]), {start}, {}, []
    routes = routes_of(visitor.application)
    while waiting:
        url = waiting.popleft()
        kind, questions = kind_of(url, routes)
        if kind in kinds and (questions <= kinds[kind] or not with_questions):
            continue
        kinds.setdefault(kind, set()).update(questions)
        answer, asked = opened(visitor, url, queries)
        if asked > MOST_QUERIES:
            faults.append(f"{url}: {asked} queries")
        if answer.status_code != 200:
            faults.append(f"{url}: {answer.status}")
        elif answer.mimetype == "text/html":
            document = lxml.html.fromstring(answer.text)
            faults += [f"{url}: {fault}" for fault in faults_of(document, url)]
            for found in links_of(document, answer.request.path, start):
                if found not in known:
                    known.add(found)
                    waiting.append(found)
    return kinds, faults


def opened(visitor, url, queries):
    """A page and how many queries it sent; once more when there were many, for the first visit fills the memory."""
    for _visit in range(2):
        queries.clear()
        answer = visitor.get(url, follow_redirects=True)
        if len(queries) <= MOST_QUERIES:
            break
    return answer, len(queries)


def routes_of(app):
    return app.url_map.bind("localhost")


def kind_of(url, routes):
    """The route an address leads to with the move or the kind it names, and the names of its questions."""
    parts = urlsplit(url)
    try:
        route, values = routes.match(parts.path)
    except HTTPException:  # nowhere, or on to another address: the visit will tell
        return (parts.path,), set()
    told = () if route in ALIKE else (values[name] for name in TELLING if name in values)
    return (route, *told), set(re.findall(r"(?:^|&)([^=&]+)=", parts.query))


def links_of(document, here, start):
    for link in document.xpath("//a[@href][not(starts-with(@href, '#'))]"):
        url = urljoin(here, link.get("href").partition("#")[0])
        if url.startswith(start):
            yield url


def faults_of(document, here):
    heads = [" ".join(one.text_content().split()) for one in document.xpath("//h1")]
    title = " ".join((document.findtext(".//title") or "").split())
    on_paper = here.endswith("/print")  # a sheet's heading is the document's own
    if len(heads) != 1:
        yield f"{len(heads)} headings of the first level"
    elif not on_paper and not title.startswith(heads[0]):
        yield f"the title {title!r} does not begin with the heading {heads[0]!r}"
    for field in document.xpath("//input|//select|//textarea"):
        if field.get("type") not in TYPED and not is_labelled(field, document):
            yield f"no label for {field.get('name')!r}"
    for form in document.forms:
        if form.method == "POST" and not form.xpath(".//input[@name='csrf_token']"):
            yield f"no token in the form {form.get('action')!r}"


def is_labelled(field, document):
    if field.get("aria-label") or field.get("aria-labelledby") or field.xpath("ancestor::label"):
        return True
    return bool(field.get("id") and document.xpath("//label[@for=$id]", id=field.get("id")))
