import os
import signal
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from urllib.error import HTTPError, URLError

import pytest
from sqlalchemy import text

from iso_qms.cli.operating import schema_faults
from iso_qms.db import unit
from tests.fixtures.commands import called
from tests.fixtures.mail import free_port

COMMAND = [sys.executable, "-c", "from iso_qms.cli import main; main()"]


@pytest.fixture
def fresh(tmp_path):
    """The variables of an install that has nothing yet."""
    return os.environ | {"ISO_QMS_HOME": str(tmp_path / "home")}


def test_the_database_is_made_checked_and_made_again_without_harm(environment, house):
    house.store.erase()
    assert called(environment, "db", "check").exit_code == (1 if "postgres" in house.store.url else 0)
    for _ in range(2):
        assert called(environment, "db", "upgrade").exit_code == 0
    assert called(environment, "db", "check").exit_code == 0


def test_a_trigger_somebody_took_away_is_missed(app, place, database):
    gone = {
        "sqlite": ("DROP TRIGGER journal_entry_no_update", "journal_entry_no_update"),
        "postgresql": (
            "ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_append_only",
            "journal_entry_append_only",
        ),
    }
    statement, trigger = gone[database]
    with app.app_context(), unit(writes=True) as session:
        assert schema_faults() == []
        session.execute(text(statement))
        assert schema_faults() == [f"The trigger {trigger} is missing or switched off."]


@pytest.mark.parametrize("command", [["db", "check"], ["settings"], ["serve"]])
def test_a_wrong_setting_stops_any_command_with_its_sentence(fresh, command):
    done = called(fresh | {"ISO_QMS_PORT": "99999"}, *command)
    assert done.exit_code == 2
    assert done.stderr.strip() == "ISO_QMS_PORT cannot be used. The port the pages are served on, 1 to 65535."


def test_a_database_that_does_not_answer_is_one_sentence(fresh):
    nowhere = {"ISO_QMS_DATABASE_URL": f"postgresql://nobody@127.0.0.1:{free_port()}/none"}
    done = called(fresh | nowhere, "db", "check")
    assert done.exit_code == 1
    assert done.stderr.startswith("The database cannot be used:")
    assert "Traceback" not in done.stderr


def test_a_round_is_walked_by_name(environment, place):
    done = called(environment, "round", "seal")
    assert done.exit_code == 0
    assert int(done.stdout.removeprefix("seal: ")) > 0


def test_an_unknown_round_is_refused_and_the_rounds_are_named(fresh):
    done = called(fresh, "round", "robin")
    assert done.exit_code == 2
    assert "'robin'" in done.stderr
    assert "The journal is sealed" in done.stderr


def test_settings_are_printed_with_their_sentences_and_secrets_masked(fresh):
    secrets = {
        "SMTP_URL": "smtp://me:geheim@mail.test",
        "SIGNING_PASSPHRASE": "geheim",
        "TIME_STAMP_URL": "http://me:geheim@t",
    }
    told = called(fresh | {f"ISO_QMS_{name}": value for name, value in secrets.items()}, "settings").stdout
    assert "ISO_QMS_PORT=8000\n    The port the pages are served on, 1 to 65535." in told
    assert "ISO_QMS_SMTP_URL=…" in told
    assert "geheim" not in told


@contextmanager
def running(*arguments, environment):
    process = subprocess.Popen([*COMMAND, *arguments], env=environment, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_the_pages_are_served_until_a_term_signal(environment, place):
    port = free_port()
    with running("serve", environment=environment | {"ISO_QMS_PORT": str(port)}) as server:
        assert "ISO-QMS" in asked(f"http://127.0.0.1:{port}/sign-in", server)
        server.send_signal(signal.SIGTERM)
        assert server.wait(10) == 0


def test_what_is_too_large_is_refused_in_the_language_of_whoever_sent_it(environment, place):
    port = free_port()
    with running("serve", environment=environment | {"ISO_QMS_PORT": str(port), "ISO_QMS_UPLOAD_MB": "1"}) as server:
        url = f"http://127.0.0.1:{port}/sign-in"
        asked(url, server)
        head = {"Accept-Language": "vi", "Content-Type": "application/x-www-form-urlencoded"}
        sent = urllib.request.Request(url, data=b"name=" + b"x" * 5_000_000, headers=head)
        with pytest.raises(HTTPError) as refused:
            urllib.request.urlopen(sent, timeout=20)
        assert refused.value.code == 413
        assert "Gửi ít tệp hơn" in refused.value.read().decode()
        server.send_signal(signal.SIGTERM)
        assert server.wait(10) == 0


def asked(url, server):
    while server.poll() is None:
        try:
            return urllib.request.urlopen(url, timeout=10).read().decode()
        except URLError:
            with pytest.raises(subprocess.TimeoutExpired):
                server.wait(0.1)
    raise AssertionError(server.stderr.read())
