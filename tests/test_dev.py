import os
import re
import signal
import socket
import subprocess
import sys

import pytest

import dev

PINNED = re.compile(r"^\S+==\S+", re.MULTILINE)
FOREVER = [sys.executable, "-c", "import signal; signal.pause()"]
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); signal.pause()"
STANDING = """
import dev
dev._end_on_signals()
with dev.together({{"web server": {forever}, "timetable": {forever}}}) as children:
    print(*[child.pid for child in children.values()], flush=True)
    dev.wait_for_first_end(children)
"""
posix = pytest.mark.skipif(os.name == "nt", reason="no signals between processes on Windows")


def test_the_environment_is_made_anew_when_packaging_or_lock_change(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[project]")
    lock = tmp_path / "requirements.lock"
    lock.write_text("flask==3.1.3")
    before = dev.fingerprint(lock)
    assert dev.fingerprint(lock) == before
    lock.write_text("flask==3.1.4")
    assert dev.fingerprint(lock) != before


def test_what_tests_need_holds_all_that_running_needs():
    assert set(PINNED.findall(dev.LOCK.read_text())) < set(PINNED.findall(dev.LOCK_FOR_TESTS.read_text()))


def test_packages_that_cannot_be_had_are_told_in_one_sentence():
    with pytest.raises(dev.Failed, match="is there a network"):
        dev._install("--no-index", "a-package-that-is-nowhere")


def test_a_taken_port_is_told_in_one_sentence(monkeypatch, tmp_path):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = str(listening.getsockname()[1])
        monkeypatch.setenv("ISO_QMS_PORT", port)
        monkeypatch.setenv("ISO_QMS_HOME", str(tmp_path))
        with pytest.raises(dev.Failed, match=f"Port {port} is taken"):
            dev.run([])
    assert not dev.is_taken("127.0.0.1", port)


@posix
def test_term_ends_what_was_started():
    standing = subprocess.Popen(
        [sys.executable, "-c", STANDING.format(forever=FOREVER)], cwd=dev.ROOT, stdout=subprocess.PIPE, text=True
    )
    children = [int(pid) for pid in standing.stdout.readline().split()]
    standing.send_signal(signal.SIGTERM)
    standing.communicate(timeout=20)
    assert len(children) == 2
    assert not any(_is_alive(pid) for pid in children)


@posix
def test_when_one_ends_by_itself_the_other_is_stopped_and_it_is_told():
    commands = {"web server": FOREVER, "timetable": [sys.executable, "-c", "raise SystemExit(3)"]}
    with (
        pytest.raises(dev.Failed, match=r"The timetable ended by itself \(exit code 3\)"),
        dev.together(commands) as children,
    ):
        dev.wait_for_first_end(children)
    assert children["web server"].returncode == -signal.SIGTERM


@posix
def test_what_does_not_listen_to_term_is_killed(monkeypatch):
    monkeypatch.setattr(dev, "SECONDS_TO_STOP", 0.1)
    stubborn = subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE)
    stubborn.stdout.readline()
    dev._stop([stubborn])
    stubborn.stdout.close()
    assert stubborn.returncode == -signal.SIGKILL


def test_an_unknown_command_shows_the_known_ones(capsys):
    assert dev.main(["dance"]) == 2
    assert "dev.py run" in capsys.readouterr().out


@pytest.mark.parametrize("lock", [dev.LOCK, dev.LOCK_FOR_TESTS])
def test_a_lock_is_hashed_and_names_no_registry(lock):
    text = lock.read_text()
    assert "://" not in text
    assert text.count("==") <= text.count(" \\\n    --hash=")


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
