import pytest

LONG = "9" * 20


@pytest.mark.parametrize("path", [f"documents/{LONG}", f"audits/findings/{LONG}", f"files/{LONG}", f"letters/{LONG}"])
def test_a_number_longer_than_any_leads_nowhere(client, place, path):
    client.sign_in("quality")
    assert client.get(f"/an-khe/{path}").status_code == 404


@pytest.mark.parametrize("query", [f"improvement/?unit={LONG}", "journal?kind=%00", "search?q=a%00b"])
def test_what_no_database_holds_breaks_no_list(client, place, query):
    client.sign_in("quality")
    assert client.get(f"/an-khe/{query}").status_code in (200, 403, 404)


def test_characters_no_database_holds_are_dropped_from_what_is_typed(client, place):
    client.sign_in("admin")
    page = client.post_form("/an-khe/people/new", name="Phạm\x00 Văn\x1f Lẻ")
    assert page.status_code < 500
    assert 'value="Phạm Văn Lẻ"' in page.text
