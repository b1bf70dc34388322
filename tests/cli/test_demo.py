"""`iso-qms demo`: what it says, and with which exit code."""

import subprocess
import sys

from iso_qms.demo.agency import PASSWORD
from iso_qms.demo.people import SHOWN
from tests.fixtures.houses import environment_of


def iso_qms(environment, *arguments):
    command = [sys.executable, "-c", "from iso_qms.cli import main; main()", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_show_says_what_to_do_first_when_nothing_is_loaded(environment):
    shown = iso_qms(environment, "demo", "show")
    assert shown.returncode == 1
    assert "iso-qms demo load" in shown.stderr


def test_load_is_refused_where_others_live(environment, place):
    loaded = iso_qms(environment, "demo", "load")
    assert loaded.returncode == 1
    assert "empty one" in loaded.stderr


def test_load_twice_is_no_error_and_show_prints_one_sign_in_per_role(houses):
    house = houses.on("sqlite", purpose="demo command")
    house.begin("empty")
    environment = environment_of(house)
    first = iso_qms(environment, "demo", "load")
    assert (first.returncode, first.stdout) == (0, "The demo agency is loaded.\n"), first.stderr
    again = iso_qms(environment, "demo", "load")
    assert (again.returncode, again.stdout) == (0, "The demo agency is there already.\n")
    shown = iso_qms(environment, "demo", "show").stdout
    assert PASSWORD in shown
    assert all(f"{role} " in shown and f" {login} " in shown for role, login in SHOWN)
