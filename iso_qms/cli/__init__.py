"""The command line: `iso-qms …`. Each group lives in a module of its own and is loaded only when it is called,
so that the commands which need no database start without one."""

import sys
from importlib import import_module
from typing import Any

import click

from iso_qms.settings import WrongSetting

GROUPS = {
    "worktime": "Reckon when something is due, and why.",
    "procedures": "Read procedures from Word files.",
    "conformance": "Hold an event log against documented steps.",
    "redline": "Mark what changed between two Word files, as tracked changes.",
    "draw": "Draw by lot so that anybody can redo it, and redo a draw.",
    "dossiers": "Bring dossiers in from the one-stop software.",
    "journal": "Verify the journal.",
    "db": "Make, upgrade and check the database.",
    "settings": "Print every setting.",
    "docs": "Write the generated tables of docs/.",
    "layouts": "Write the Word templates of templates/word anew.",
    "demo": "Load and show the demo agency.",
    "round": "Walk one round of the timetable.",
    "timetable": "Walk every round when it is due, until stopped.",
    "serve": "Serve the pages.",
}


class Lazy(click.Group):
    """A group whose commands are imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(GROUPS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in GROUPS:
            return None
        command: click.Command = getattr(import_module(f"{__name__}.{MODULES.get(cmd_name, cmd_name)}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a wrong setting or a database that does not answer stops it with one sentence."""
        try:
            return super().invoke(ctx)
        except WrongSetting as wrong:
            click.echo(str(wrong), err=True)
            ctx.exit(2)
        except Exception as failure:
            if not _is_of_the_database(failure):
                raise
            first = str(failure).partition("\n")[0]
            click.echo(f"The database cannot be used: {first} (was `iso-qms db upgrade` run?)", err=True)
            ctx.exit(1)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(GROUPS.items()))


def _is_of_the_database(failure: Exception) -> bool:
    # SQLAlchemy is looked up and not imported, because commands that need no database start without it.
    errors = sys.modules.get("sqlalchemy.exc")
    return errors is not None and isinstance(failure, (errors.OperationalError, errors.ProgrammingError))


MODULES = dict.fromkeys(("round", "timetable", "serve", "db", "settings"), "operating")


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """ISO-QMS: process compliance and document control under ISO 9001:2015."""
