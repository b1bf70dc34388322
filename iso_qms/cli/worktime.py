"""`iso-qms worktime`: when something is due, and why. Needs no database and writes nothing."""

import json
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import NoReturn

import click

from iso_qms.clock import as_local
from iso_qms.worktime import (
    BadCalendar,
    Calendar,
    Due,
    ExplainedDay,
    Reason,
    Term,
    UnknownYear,
    UnreadableTerm,
    read_term,
)
from iso_qms.worktime import due as due_for

WRONG_USAGE, NO_CALENDAR = 2, 3

REASONS = {
    Reason.WORKING: "working day",
    Reason.WEEKEND: "weekly day off",
    Reason.HOLIDAY: "holiday",
    Reason.COMP_OFF: "compensatory day off",
    Reason.MAKEUP: "make-up working day",
    Reason.NOT_LAST: "day off inside the term, counts",
}


@click.group()
def worktime() -> None:
    """Reckon when something is due, and why."""


@worktime.command()
@click.option("--received", required=True, help="When it came in, like 2026-08-27T10:00; Viet Nam time unless given.")
@click.option("--term", required=True, help='How long, like "3 working days", "15 ngày", "½ ngày", "2 months".')
@click.option("--cutoff", help="A receipt after this hour counts from the next working day, like 15:00.")
@click.option("--calendar", type=click.Path(path_type=Path), help="A JSON file, as `worktime calendar` writes it.")
@click.option("--json", "as_json", is_flag=True, help="Answer with a JSON object.")
def due(received: str, term: str, cutoff: str | None, calendar: Path | None, as_json: bool) -> None:
    """Say when a term ends, naming every day between.

    Exits with 2 for wrong usage, and with 3 when the calendar does not hold a year that is needed.
    """
    arguments = _received(received), _term(term), _cutoff(cutoff), _calendar(calendar)
    try:
        answer = due_for(arguments[0], term=arguments[1], cutoff=arguments[2], calendar=arguments[3])
    except UnknownYear as refusal:
        _refuse(str(refusal), NO_CALENDAR)
    click.echo(json.dumps(answer.as_json(), indent=2) if as_json else _told(answer))


@worktime.command("calendar")
def print_calendar() -> None:
    """Print the calendar used by default, as a JSON file to edit and give to --calendar."""
    click.echo(json.dumps(_calendar(None).as_json(), indent=2, ensure_ascii=False))


def _received(text: str) -> datetime:
    try:
        return as_local(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        _refuse(f'"{text}" is no moment; write it like 2026-08-27T10:00.')


def _term(text: str) -> Term:
    try:
        return read_term(text)
    except UnreadableTerm as refusal:
        _refuse(str(refusal))


def _cutoff(text: str | None) -> time | None:
    try:
        return time.fromisoformat(text) if text else None
    except ValueError:
        _refuse(f'"{text}" is no time of day; write it like 15:00.')


def _calendar(path: Path | None) -> Calendar:
    if path is None:
        from iso_qms.worktime.seed import seeded_calendar  # Slow to import, and not needed with a file.

        return seeded_calendar()
    try:
        return Calendar.read(path)
    except OSError as error:
        _refuse(f"The calendar {path} cannot be read: {error.strerror}.")
    except BadCalendar as refusal:
        _refuse(f"The calendar {path} cannot be used. {refusal}")


def _refuse(sentence: str, code: int = WRONG_USAGE) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)


def _told(answer: Due) -> str:
    """The answer as a few calm lines."""
    lines = [f"Due {_when(answer.due)}", f"{answer.term}, received {_when(answer.received)}"]
    if answer.counts_from != answer.received:
        lines.append(f"Counts as received {_when(answer.counts_from)}, when work starts again")
    if answer.provisional:
        lines.append("Provisional: it rests on days that are not confirmed yet")
    return "\n".join([*lines, *_table(answer.explanation)])


def _table(days: tuple[ExplainedDay, ...]) -> list[str]:
    """One line per day, the days that count numbered."""
    lines, number = [""] if days else [], 0
    for day in days:
        number += day.counted
        name = f": {day.name_en or day.name_vi}" if day.name_en or day.name_vi else ""
        lines.append(f"{day.date:%a %d/%m/%Y}  {number if day.counted else '-':>4}  {REASONS[day.reason]}{name}")
    return lines


def _when(moment: date | datetime) -> str:
    return f"{moment:%a %d/%m/%Y %H:%M}" if isinstance(moment, datetime) else f"{moment:%a %d/%m/%Y}"
