"""`iso-qms draw`: draw by lot from a list, and redo a draw, from a file (which needs no database) or by its number."""

from __future__ import annotations

import json
import secrets
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from iso_qms.audits.draw.drawing import NotDrawable, candidate, check, commitment, record

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("draw")
def draw() -> None:
    """Draw by lot so that anybody can redo it, and redo a draw."""


@draw.command("sample")
@click.argument("codes", type=FILE)
@click.option("--number", type=int, required=True, help="How many to draw.")
@click.option("--public-part", default="", help="What nobody controls, such as a number read out in the meeting.")
def sample_command(codes: Path, number: int, public_part: str) -> None:
    """Draw from CODES, one code a line, each as likely as the others; prints the whole draw as JSON."""
    try:
        population = [candidate(line) for line in codes.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
        seed = secrets.token_hex(32)
        committed = commitment(seed, population, number)
        told = record(population, number, committed=committed, seed=seed, public_part=public_part)
    except (NotDrawable, UnicodeDecodeError) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(json.dumps(told, indent=2, ensure_ascii=False))


@draw.command("verify")
@click.argument("what", metavar="FILE|ID")
@click.option("--sample", is_flag=True, help="ID is the number of a sample of files, drawn at a visit.")
@click.option("--json", "as_json", is_flag=True, help="Answer with a JSON object.")
def verify_command(what: str, sample: bool, as_json: bool) -> None:
    """Redo the draw told in FILE, or the draw of this number in the database, held against the journal too.

    Exits with 1 when it is not as told, saying what differs. What a draw came to is told only once its seed is.
    """
    by_number = what.isdecimal() and not Path(what).exists()
    verdict: Any = _proof(int(what), sample=sample) if by_number else check(_read(Path(what)))
    click.echo(json.dumps(asdict(verdict), indent=2, ensure_ascii=False) if as_json else _told(verdict))
    if not verdict.ok:
        sys.exit(1)


def _proof(number: int, *, sample: bool) -> Any:
    from iso_qms import create_app

    with create_app().app_context():
        return proof_by_number(number, sample=sample)


def proof_by_number(number: int, *, sample: bool = False) -> Any:
    """What redoing a draw, or a sample of files, from the database comes to, in English; an application is at hand."""
    from iso_qms.audits.draw.draws import Draw
    from iso_qms.audits.draw.redoing import proof_of, proof_of_sample
    from iso_qms.audits.draw.samples import FileSample
    from iso_qms.db import db, unit
    from iso_qms.i18n import speaking
    from iso_qms.organisation.agencies import Agency, across, inside

    model: Any = FileSample if sample else Draw
    with unit(writes=False), speaking("en"):
        with across():
            found = db.session.get(model, number) if number < 2**31 else None
        if found is None:
            raise click.ClickException(f"There is no {'sample' if sample else 'draw'} of the number {number}.")
        with inside(db.session.get_one(Agency, found.agency_id)):
            return proof_of_sample(found) if sample else proof_of(found)


def _read(file: Path) -> Any:
    if not file.is_file():
        raise click.ClickException(f"There is no file {file}.")
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as trouble:
        raise click.ClickException(f"{file} is not JSON: {trouble}") from trouble


def _told(verdict: Any) -> str:
    if not verdict.ok:
        return "\n".join(["The draw is NOT as it was told:", *verdict.faults])
    if verdict.sealed:
        return f"The draw is still sealed; what can be checked is as recorded.\nPopulation {verdict.population_hash}"
    drawn = "\n".join(f"{place}. {code}" for place, code in enumerate(verdict.drawn or [], start=1))
    return (
        "The draw is as it was told, and redoing it gives the same result.\n"
        f"Population {verdict.population_hash}\nCommitment {verdict.commitment}\n{drawn}"
    )
