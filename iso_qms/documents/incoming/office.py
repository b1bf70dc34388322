"""LibreOffice, where there is one: old .doc files become .docx, and .docx becomes PDF.

It is found on the path or it is absent. Each call has a profile of its own, a hard time limit, and one call runs at a
time over all processes of the machine: LibreOffice hangs on about one real file in a hundred, and two at once disturb
each other."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from iso_qms.documents.incoming.intake import BadFile, kind_of

NAMES = ("soffice", "libreoffice")
SECONDS = 90.0
QUEUE_SECONDS = 600.0

# A fresh profile that runs no macro and fetches nothing a document points at.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>2</value></prop></item></oor:items>
"""


def opened(data: bytes) -> bytes:
    """A Word file as a sound .docx; an old .doc goes through LibreOffice. Raises BadFile with a sentence."""
    return data if kind_of(data) == "docx" else to_docx(data)


def path() -> str | None:
    """Where LibreOffice is on this machine, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def to_docx(data: bytes, *, seconds: float = SECONDS) -> bytes:
    """An old .doc as .docx; raises BadFile when LibreOffice is missing, fails or takes longer than `seconds`."""
    return convert(data, suffix=".doc", to="docx", seconds=seconds)


def to_pdf(data: bytes, *, seconds: float = SECONDS) -> bytes:
    """A .docx as PDF; raises BadFile when LibreOffice is missing, fails or takes longer than `seconds`."""
    return convert(data, suffix=".docx", to="pdf", seconds=seconds)


def convert(data: bytes, *, suffix: str, to: str, seconds: float = SECONDS, program: str | None = None) -> bytes:
    """One conversion in a folder and a profile of its own, alone on the machine."""
    program = program or path()
    if program is None:
        raise BadFile("office_missing", "Reading this kind of file needs LibreOffice, which is not installed here.")
    with tempfile.TemporaryDirectory(prefix="iso-qms-", ignore_cleanup_errors=True) as name, alone():
        folder = Path(name)
        source = folder / f"document{suffix}"
        source.write_bytes(data)
        _run(_command(program, folder, source, to), folder=folder, seconds=seconds)
        made = folder / "out" / f"document.{to}"
        if not made.is_file() or not made.stat().st_size:
            raise BadFile("office_failed", "LibreOffice could not read this file.")
        return made.read_bytes()


@contextlib.contextmanager
def alone(*, seconds: float = QUEUE_SECONDS) -> Iterator[None]:
    """Hold the one place at LibreOffice on this machine; wait at most `seconds` for it."""
    owner = os.getuid() if hasattr(os, "getuid") else "user"
    with open(Path(tempfile.gettempdir()) / f"iso-qms-office-{owner}.lock", "a+b") as file:
        deadline = time.monotonic() + seconds
        while not _taken(file):
            if time.monotonic() > deadline:
                raise BadFile("office_busy", "LibreOffice is busy with other files. Try again in a while.")
            time.sleep(0.1)
        try:
            yield
        finally:
            _release(file)


def _command(program: str, folder: Path, source: Path, to: str) -> list[str]:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    options = ["--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"]
    setting = f"-env:UserInstallation={profile.as_uri()}"
    return [program, setting, *options, "--convert-to", to, "--outdir", str(folder / "out"), str(source)]


def _run(command: list[str], *, folder: Path, seconds: float) -> None:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise BadFile("office_timeout", "LibreOffice did not finish with this file in time.") from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the whole process group: soffice is a script whose child does the work."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


if sys.platform == "win32":
    import msvcrt

    def _taken(file: IO[bytes]) -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _release(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
