"""Signing in and out, through the pages."""

from tests.fixtures.places import PASSWORD


def attempt(client, login, password):
    return client.post_form("/sign-in", login=login, password=password)


def test_somebody_with_the_right_password_comes_to_their_desk(client, place):
    answer = attempt(client, "head", PASSWORD)
    assert answer.request.path == f"/{place.agency}/"
    assert "Vũ Thị Chánh" in answer.text


def test_a_wrong_password_lets_nobody_in_and_says_the_same_for_an_unknown_name(client, place):
    known, unknown = (attempt(client, login, "wrong password") for login in ("head", "nobody"))
    assert known.status_code == unknown.status_code == 422
    assert "Vũ Thị Chánh" not in known.text


def test_pages_of_another_agency_are_not_found(client, place):
    client.sign_in("stranger")
    assert client.get(f"/{place.agency}/").status_code == 404


def test_after_too_many_failed_tries_even_the_right_password_must_wait(client, place):
    for _ in range(8):
        attempt(client, "head", "wrong password")
    assert attempt(client, "head", "only in these tests").status_code == 422


def test_signing_out_ends_the_session(client, place):
    client.sign_in("head")
    client.post_form(f"/{place.agency}/", "/sign-out")
    assert client.get(f"/{place.agency}/").status_code == 303


def test_the_language_chosen_is_spoken_and_kept_with_the_person(client, place):
    client.sign_in("head")
    page = client.post_form(f"/{place.agency}/", "/language", locale="en")
    assert "What awaits me" in page.text
    assert 'lang="en"' in client.get(f"/{place.agency}/").text


def test_the_language_form_leads_nowhere_else(client, place):
    client.sign_in("head")
    token = client.get(f"/{place.agency}/").text.split('name="csrf_token" value="')[1].split('"')[0]
    for elsewhere in ("https://elsewhere.test/", "//elsewhere.test/x", "/\\elsewhere.test"):
        answer = client.post("/language", data={"csrf_token": token, "locale": "vi", "next": elsewhere})
        assert answer.headers["Location"] == "/"


def test_nothing_a_browser_kept_of_one_person_is_there_for_the_next(client, place):
    client.sign_in("head", PASSWORD)
    client.get(f"/{place.agency}/documents/?q=Zyxquark")
    with client.session_transaction() as cookie:
        token = cookie["csrf_token"]
        cookie["_user_id"] = "ended"
    for login, stays in (("head", True), ("author", False)):
        client.post_form("/sign-in", login=login, password=PASSWORD)
        with client.session_transaction() as cookie:
            assert ("Zyxquark" in str(dict(cookie)), cookie.get("csrf_token") == token) == (stays, stays), login
            cookie["_user_id"] = "ended"


def test_ones_own_password_is_not_guessed_without_end_either(client, place):
    client.sign_in("head")
    wrong = {"own_password": "wrong password", "password": "a new password", "again": "a new password"}
    statuses = [client.post_form("/me/password", **wrong).status_code for _ in range(9)]
    assert statuses == [422] * 8 + [429]
