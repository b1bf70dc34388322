"""`iso-qms demo`: what it says, and with which exit code."""

from iso_qms.demo.agency import PASSWORD
from iso_qms.demo.people import SHOWN
from tests.demo.conftest import told_demo
from tests.fixtures.commands import called
from tests.fixtures.houses import environment_of


def test_show_says_what_to_do_first_when_nothing_is_loaded(environment):
    shown = called(environment, "demo", "show")
    assert shown.exit_code == 1
    assert "iso-qms demo load" in shown.stderr


def test_load_is_refused_where_others_live(environment, place):
    loaded = called(environment, "demo", "load")
    assert loaded.exit_code == 1
    assert "empty one" in loaded.stderr


def test_load_twice_is_no_error_and_show_prints_one_sign_in_per_role(houses):
    environment = environment_of(told_demo(houses, "sqlite"))
    again = called(environment, "demo", "load")
    assert (again.exit_code, again.stdout) == (0, "The demo agency is there already.\n")
    shown = called(environment, "demo", "show").stdout
    assert PASSWORD in shown
    assert all(f"{role} " in shown and f" {login} " in shown for role, login in SHOWN)
