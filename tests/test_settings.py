import threading

import pytest

from iso_qms import create_app
from iso_qms.settings import PREFIX, Settings, WrongSetting, sentence_of


def test_what_is_not_set_has_its_default():
    assert Settings.from_environment({}) == Settings()
    assert Settings.from_environment({"ISO_QMS_PORT": ""}).port == 8000


def test_what_is_set_is_converted():
    chosen = Settings.from_environment({"ISO_QMS_PORT": "80", "ISO_QMS_SECURE_COOKIES": "1", "ISO_QMS_HOME": "/srv/q"})
    assert (chosen.port, chosen.secure_cookies, str(chosen.home)) == (80, True, "/srv/q")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "http"),
        ("port", "0"),
        ("port", "65536"),
        ("base_url", "localhost"),
        ("secret_key", "short"),
        ("secure_cookies", "yes"),
        ("time_zone", "Hanoi"),
        ("time_zone", "../../etc/passwd"),
        ("smtp_url", "mail.example.org"),
        ("mail_from", "nobody"),
        ("idle_minutes", "4"),
        ("session_hours", "169"),
        ("upload_mb", "1.5"),
        ("password_cost", "11"),
        ("database_url", "mysql://x"),
    ],
)
def test_a_wrong_value_is_refused_with_the_sentence_of_the_setting(name, value):
    with pytest.raises(WrongSetting) as refusal:
        Settings.from_environment({PREFIX + name.upper(): value})
    assert f"ISO_QMS_{name.upper()}" in str(refusal.value)
    assert sentence_of(name) in str(refusal.value)


def test_postgresql_goes_through_psycopg_whatever_the_address_calls_it():
    for url in ("postgres://u:p@h/d", "postgresql://u:p@h/d"):
        assert Settings(database_url=url).database == "postgresql+psycopg://u:p@h/d"


def test_without_an_address_the_database_is_a_file_in_the_home(tmp_path):
    assert Settings(home=tmp_path).database == f"sqlite:///{tmp_path / 'iso-qms.db'}"


def test_processes_that_start_at_once_read_the_same_key(tmp_path):
    keys, gate = [], threading.Barrier(8)

    def start():
        gate.wait()
        keys.append(Settings(home=tmp_path).signing_key())

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(keys)) == 1
    assert len(keys[0]) == 64
    assert [one.name for one in tmp_path.iterdir()] == ["secret.key"]
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_a_key_that_is_set_is_not_kept_in_the_home(tmp_path):
    assert Settings(home=tmp_path, secret_key="k" * 32).signing_key() == "k" * 32
    assert not list(tmp_path.iterdir())


def test_a_home_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(WrongSetting, match="ISO_QMS_HOME"):
        Settings(home=tmp_path / "file" / "home").prepare_home()


def test_what_a_proxy_says_is_believed_only_where_there_is_one(tmp_path):
    for proxies, believed in ((0, False), (1, True)):
        house = create_app(Settings(home=tmp_path, proxies=proxies))
        answer = house.test_client().get("/static/app.css", headers={"X-Forwarded-Proto": "https"})
        assert ("Strict-Transport-Security" in answer.headers) is believed
