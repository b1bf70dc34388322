"""`iso-qms conformance`: hold an event log against documented steps. Needs no database and writes nothing by itself."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NoReturn

import click

from iso_qms.dossiers.conformance import BadFlow, Conformance, Flow
from iso_qms.dossiers.conformance import check as check_log
from iso_qms.dossiers.event.event_batches import BadLog
from iso_qms.dossiers.event.event_logs import read as read_log
from iso_qms.dossiers.step.flow_files import read_flow
from iso_qms.i18n import LANGUAGES, _, ngettext, speaking

SOME_DO_NOT_CONFORM, WRONG_USAGE = 1, 2
NAMED = 20
"""How many cases are named to a person; --json names them all."""

language = click.option("--lang", type=click.Choice(sorted(LANGUAGES)), default="en", help="The language of the words.")


@click.group()
def conformance() -> None:
    """Hold an event log against documented steps."""


@conformance.command()
@click.option("--flow", required=True, metavar="FLOW.json", help="The documented steps; - is standard input.")
@click.option("--log", required=True, metavar="LOG", help="Events as CSV or XES (.gz too); - is standard input.")
@click.option("--json", "as_json", is_flag=True, help="Answer with a JSON object.")
@language
def check(flow: str, log: str, as_json: bool, lang: str) -> None:
    """Say which cases of LOG were not handled as the steps of FLOW say, and in what.

    Exits with 0 when all conform, 1 when some do not, 2 when FLOW or LOG cannot be used.
    """
    gc.disable()  # Nothing here goes in circles, and looking for them takes a fifth of the time.
    with speaking(lang):
        if flow == log == "-":
            _refuse(_("Only one of the two can be standard input."))
        documented = _flow(flow)
        if documented.circle:
            way = " → ".join(documented.circle)
            click.echo(_("The steps go in a circle, so that none can come first: %(way)s.", way=way), err=True)
        found = _checked(documented, log)
        click.echo(json.dumps(found.as_json(), ensure_ascii=False) if as_json else _told(documented, found))
    if found.nonconforming:
        sys.exit(SOME_DO_NOT_CONFORM)


def _flow(name: str) -> Flow:
    with opened(name) as file:
        try:
            return read_flow(file.read())
        except BadFlow as refusal:
            _refuse(f"{name}: {refusal}")


def _checked(flow: Flow, name: str) -> Conformance:
    with opened(name) as file:
        try:
            return check_log(flow, read_log(file))
        except BadLog as refusal:
            _refuse(f"{name}: {refusal}")


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """The file of this name, or standard input; whatever the system refuses ends the command with one sentence."""
    try:
        if name == "-":
            yield sys.stdin.buffer
        else:
            with Path(name).open("rb") as file:
                yield file
    except OSError as error:
        _refuse(_("%(file)s cannot be read: %(why)s.", file=name, why=error.strerror or error))


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(WRONG_USAGE)


def _told(flow: Flow, found: Conformance) -> str:
    """What was found, for a person: a line for the whole, one for each deviation, and the first cases to look at."""
    number = ngettext("%(num)s case", "%(num)s cases", found.cases)
    code = flow.code or _("Flow")
    whole = _("%(code)s: %(cases)s, %(conforming)s conform.", code=code, cases=number, conforming=found.conforming)
    lines = [whole, *_deviations(flow, found)]
    if found.nonconforming:
        named, more = ", ".join(found.nonconforming[:NAMED]), len(found.nonconforming) - NAMED
        lines += ["", _("Do not conform: %(cases)s", cases=named)]
        lines += [_("… and %(n)s more", n=more)] if more > 0 else []
    return "\n".join(lines)


def _deviations(flow: Flow, found: Conformance) -> Iterator[str]:
    def name(step: str) -> str:
        return flow.by_id[step].name

    yield from _lines(_("Missing"), ((name(one), n) for one, n in found.missing.items()))
    sentence = _("%(step)s without %(after)s before it")
    pairs = ((sentence % {"step": name(one), "after": name(two)}, n) for (one, two), n in found.order.items())
    yield from _lines(_("Out of order"), pairs)
    yield from _lines(_("Repeated"), ((name(one), n) for one, n in found.repeated.items()))
    yield from _lines(_("Unknown"), found.unknown.items())


def _lines(heading: str, rows: Iterable[tuple[str, int]]) -> list[str]:
    lines = [f"  {number:>7}  {text}" for text, number in sorted(rows, key=lambda row: -row[1])]
    return ["", heading, *lines] if lines else []
