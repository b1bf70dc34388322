"""The ground every test stands on. What a test may ask for:

app          the application on a fresh database with the schema and nothing in it; the test runs on SQLite and on
             PostgreSQL (`--database sqlite` or `postgresql` chooses one; without a server the second is skipped)
place        a small agency, there before the test begins, in app or live: ids and sign-in names (fixtures/places.py)
context      an open application context, for tests that call operations; never together with client
client       a visitor of app: client.sign_in("head"), client.post_form(url, action, field=value), else Flask's own;
             app.test_client() is another visitor
environment  the variables under which a process of its own works on the same database and home
queries      the statements sent to the database since `queries.clear()`
smtp         a real SMTP server on loopback: smtp.url, smtp.letters (email.message.EmailMessage)
live         the address of a served app with the place in it, on a SQLite database of its own
page         a Chromium page for live, at 1440 px, in Vietnamese; visit("head", locale="en-GB", width=390) opens another
             one and signs in. A script error or something the security policy blocked fails the test
axe          axe(page) fails with what axe-core finds on the page, or when it scrolls sideways
samples      the folder of real sample files, where there is one
@pytest.mark.office   needs LibreOffice

What is missing on the machine is skipped with its reason, and told in one line at the end.
A fresh database is a copy of one made once per worker, or what the last test wrote is undone: some 10 ms, so do
not share one between tests.
"""

import gc
import os
import shutil
from collections import Counter
from pathlib import Path

import hypothesis
import pytest

from tests.fixtures import postgres, run

pytest_plugins = [f"tests.fixtures.{name}" for name in ("mail", "houses", "browsers", "axe")]

IN_CI = os.environ.get("CI", "").lower() in ("1", "true")
hypothesis.settings.register_profile("house", deadline=None, derandomize=IN_CI)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), help="run on this database only")


def pytest_configure(config: pytest.Config) -> None:
    """Begin the run, once for all of xdist's workers."""
    if hasattr(config, "workerinput"):
        return
    for name in [name for name in os.environ if name.startswith("ISO_QMS_")]:
        del os.environ[name]  # or what a developer has set would reach the tests
    run.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.stop()
        run.end()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        both = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.postgres)]
        # Walks over the whole house ask what pages say, not what a database does: one of the two is enough for them.
        known = both[:1] if metafunc.definition.get_closest_marker("one_database") else both
        chosen = metafunc.config.getoption("--database")
        metafunc.parametrize("database", [one for one in known if chosen in (None, one.values[0])], indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each of two workers keep to one database as long as it can.

    Xdist gives each worker a piece of this list and lets the one that is done take from the end of the other's. What a
    worker prepares for a database once (statements, states to copy) is then seldom prepared a second time.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    on_files, on_server, on_nothing = [], [], []
    for item in items:
        on = getattr(item, "fixturenames", ())
        served = item.get_closest_marker("postgres")
        (on_server if served else on_files if {"database", "live"} & set(on) else on_nothing).append(item)
    half = max(len(items) // 2 - len(on_files), 0)
    items[:] = on_files + on_nothing[:half] + on_server + on_nothing[half:]


def pytest_collection_finish() -> None:
    """Spare the collector of cycles what stays to the end: it would walk all of it hundreds of times."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 20)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("office") and not shutil.which("soffice"):
        pytest.skip("no LibreOffice (dev.py test --install brings it)")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was skipped and why."""
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if reasons:
        told = "; ".join(f"{count} for {reason}" for reason, count in reasons.most_common())
        terminalreporter.write_line(f"Skipped: {told}.", yellow=True, bold=True)


@pytest.fixture(scope="session")
def samples() -> Path:
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no sample files (../shared/data)")
    return folder


def _reason(report: pytest.TestReport) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ").rstrip(".")
