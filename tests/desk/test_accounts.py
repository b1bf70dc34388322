"""Signing in and out, through the pages."""


def test_somebody_with_the_right_password_comes_to_their_desk(client, place):
    answer = client.sign_in("head")
    assert answer.request.path == f"/{place.agency}/"
    assert "Vũ Thị Chánh" in answer.text


def test_a_wrong_password_lets_nobody_in_and_says_the_same_for_an_unknown_name(client, place):
    known = client.sign_in("head", "wrong password")
    unknown = client.sign_in("nobody", "wrong password")
    assert known.status_code == unknown.status_code == 422
    assert "Vũ Thị Chánh" not in known.text


def test_pages_of_another_agency_are_not_found(client, place):
    client.sign_in("stranger")
    assert client.get(f"/{place.agency}/").status_code == 404


def test_after_too_many_failed_tries_even_the_right_password_must_wait(client, place):
    for _ in range(8):
        client.sign_in("head", "wrong password")
    assert client.sign_in("head").status_code == 422


def test_signing_out_ends_the_session(client, place):
    client.sign_in("head")
    client.post_form(f"/{place.agency}/", "/sign-out")
    assert client.get(f"/{place.agency}/").status_code == 303
