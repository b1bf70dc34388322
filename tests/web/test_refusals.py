"""A refusal is never a dead end: it leads back to the page whose button was refused."""

from __future__ import annotations

import re

from lxml.html import fromstring

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


def test_whoever_was_signed_out_while_writing_gets_the_words_back(client: Visitor, place: Place) -> None:
    url, words = f"/{place.agency}/feedback/take-in", "Người dân gọi đến, kể rất dài"
    token = fromstring(client.get("/sign-in").text).xpath("//input[@name='csrf_token']/@value")[0]
    typed = {"csrf_token": token, "text": words}
    page = client.post(url, data=typed, headers={"Referer": f"http://localhost{url}"})
    assert page.status_code == 401
    assert words in page.text
    assert f'href="http://localhost{url}"' in page.text
    assert client.post(url, data=typed | {"text": "Ngắn"}).status_code == 303
