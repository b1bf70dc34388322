"""A refusal is never a dead end: it leads back to the page whose button was refused."""

from __future__ import annotations

import re

from tests.fixtures.places import Place
from tests.fixtures.visitors import Visitor


def test_a_refused_button_leads_back_to_the_page_it_stood_on(client: Visitor, place: Place) -> None:
    client.sign_in("head")
    here = f"http://localhost/{place.agency}/people/absences"
    page = client.post(f"/{place.agency}/nothing-here", headers={"Referer": here}).text
    assert re.search(rf'class="button primary" href="{re.escape(here)}"', page)


def test_a_refusal_never_leads_to_another_site(client: Visitor, place: Place) -> None:
    client.sign_in("head")
    page = client.post(f"/{place.agency}/nothing-here", headers={"Referer": "https://elsewhere.example/"}).text
    assert "elsewhere.example" not in page


def test_a_page_that_is_not_there_leads_to_the_desk_only(client: Visitor, place: Place) -> None:
    client.sign_in("head")
    here = f"http://localhost/{place.agency}/people/absences"
    assert here not in client.get(f"/{place.agency}/nothing-here", headers={"Referer": here}).text
