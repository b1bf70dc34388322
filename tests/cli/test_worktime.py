"""`iso-qms worktime` as someone types it."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from iso_qms.cli.worktime import worktime
from iso_qms.worktime.seed import seeded_calendar


def _run(*arguments: str):
    return CliRunner().invoke(worktime, arguments)


def _due(received: str, term: str, *more: str):
    return _run("due", "--received", received, "--term", term, *more)


def test_the_answer_in_json_is_due_provisional_and_every_day():
    result = _due("2026-08-27T10:00", "3 working days", "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(answer) == ["due", "provisional", "explanation"]
    assert (answer["due"], answer["provisional"], len(answer["explanation"])) == ("2026-09-04", False, 8)
    assert answer["explanation"][3] == {"date": "2026-08-31", "counted": False, "reason": "comp_off"}


@pytest.mark.parametrize(("term", "due"), [("15 ngày", "2026-09-11"), ("½ ngày", "2026-08-27T15:30:00+07:00")])
def test_terms_are_understood_in_vietnamese(term, due):
    assert json.loads(_due("2026-08-27T10:00", term, "--json").stdout)["due"] == due


def test_a_moment_with_an_offset_is_turned_into_viet_nam_time():
    assert json.loads(_due("2026-08-27T23:30Z", "1 working day", "--json").stdout)["due"] == "2026-09-03"


def test_without_json_it_tells_a_person_why():
    lines = _due("2026-08-28T18:00", "1 working day").stdout.splitlines()
    assert lines[:3] == [
        "Due Fri 04/09/2026",
        "1 working day, received Fri 28/08/2026 18:00",
        "Counts as received Thu 03/09/2026 07:30, when work starts again",
    ]
    assert "Wed 02/09/2026     -  holiday: National Day" in lines
    assert lines[-1] == "Fri 04/09/2026     1  working day"


def test_a_provisional_answer_says_so():
    assert "Provisional" in _due("2026-12-30T09:00", "2 working days").stdout
    assert "Provisional" not in _due("2026-08-27T10:00", "3 working days").stdout


def test_the_cut_off_moves_a_late_receipt():
    result = _due("2026-08-06T15:30", "ngay trong ngày", "--cutoff", "15:00", "--json")
    assert json.loads(result.stdout)["due"] == "2026-08-07"


def test_a_year_without_a_calendar_exits_with_three_and_names_it():
    result = _due("2027-12-30T09:00", "5 working days", "--json")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "There is no working calendar for the year 2028.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--received", "yesterday", "--term", "1 working day"), '"yesterday" is no moment'),
        (("--received", "9999-12-31T23:00Z", "--term", "1 working day"), "is no moment"),
        (("--received", "2026-08-27T10:00", "--term", "soon"), '"soon" cannot be read as a term'),
        (("--received", "2026-08-27T10:00", "--term", "1 month", "--cutoff", "late"), '"late" is no time of day'),
        (("--received", "2026-08-27T10:00", "--term", "1 month", "--calendar", "no/such.json"), "cannot be read"),
    ],
)
def test_wrong_usage_exits_with_two_and_one_sentence(arguments, said):
    result = _run("due", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr and result.stderr.count("\n") == 1


def test_a_missing_option_is_wrong_usage():
    result = _run("due", "--received", "2026-08-27T10:00")
    assert result.exit_code == 2 and "--term" in result.stderr


def test_a_calendar_of_ones_own_is_used(tmp_path):
    path = tmp_path / "calendar.json"
    row = {"date": "2030-01-02", "kind": "holiday"}
    path.write_text(json.dumps({"years": {"2030": {"confirmed": True, "days": [row]}}}), encoding="utf-8")
    result = _due("2030-01-01T09:00", "1 working day", "--calendar", str(path), "--json")
    assert json.loads(result.stdout)["due"] == "2030-01-03"


def test_a_file_that_is_no_calendar_is_refused(tmp_path):
    path = tmp_path / "calendar.json"
    path.write_text("[]", encoding="utf-8")
    result = _due("2026-08-27T10:00", "1 month", "--calendar", str(path))
    assert result.exit_code == 2 and "not a working calendar" in result.stderr


def test_the_printed_calendar_can_be_given_back(tmp_path):
    path = tmp_path / "calendar.json"
    path.write_text(_run("calendar").stdout, encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == seeded_calendar().as_json()
    assert _due("2026-08-27T10:00", "3 working days", "--calendar", str(path)).stdout.startswith("Due Fri 04/09/2026")


def test_it_starts_without_the_house():
    script = "import sys, iso_qms.cli.worktime; print({'flask', 'sqlalchemy', 'holidays'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout == "set()\n"
