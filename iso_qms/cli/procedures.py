"""`iso-qms procedures`: read procedures from Word files, which needs no database; make drafts of them, which does."""

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from iso_qms.clock import today
from iso_qms.documents.incoming.intake import MAX_BYTES, UnreadableFile
from iso_qms.i18n import LANGUAGES, ngettext, speaking
from iso_qms.processes.checking import Finding, Knowledge, check
from iso_qms.processes.reading import BadFile, read_many

SOME_REFUSED = SOMETHING_FOUND = 1


@click.group()
def procedures() -> None:
    """Read procedures from Word files."""


@procedures.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, one line a file.")
def read(files: tuple[str, ...], as_json: bool) -> None:
    """Read FILE… (.docx, or .doc through LibreOffice; - is standard input) and say what they hold.

    Exits with 0 when all were read, 1 when some were refused, 2 for wrong usage.
    """
    with speaking("en"):
        found = read_many(_contents(files), refused=_refusal)
    for one in found:
        click.echo(json.dumps(one, ensure_ascii=False) if as_json else _told(one))
    if any("error" in one for one in found):
        sys.exit(SOME_REFUSED)


@procedures.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, one line a file.")
@click.option("--lang", type=click.Choice(sorted(LANGUAGES)), default="en", help="The language of what is told.")
def check_(files: tuple[str, ...], as_json: bool, lang: str) -> None:
    """Say what in FILE… does not agree with itself or with the others.

    Exits with 0 when nothing was found, 1 when something was, or a file was refused, 2 for wrong usage.
    """
    knowledge = Knowledge(today())
    with speaking(lang):
        found = read_many(_contents(files), refused=_refusal)
        checked = [(one, [] if "error" in one else check(one, knowledge=knowledge)) for one in found]
        for one, findings in checked:
            told = json.dumps(_checked(one, findings), ensure_ascii=False) if as_json else _findings(one, findings)
            click.echo(told)
    if any("error" in one or findings for one, findings in checked):
        sys.exit(SOMETHING_FOUND)


@procedures.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--agency", required=True, metavar="SLUG", help="The agency, as its address names it.")
@click.option("--unit", required=True, metavar="CODE", help="The unit that answers for the procedures.")
@click.option("--by", required=True, metavar="LOGIN", help="Who imports them, by sign-in name.")
def import_(files: tuple[str, ...], agency: str, unit: str, by: str) -> None:
    """Make drafts from FILE…, keep the files with them, and print one JSON object for each.

    Exits with 0 when all became drafts, 1 when some were refused, 2 for wrong usage.
    """
    from iso_qms.cli.importing import import_all  # Needs the database, which reading does not.

    found = import_all(_contents(files), agency=agency, unit=unit, by=by)
    for one in found:
        click.echo(json.dumps(one, ensure_ascii=False))
    if any("error" in one for one in found):
        sys.exit(SOME_REFUSED)


def _contents(files: tuple[str, ...]) -> Iterator[tuple[str, bytes | OSError]]:
    for name in files:
        try:
            with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
                yield name, file.read(MAX_BYTES + 1)
        except OSError as error:
            yield name, error


def _refusal(name: str, error: BadFile) -> dict[str, Any]:
    return {"file": name, "error": {"code": error.code, "message": str(UnreadableFile(error))}}


def _checked(found: dict[str, Any], findings: list[Finding]) -> dict[str, Any]:
    return found if "error" in found else {"file": found["file"], "findings": [one.as_json() for one in findings]}


def _findings(found: dict[str, Any], findings: list[Finding]) -> str:
    """What was found in one file, a line for what is wrong and one for what could be done."""
    if "error" in found:
        return f"{found['file']}: {found['error']['message']}\n"
    lines = [f"{found['file']}: " + ngettext("%(num)s finding", "%(num)s findings", len(findings))]
    for one in findings:
        lines += [
            f"  {one.severity_label} – {one.label} – {one.place.words} ({one.shown})",
            f"    → {one.suggestion}",
        ]
    return "\n".join(lines) + "\n"


def _told(found: dict[str, Any]) -> str:
    """A calm summary of one file: what it is, how much it holds, and what does not agree."""
    if "error" in found:
        return f"{found['file']}: not read. {found['error']['message']}\n"
    issue, issued = found["issue_number"] or "?", found["issued_on"] or "?"
    parts = [(len(found["steps"]), "steps"), (len(found["required_papers"]), "papers"), (len(found["fees"]), "fees")]
    parts += [
        (len(found["legal_basis"]), "legal texts"),
        (len(found["forms"]), "forms"),
        (len(found["records"]), "records"),
    ]
    lines = [
        f"{found['code'] or 'no code'}  {found['title'] or 'no title'}",
        f"  {found['file']}: issue {issue}, issued on {issued}",
        "  " + ", ".join(f"{number} {name}" for number, name in parts),
        *(f"  ! {warning['message']}" for warning in found["warnings"]),
    ]
    return "\n".join(lines) + "\n"
