"""The pages of figures of the demo's dossiers: every number that counts dossiers opens as many, whoever looks."""

from urllib.parse import parse_qsl, urlsplit

import lxml.html
import pytest
from sqlalchemy import func
from werkzeug.datastructures import MultiDict

from iso_qms.clock import now
from iso_qms.db import db, unit
from iso_qms.demo.people import AGENCY, SHOWN
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.register import Wanted
from iso_qms.organisation.accounts import find_by_login
from iso_qms.organisation.agencies import Agency, choose

pytestmark = pytest.mark.one_database
PAGES = (
    *(f"figures?by={by}" for by in ("procedure", "field", "unit", "receiving", "channel")),
    "figures?by=unit&part=q4", "report", "score", "limits", "late-months/1",
)  # fmt: skip
NO_COUNT = "Hạng"
"""The one column of whole numbers that count nothing."""
CHIP = "//nav[contains(@class, 'chips')]//a[@aria-current]/span"


@pytest.mark.parametrize("role", ["quality", "head"])
def test_every_number_of_dossiers_opens_as_many(demo, role):
    visitor, login = demo.app.test_client(), dict(SHOWN)[role]
    visitor.sign_in(login)
    found, left = {}, []
    for page in PAGES:
        answer = lxml.html.fromstring(visitor.get(f"/{AGENCY['tail']}/dossiers/{page}").data)
        links = answer.xpath("//main//a[contains(@href, '/dossiers/?') and contains(@href, 'counted=')]")
        found |= {(page, link.get("href")): count_of(link) for link in links}
        left += [(page, cell.text_content()) for cell in unlinked(answer)] if page != "score" else []
    assert len(found) > 250 and not left, left
    behind = dict(zip(found, how_many(demo, login, [url for _page, url in found]), strict=True))
    assert found == behind


def test_numbers_of_steps_and_of_what_was_looked_at_open_as_many(demo):
    visitor = demo.app.test_client()
    visitor.sign_in(dict(SHOWN)["quality"])
    page = lxml.html.fromstring(visitor.get(f"/{AGENCY['tail']}/dossiers/figures/steps").data)
    links = page.xpath("//main//a[contains(@href, 'counted=step')]")
    assert len(links) > 20 and "pick=looked" in links[0].get("href") and not list(unlinked(page))
    for link in links[::9]:
        listed = lxml.html.fromstring(visitor.get(link.get("href")).data)
        assert listed.xpath(CHIP)[0].text_content() == link.text_content(), link.get("href")


def unlinked(page):
    """Cells that hold a whole number which leads nowhere."""
    for cell in page.xpath("//main//td[@class='num'][not(a)]"):
        words = cell.text_content().strip().replace(".", "")
        if words.isdecimal() and int(words) and cell.get("data-label") != NO_COUNT:
            yield cell


def count_of(link):
    return int(link.text_content().replace(".", ""))


def how_many(demo, login, urls):
    """How many dossiers lie behind addresses, all counted in one query."""
    with demo.app.app_context(), unit(writes=False):
        [person] = find_by_login(login)
        choose(db.session.get(Agency, person.agency_id))
        asked = [Wanted.of(MultiDict(parse_qsl(urlsplit(url).query))) for url in urls]
        columns = [func.count().filter(one.counted.condition(now())).label(f"n{at}") for at, one in enumerate(asked)]
        return list(db.session.execute(Dossier.visible_to(person).with_only_columns(*columns)).one())
