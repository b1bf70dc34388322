"""`iso-qms docs`: the generated tables under docs/, life cycles, rights, settings; a test holds them to the code."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import click

from iso_qms.i18n import speaking
from iso_qms.settings import PREFIX, Settings, sentence_of

NOTE = "<!-- Made by `iso-qms docs`; a test holds it against the code. -->\n"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("docs"))
def docs(folder: Path) -> None:
    """Write the generated tables into a folder."""
    from iso_qms import create_app

    create_app()
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
        click.echo(folder / name)


def pages() -> dict[str, str]:
    """Every generated page by its file name. The rooms must have moved in."""
    with speaking("en"):
        return {"lifecycles.md": _lifecycles(), "rights.md": _rights(), "settings.md": _settings()}


def _lifecycles() -> str:
    from iso_qms.registry import registry

    parts = [NOTE, "# Life cycles\n"]
    for name, workflow in sorted(registry.workflows.items()):
        parts += [f"## {name}\n", "```mermaid", workflow.mermaid(), "```\n"]
        parts += ["| move | from | to | needs | not by | asks |", "|---|---|---|---|---|---|"]
        for move in workflow.moves:
            asks = ", ".join(
                word for word, wanted in (("reason", move.asks_reason), ("password", move.signs)) if wanted
            )
            row = [str(move.label), ", ".join(move.start), move.end, move.needs, ", ".join(move.not_by), asks]
            parts.append(f"| {' | '.join(row)} |")
        parts.append("")
    return "\n".join(parts)


def _rights() -> str:
    from iso_qms.organisation.rights import ROLES
    from iso_qms.registry import registry

    head = ["right", "what it lets one do", *(str(label) for label in ROLES.values())]
    rows = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for right in sorted(registry.rights.values(), key=lambda one: one.name):
        marks = ["✓" if role in right.roles else "" for role in ROLES]
        rows.append(f"| {' | '.join([right.name, str(right.label), *marks])} |")
    return "\n".join([NOTE, "# Rights and the roles that hold them\n", *rows, ""])


def _settings() -> str:
    rows = ["| variable | default | what it is |", "|---|---|---|"]
    for one in fields(Settings):
        rows.append(f"| `{PREFIX}{one.name.upper()}` | `{one.default}` | {sentence_of(one.name)} |")
    return "\n".join([NOTE, "# Settings\n", *rows, ""])
