"""`iso-qms dossiers`: bring dossiers in from a file of the one-stop software, and prove what is kept of them."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter
from typing import NoReturn

import click

from iso_qms.cli.conformance import language
from iso_qms.i18n import _, speaking

WRONG_USAGE, SOME_REFUSED, SOME_DIFFER = 2, 1, 1
MOST_TOLD, TOLD_EVERY = 20, 10


@click.group()
def dossiers() -> None:
    """Bring dossiers in from the one-stop software, and prove what is kept of them."""


@dossiers.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--mapping", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--agency", metavar="SLUG", help="The agency, as its address names it; needed where there are several.")
@click.option("--by", metavar="LOGIN", help="Who brings them in; the clock of the agency when nobody is named.")
@language
def import_(file: Path, mapping: Path, agency: str | None, by: str | None, lang: str) -> None:
    """Take the dossiers, or their events, in FILE (CSV, Excel or XES) in, as the mapping, a TOML file, says.

    Exits with 0 when all rows came in, 1 when some were set aside, 2 for wrong usage or a file that is no table.
    """
    from iso_qms import create_app
    from iso_qms.db import db
    from iso_qms.dossiers.incoming.mapping import BadMapping, Mapping
    from iso_qms.dossiers.incoming.reading import open_table
    from iso_qms.dossiers.incoming.unreadable import UnreadableTable
    from iso_qms.dossiers.incoming.wordings import why_unreadable
    from iso_qms.dossiers.jobs import import_table
    from iso_qms.dossiers.models import DossierImport
    from iso_qms.organisation.agencies import across

    began = perf_counter()
    with create_app().app_context(), speaking(lang):
        agency_id, by_id = _who(agency, by)
        try:
            columns = Mapping.of_toml(mapping.read_text(encoding="utf-8-sig"))
            number = import_table(open_table(file), columns, agency_id=agency_id, by_id=by_id)
        except UnicodeDecodeError:
            _refuse(_("The mapping is no TOML text: %(fault)s.", fault="UTF-8"))
        except BadMapping as wrong:
            _refuse(str(wrong))
        except UnreadableTable as wrong:
            _refuse(f"{file}: {why_unreadable(wrong)}")
        with across():
            refused = _told(db.session.get_one(DossierImport, number), perf_counter() - began)
    sys.exit(SOME_REFUSED if refused else 0)


@dossiers.command("recount")
@click.option("--agency", metavar="SLUG", help="The agency, as its address names it; needed where there are several.")
@click.option("--check", is_flag=True, help="Only say what differs; put nothing right.")
def recount(agency: str | None, check: bool) -> None:
    """Count every dossier anew, and prove that the counts behind the figures say the same.

    Exits with 0 when they did, 1 when some differed (each is said, and put right without --check), 2 for wrong usage.
    """
    from iso_qms import create_app
    from iso_qms.db import transaction, unit
    from iso_qms.dossiers.figure.counts import recount as count
    from iso_qms.organisation.agencies import across

    began = perf_counter()
    with create_app().app_context():
        agency_id, _by = _who(agency, None)
        # A check only reads: on SQLite everybody goes on writing meanwhile, which of millions may be a minute.
        with unit(writes=False) if check else transaction(), across():
            many, differing = count(agency_id=agency_id, corrects=not check)
    click.echo(f"{many} dossiers counted in {perf_counter() - began:.1f} s: {len(differing)} counts differ")
    for one in differing[:MOST_TOLD]:
        heads = ", ".join(f"{name} {value}" for name, value in one.key._asdict().items())
        click.echo(f"  {one.column} ({heads}): kept {one.kept}, counted {one.counted}", err=True)
    if len(differing) > MOST_TOLD:
        click.echo(f"  and {len(differing) - MOST_TOLD} more", err=True)
    if differing and not check:
        click.echo("They are put right.", err=True)
    sys.exit(SOME_DIFFER if differing else 0)


@dossiers.command("judge")
@click.option("--agency", metavar="SLUG", help="The agency, as its address names it; needed where there are several.")
@click.option("--procedure", default="", metavar="CODE", help="Only the dossiers of one procedure.")
@click.option("--after", default=0, metavar="NUMBER", help="Go on behind a number, as an earlier call told it.")
def judge(agency: str | None, procedure: str, after: int) -> None:
    """Hold the dossiers that have events against their steps again, and write down which of them stand otherwise.

    For what came in before a release that judges more, and for steps that changed behind dossiers that were judged.
    Exits with 0 when it came to its end, 2 for wrong usage.
    """
    from iso_qms import create_app
    from iso_qms.dossiers.step.judging_again import Again, judge_again

    began, found = perf_counter(), Again(after)
    with create_app().app_context():
        agency_id, _by = _who(agency, None)
        try:
            for batch, found in enumerate(judge_again(agency_id, after=after, code=procedure), start=1):
                if batch % TOLD_EVERY == 0:
                    click.echo(f"  come to number {found.number}; --after {found.number} goes on from here", err=True)
        except LookupError:
            _refuse(f"No procedure bears the code {procedure!r}.")
    took = perf_counter() - began
    click.echo(f"{found.judged} dossiers judged in {took:.1f} s: {found.changed.total()} stand otherwise")
    for name, sentence in _NOW.items():
        click.echo(f"  {found.changed[name]:>9} {sentence}")


_NOW = {"kept": "keep to their steps now", "broken": "differ from them, or in something else than before",
        "unjudged": "cannot be judged any more"}  # fmt: skip


def _who(slug: str | None, login: str | None) -> tuple[int, int]:
    from sqlalchemy import select

    from iso_qms.db import db, unit
    from iso_qms.organisation.agencies import Agency, choose
    from iso_qms.organisation.operations import clock_of
    from iso_qms.organisation.people import Person

    with unit(writes=False):
        found = [one for one in db.session.scalars(select(Agency)) if slug in (None, one.slug)]
        if len(found) != 1:
            _refuse(f"There is no agency {slug!r}." if slug else "Say which agency with --agency.")
        choose(found[0])
        person = db.session.scalar(select(Person).where(Person.login == login)) if login else clock_of(found[0])
        if person is None or (person.is_locked and not person.is_clock):
            _refuse(f"Nobody signs in as {login!r}.")
        numbers = found[0].id, person.id
        choose(None)
    return numbers


def _told(run: object, seconds: float) -> int:
    from iso_qms.dossiers.incoming.refused_rows import refused_of
    from iso_qms.dossiers.incoming.wordings import WHY_REFUSED

    headings = run.mapping.get("columns", {})  # type: ignore[attr-defined]
    refused: int = run.refused  # type: ignore[attr-defined]
    names = ("added", "changed", "same", "older", "refused")
    click.echo(f"{run}: {sum(getattr(run, name) for name in names)} rows in {seconds:.1f} s")
    for name in names:
        click.echo(f"  {getattr(run, name):>9} {name}")
    for one in refused_of(run, most=MOST_TOLD):  # type: ignore[arg-type]
        where = f" ({headings[one.field]})" if headings.get(one.field) else ""
        click.echo(f"  {_('Row %(n)s', n=one.number)}: {WHY_REFUSED[one.reason]}{where}", err=True)
    return refused


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(WRONG_USAGE)
