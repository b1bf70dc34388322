"""What the templates of procedures may ask, on these pages and wherever a document's text is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from iso_qms.processes.amounts import amount_in_words
from iso_qms.processes.blocks import GROUPS, LIMIT_KINDS
from iso_qms.processes.pages.reading import Table, table_of
from iso_qms.processes.procedure import object_of
from iso_qms.processes.room import room
from iso_qms.processes.wording import KINDS_IN_WORDS

room.add_app_template_global(amount_in_words, "amount_in_words")


@room.app_template_global()
def steps_table(versions: Sequence[Any]) -> Table:
    """A run of step blocks as a table."""
    return table_of(object_of({}, versions))


@room.app_template_global()
def rows_for(text: str | None, width: str) -> int:
    """How many lines a text takes in a field that is `width` twelfths wide ("w5"), so that it is seen whole."""
    letters = 7 * int(width.removeprefix("w") or 12)
    lines = sum(1 + len(line) // letters for line in (text or "").split("\n"))
    return max(1, min(lines, 12))


@room.app_template_global()
def limit_kind(name: str) -> str:
    """What a time limit limits, in words."""
    return str(LIMIT_KINDS.get(name, ""))


@room.app_template_global()
def iso_day(text: str) -> date:
    """A day stored as ISO text."""
    return date.fromisoformat(text)


@room.app_context_processor
def _words() -> dict[str, Any]:
    return {"paper_groups": GROUPS, "kinds_in_words": KINDS_IN_WORDS}
