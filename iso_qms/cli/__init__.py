"""The command line: `iso-qms …`. Each group lives in a module of its own and is loaded only when it is called,
so that the commands which need no database start without one."""

from importlib import import_module

import click

GROUPS = {
    "worktime": "Reckon when something is due, and why.",
    "procedures": "Read procedures from Word files.",
    "journal": "Verify the journal.",
    "db": "Make and upgrade the database.",
    "docs": "Write the generated tables of docs/.",
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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(GROUPS.items()))


MODULES = {"round": "operating", "timetable": "operating", "serve": "operating", "db": "operating"}


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """ISO-QMS: process compliance and document control under ISO 9001:2015."""
