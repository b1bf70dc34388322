"""`iso-qms journal`: verify and seal the record of every change."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from iso_qms.journal import Verdict


@click.group("journal")
def journal() -> None:
    """Verify the journal."""


@journal.command("verify")
@click.option("--expect-root", metavar="HEX", help="A root kept outside the system; finds a tail that was cut off.")
@click.option("--json", "as_json", is_flag=True, help="Answer with a JSON object.")
def verify_command(expect_root: str | None, as_json: bool) -> None:
    """Recompute every seal. Exits with 1 when an entry is not as it was sealed, naming the first one."""
    from iso_qms import create_app
    from iso_qms.db import unit
    from iso_qms.journal import verify

    with create_app().app_context(), unit(writes=False):
        verdict = verify(expect_root=expect_root)
    click.echo(json.dumps(asdict(verdict), indent=2) if as_json else _told(verdict))
    if not verdict.ok:
        sys.exit(1)


@journal.command("seal")
def seal_command() -> None:
    """Seal every entry not yet sealed, and print the root."""
    from iso_qms import create_app
    from iso_qms.journal import last_root, seal

    with create_app().app_context():
        click.echo(f"Sealed {seal()} entries. The root is {last_root() or 'none yet'}.")


def _told(verdict: Verdict) -> str:
    counted = f"{verdict.entries} entries, {verdict.sealed} sealed, {verdict.unsealed} not sealed yet."
    if verdict.ok:
        return f"The journal is as it was sealed: {counted}\nRoot {verdict.root or 'none yet'}"
    bad = verdict.first_bad or {}
    where = f"Entry {bad.get('id')}: " if bad.get("id") is not None else ""
    return f"The journal is NOT as it was sealed: {counted}\n{where}{bad.get('what')}."
