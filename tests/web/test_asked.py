"""What an address asks for never breaks the page, nor leads its links elsewhere."""

from urllib.parse import urlencode

import pytest

pytestmark = pytest.mark.one_database

ELSEWHERE = {"_external": "1", "_scheme": "javascript", "_method": "X", "_anchor": "x", "endpoint": "x", "agency": "x"}


@pytest.mark.parametrize("path", ["documents/", "journal", "audits/findings", "audits/"])
def test_a_question_changes_no_link_of_the_page_and_is_not_kept(client, place, path):
    client.sign_in("quality" if path.startswith("audits") else "admin")
    url = f"/{place.agency}/{path}"
    asked = client.get(f"{url}?{urlencode(ELSEWHERE | {'page': 1})}", follow_redirects=True)
    assert (asked.status_code, "javascript:" in asked.text) == (200, False)
    assert client.get(url, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("query", ["audits/findings?since=0001-01-01", "audits/findings?until=9999-12-31"])
def test_a_day_no_clock_knows_is_not_found(client, place, query):
    client.sign_in("quality")
    assert client.get(f"/{place.agency}/{query}").status_code == 404
