#!/usr/bin/env python3
"""Set up, run and check ISO-QMS, beginning with nothing but Python.

    python3 dev.py run                          set up, load the demo agency, serve it until stopped
    python3 dev.py test [--install]             set up, lint, types, every test on both databases
    python3 dev.py test PYTEST-ARGUMENTS        only those tests
    python3 dev.py setup | lint                 only the environment; only style and types
    python3 dev.py lock [--upgrade]             resolve pyproject.toml into the two locks

Only the standard library is used here, because nothing else is there yet.
"""

import hashlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - said here, because pip would say it later and less plainly
    sys.exit("ISO-QMS needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info[:2]))

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK, LOCK_FOR_TESTS = ROOT / "requirements.lock", ROOT / "requirements-test.lock"
UV = "uv==0.13.9"
SECONDS_TO_START, SECONDS_TO_STOP = 90, 5
Children = dict[str, "subprocess.Popen[bytes]"]

DEBIAN_PACKAGES = {  # what tests look for, and the package that brings it
    "chromium-headless-shell": "chromium-headless-shell",
    "soffice": "libreoffice-writer-nogui",
    "pdftotext": "poppler-utils",
    "/usr/share/fonts/truetype/liberation": "fonts-liberation",
}
CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
}
TESTS_ARE_READ = {"reading the tests": ["pytest", "--collect-only", "-qq"]}
"""Done once beforehand, this leaves the tests compiled for all the processes that run them."""


class Failed(Exception):
    """A step could not be done; the message is one sentence for the person at the keyboard."""


def main(arguments: list[str]) -> int:
    """Do one command; its exit code."""
    name, *rest = arguments or ["--help"]
    if name not in COMMANDS or (rest and name not in ("test", "lock")):
        print((__doc__ or "").strip())
        return 0 if name in ("-h", "--help") else 2
    _end_on_signals()
    try:
        setup(LOCK if name == "run" else LOCK_FOR_TESTS)
        return COMMANDS[name](rest)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# ── set up ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def setup(lock: Path) -> None:
    """Make .venv hold exactly what the lock says, and the project itself; quick when it already does."""
    marker = VENV / "setup-of"
    if PYTHON.exists() and marker.exists() and fingerprint(lock) in marker.read_text().split():
        return
    print("Setting up .venv …", flush=True)
    marker.unlink(missing_ok=True)
    if not _starts(PYTHON):
        _make_venv()
    _install("--require-hashes", "-r", str(lock))
    _install("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    # What tests need holds all that running needs, so whoever has tested can run without setting up again.
    marker.write_text("\n".join(fingerprint(held) for held in {lock, LOCK}))


def fingerprint(lock: Path) -> str:
    """What the environment depends on, as one hash: packaging, lock and the Python that runs it."""
    parts = [path.read_bytes() for path in (lock.with_name("pyproject.toml"), lock)]
    return hashlib.sha256(b"\0".join([*parts, sys.version.encode(), str(lock).encode()])).hexdigest()


def _make_venv() -> None:
    made = _quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if made.returncode:
        raise Failed("Python's venv module is missing or broken; on Debian and Ubuntu: apt install python3-venv.")


def _install(*what: str) -> None:
    """Install with uv, which is fast; with pip where uv cannot be had or cannot reach the packages."""
    if not _starts(BIN / "uv"):
        _quietly([str(PYTHON), "-m", "pip", "install", UV])
    # Compiled once here, as pip does by itself: every process of the house starts in half the time.
    with_uv = [str(BIN / "uv"), "pip", "install", "--compile-bytecode", "--python", str(PYTHON)]
    ways = [with_uv, [str(PYTHON), "-m", "pip", "install"]]
    for way in ways:
        done = _quietly([*way, *what])
        if done.returncode == 0:
            return
    (VENV / "setup.log").write_text(done.stdout)
    raise Failed("The packages could not be installed; is there a network? What pip said is in .venv/setup.log.")


def _starts(program: Path) -> bool:
    return _quietly([str(program), "--version"]).returncode == 0


def _quietly(command: list[str]) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, str(error))


# ── run ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def run(_arguments: list[str]) -> int:
    """Serve the demo agency with the timetable beside it, until Ctrl-C or TERM."""
    os.environ["ISO_QMS_HOME"] = str(Path(os.environ.get("ISO_QMS_HOME") or ROOT / "instance").absolute())
    host, port = os.environ.get("ISO_QMS_HOST") or "127.0.0.1", os.environ.get("ISO_QMS_PORT") or "8000"
    if is_taken(host, port):
        raise Failed(f"Port {port} is taken: stop what runs there, or choose another with ISO_QMS_PORT.")
    _iso_qms("db", "upgrade")
    _iso_qms("demo", "load")
    program = str(BIN / "iso-qms")
    with together({"web server": [program, "serve"], "timetable": [program, "timetable"]}) as children:
        _wait_for_answer(host, int(port), children)
        _iso_qms("demo", "show")
        print("Ctrl-C ends it.", flush=True)
        wait_for_first_end(children)
    return 0


def is_taken(host: str, port: str) -> bool:
    """Whether something else listens there. A wrong value is left to the settings, which have a sentence for it."""
    with socket.socket() as probe:
        if os.name != "nt":  # so that a port whose last connections are still closing counts as free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError:
            return True
        except (ValueError, OverflowError):
            return False
    return False


@contextmanager
def together(commands: dict[str, list[str]]) -> Iterator[Children]:
    """Start every command, and when the block is left for whatever reason, stop them all."""
    children: Children = {}
    try:
        for name, command in commands.items():
            # A session of its own: Ctrl-C in a terminal then reaches only us, and we stop each child in order.
            children[name] = subprocess.Popen(command, cwd=ROOT, start_new_session=os.name != "nt")
        yield children
    finally:
        _stop(list(children.values()))


def wait_for_first_end(children: Children) -> None:
    """Wait until one child ends by itself, which is always a failure."""
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                raise Failed(f"The {name} ended by itself (exit code {child.returncode}); the rest is stopped too.")
        time.sleep(0.2)


def _wait_for_answer(host: str, port: int, children: Children) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        if any(child.poll() is not None for child in children.values()):
            wait_for_first_end(children)
        if _answers(host, port):
            return
        time.sleep(0.2)
    raise Failed(f"The web server did not answer within {SECONDS_TO_START} seconds.")


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(children: "list[subprocess.Popen[bytes]]") -> None:
    for child in children:
        child.terminate()
    end = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        try:
            child.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _iso_qms(*arguments: str) -> None:
    if subprocess.run([str(BIN / "iso-qms"), *arguments], cwd=ROOT).returncode:
        raise Failed(f"It stopped at: iso-qms {' '.join(arguments)}.")


def _end_on_signals() -> None:
    """TERM and a closed terminal end us as Ctrl-C does, so that what we started is stopped as well."""
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)


# ── check ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test(arguments: list[str]) -> int:
    """Check everything, or with arguments for pytest only those tests."""
    chosen = [argument for argument in arguments if argument != "--install"]
    if chosen != arguments or os.environ.get("CI", "").lower() in ("1", "true"):
        _install_debian_packages()
    if chosen:
        return _pytest(chosen)
    unclean = _unclean(CHECKS | TESTS_ARE_READ)
    result = _pytest(["-n", str(max(2, os.cpu_count() or 2)), "--dist", "worksteal"])
    if unclean:
        print(f"Besides the tests, these failed: {', '.join(unclean)}.", file=sys.stderr)
    return result or bool(unclean)


def lint(_arguments: list[str]) -> int:
    """Style, format and types."""
    return bool(_unclean(CHECKS))


def lock(arguments: list[str]) -> int:
    """Resolve pyproject.toml into both locks with hashes, without registry addresses, keeping what is there."""
    to_run = ["--all-extras", "--group", "build"]
    to_test = ["--all-extras", "--group", "dev", "--constraint", LOCK.name]
    return _resolve(LOCK, *to_run, *arguments) or _resolve(LOCK_FOR_TESTS, *to_test, *arguments)


def _resolve(lock: Path, *extent: str) -> int:
    kind = ["--quiet", "--no-header", "--universal", "--python-version", "3.11", "--generate-hashes"]
    compile_ = [str(BIN / "uv"), "pip", "compile", *kind, "--output-file", lock.name, "pyproject.toml", *extent]
    return subprocess.run(compile_, cwd=ROOT, stdout=subprocess.DEVNULL).returncode


def _unclean(checks: dict[str, list[str]]) -> list[str]:
    """The names of the checks that failed, each having said why; they are made side by side."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or nothing of what they compile would be left
    failed = []
    with ThreadPoolExecutor() as threads:
        made = threads.map(_quietly, ([str(BIN / program), *arguments] for program, *arguments in checks.values()))
        for name, check in zip(checks, made, strict=True):
            print(f"── {name}", flush=True)
            if check.returncode:
                print(check.stdout)
                failed.append(name)
    return failed


def _pytest(arguments: list[str]) -> int:
    print("── tests", flush=True)
    tests = subprocess.Popen([str(PYTHON), "-m", "pytest", *arguments], cwd=ROOT)
    # Pytest is left to end in its own order: Ctrl-C in a terminal reaches it without us, TERM only through us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: tests.send_signal(signal.SIGINT))
    return tests.wait()


def _install_debian_packages() -> None:
    """Bring the browser and LibreOffice where that is possible; tests that miss them say so themselves."""
    missing = [package for what, package in DEBIAN_PACKAGES.items() if not _is_there(what)]
    if not missing:
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        print(f"Not installed, because that takes root and apt: {', '.join(missing)}.", flush=True)
        return
    print(f"Installing {', '.join(missing)} …", flush=True)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *missing]
    if _quietly(["apt-get", "update", "-q"]).returncode or _quietly(install).returncode:
        print("Some of them could not be installed.", flush=True)


def _is_there(program_or_folder: str) -> bool:
    return bool(shutil.which(program_or_folder)) or Path("/", program_or_folder).exists()


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "setup": lambda _arguments: 0,
    "run": run,
    "test": test,
    "lint": lint,
    "lock": lock,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
