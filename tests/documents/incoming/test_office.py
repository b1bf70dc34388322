import os
import stat
import threading
import time
from pathlib import Path

import pytest

from iso_qms.documents.incoming import office
from iso_qms.documents.incoming.intake import BadFile
from tests.processes.reading.build import docx, p


def _program(folder: Path, body: str) -> str:
    """A stand-in for soffice: a script that gets its arguments."""
    script = folder / "soffice"
    script.write_text(f"#!/bin/sh\nfor last; do :; done\n{body}\n")
    script.chmod(script.stat().st_mode | stat.S_IEXEC)
    return str(script)


def _refused(folder: Path, body: str, *, seconds: float = 20) -> str:
    with pytest.raises(BadFile) as caught:
        office.convert(b"x", suffix=".doc", to="docx", seconds=seconds, program=_program(folder, body))
    return caught.value.code


def test_where_there_is_no_libreoffice_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office.path() is None
    with pytest.raises(BadFile, match="needs LibreOffice"):
        office.to_docx(b"x")


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")
class TestWithAStandIn:
    def test_what_it_makes_is_handed_back(self, tmp_path: Path) -> None:
        program = _program(tmp_path, 'mkdir out && cp "$last" out/document.docx')
        assert office.convert(b"abc", suffix=".doc", to="docx", program=program) == b"abc"

    def test_making_nothing_is_a_failure(self, tmp_path: Path) -> None:
        assert _refused(tmp_path, "exit 0") == "office_failed"

    def test_taking_too_long_ends_it_and_its_children(self, tmp_path: Path) -> None:
        mark = tmp_path / "child"
        began = time.monotonic()
        code = _refused(tmp_path, f"sleep 60 & echo $! > {mark}; wait", seconds=0.5)
        assert code == "office_timeout"
        assert time.monotonic() - began < 10
        child = int(mark.read_text())
        while _is_running(child):  # on a busy machine the system takes a moment to end what was killed
            assert time.monotonic() - began < 30
            time.sleep(0.01)

    def test_every_call_has_a_profile_of_its_own(self, tmp_path: Path) -> None:
        log = tmp_path / "log"
        program = _program(tmp_path, f'echo "$1" >> {log}; mkdir out && echo x > out/document.docx')
        for _ in range(2):
            office.convert(b"x", suffix=".doc", to="docx", program=program)
        assert len(set(log.read_text().split())) == 2


def _is_running(number: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_one_call_runs_at_a_time() -> None:
    inside, entered = threading.Event(), threading.Event()

    def second() -> None:
        with office.alone():
            entered.set()

    with office.alone():
        thread = threading.Thread(target=second)
        thread.start()
        inside.set()
        assert not entered.wait(0.3)
    thread.join(10)
    assert entered.is_set()


def test_waiting_for_a_turn_has_an_end() -> None:
    with office.alone(), pytest.raises(BadFile, match="busy"), office.alone(seconds=0):
        pass


@pytest.mark.office
def test_a_real_libreoffice_makes_pdf() -> None:
    assert office.to_pdf(docx([p("Xin chào")])).startswith(b"%PDF")
