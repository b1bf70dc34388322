"""The words of the journal: one sentence per verb, declared by the room that has the verb."""

from __future__ import annotations

from typing import Any

from iso_qms.workflow import Workflow

VERBS: dict[str, Any] = {}


def say(*sources: Workflow | dict[str, Any]) -> None:
    """Declare words: every move of a workflow, or a table `{verb: words}`."""
    for source in sources:
        if isinstance(source, Workflow):
            VERBS.update({f"{source.name}.{move.name}": move.said for move in source.moves})
        else:
            VERBS.update(source)


def sentence(verb: str) -> str:
    """What the verb says in the language spoken now; an unknown verb speaks for itself."""
    return str(VERBS.get(verb, verb))
