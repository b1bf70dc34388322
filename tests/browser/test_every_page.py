"""Every kind of page somebody comes to by links, in a real browser: axe finds nothing, nothing runs off sideways."""

from collections import deque

import lxml.html
import pytest
from playwright.sync_api import Error

from iso_qms.demo.agency import PASSWORD
from iso_qms.demo.people import AGENCY
from tests.demo.conftest import told_demo
from tests.demo.test_pages import LEAD, PLANNED, VISIT, kind_of, links_of, routes_of
from tests.fixtures import run
from tests.fixtures.axe import SOURCE
from tests.fixtures.browsers import served
from tests.fixtures.mail import free_port

WALKS = [
    ("daohtb", "vi-VN", ""), ("khaidq", "en-GB", ""), ("nguyendth", "en-GB", ""), ("aint", "vi-VN", ""),
    ("sonvh", "en-GB", "documents/"),
]  # fmt: skip
"""Quality, administrator, head of a unit, inspector, author, the language each reads in, and the room one stays in."""


@pytest.fixture
def live(houses):
    """The address of the demo."""
    with served(told_demo(houses, "sqlite"), free_port()) as address:
        yield address


@pytest.fixture
def reader(houses):
    """Signs somebody in who only reads the pages, without drawing them."""

    def sign_in(login):
        visitor = told_demo(houses, "sqlite").app.test_client()
        visitor.sign_in(login)
        return visitor

    return sign_in


@pytest.mark.parametrize(("login", "locale", "room"), WALKS)
def test_every_page_is_legible_at_every_width(visit, reader, axe, login, locale, room):
    page = visit(login, password=PASSWORD, locale=locale)
    look_at(page, walk(page, reader(login), f"/{AGENCY['tail']}/{room}"), axe)


def test_every_page_of_a_visit_that_is_still_planned_is_legible_too(visit, reader, axe):
    page = visit(LEAD, password=PASSWORD, locale="vi-VN")
    page.goto(f"/{AGENCY['tail']}{PLANNED}")
    start = lxml.html.fromstring(page.content()).xpath(VISIT)[0]
    look_at(page, walk(page, reader(LEAD), start), axe)


def look_at(page, urls, axe):
    """Look at every page of these."""
    page.add_init_script(path=SOURCE)  # handed over once, and no longer with every page
    for url in urls:
        for width in (768, 390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert beyond <= 0, f"{url} scrolls sideways by {beyond} px at {width} px"
        axe(page)


def is_first(kind):
    """Whether nobody in this run, in whichever process, has looked at a page of this kind: most are alike for all."""
    try:
        (run.folder() / f"looked-at-{'-'.join(kind)}").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def walk(page, reader, start):
    """Open one address of each kind of page that links lead to and nobody has looked at; the others are only read."""
    waiting, known, kinds, routes = deque([start]), {start}, set(), routes_of(reader.application)
    while waiting:
        url = waiting.popleft()
        kind, _questions = kind_of(url, routes)
        if kind in kinds:
            continue
        kinds.add(kind)
        if not is_first(kind):
            said = read(reader, url)
        elif said := opened(page, url):
            yield url
        if not said:
            continue
        found = set(links_of(lxml.html.fromstring(said), url, start)) - known
        known |= found
        waiting.extend(sorted(found))


def opened(page, url):
    """Go there; what the page says, or nothing when it is a file, which is only saved."""
    try:
        answer = page.goto(url)
    except Error as failure:
        if "Download is starting" in failure.message or "ERR_ABORTED" in failure.message:
            return ""
        raise
    assert answer.ok, f"{url}: {answer.status}"
    return page.content() if is_page(answer) else ""


def read(reader, url):
    """What the page says, without drawing it."""
    answer = reader.get(url, follow_redirects=True)
    assert answer.status_code == 200, f"{url}: {answer.status}"
    return answer.text if is_page(answer) else ""


def is_page(answer):
    return answer.headers["content-type"].startswith("text/html")
