"""A paper drawn once for two uses: with the values of a real one, or with their names in braces, as a template of ours.

So the template an agency begins with says, filled in, what the paper of the system says. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol


class Lined(Protocol):
    """A paper that is written line by line."""

    def line(self, text: str) -> Any:
        """One paragraph."""


Draw = Callable[["Saying"], None]


class Saying:
    """The values of a paper while it is drawn."""

    def __init__(self, values: Mapping[str, Any], *, at: int = 0) -> None:
        self.values, self.at = values, at

    def __getitem__(self, name: str) -> str:
        """What stands for a value: its words; `sides[0].title` is a value of a row."""
        found: Any = self.values
        for part in re.split(r"[.\[\]]+", name):
            found = found[int(part)] if part.isdigit() else found[part]
        return str(found)

    def place_and_day(self, day: str) -> str:
        """Where and when, as the head of a paper says it; the place may be empty."""
        return ", ".join(filter(None, (self["place"], self[day])))

    def optional(self, name: str) -> str:
        """A line that is left out when its value is empty."""
        return self[name]

    def number(self) -> str:
        """Which of the rows this is, from 1."""
        return str(self.at)

    def each(self, paper: Lined, name: str, draw: Draw) -> None:
        """Draw every row of a list; a row that is a mere text is called `one`."""
        for at, row in enumerate(self.values[name], start=1):
            draw(Saying(row if isinstance(row, Mapping) else {"one": row}, at=at))

    def rows(self, name: str, columns: Sequence[str]) -> list[list[str]]:
        """The rows of a table."""
        return [[str(row[column]) for column in columns] for row in self.values[name]]

    def columns(self, name: str, rows: Sequence[str]) -> list[list[str]]:
        """The columns of a table in which each row of a list is a column."""
        return self.rows(name, rows)

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """The facts of a ruled part of a form: label and text."""
        return [(row["label"], row["text"]) for row in self.values[name]]

    def when(
        self, paper: Lined, name: str, draw: Callable[[], None], otherwise: Callable[[], None] | None = None
    ) -> None:
        """Draw something when there is such a value, else something else, if anything."""
        if self.values[name]:
            draw()
        elif otherwise is not None:
            otherwise()


class Naming(Saying):
    """The names of the values instead, as a template has them."""

    def __init__(self, before: str = "") -> None:
        super().__init__({})
        self.before = before

    def __getitem__(self, name: str) -> str:
        return f"{{{{ {self.before}{name} }}}}" if name != "one" else "{{ one }}"

    def place_and_day(self, day: str) -> str:
        return f"{{% if place %}}{{{{ place }}}}, {{% endif %}}{self[day]}"

    def optional(self, name: str) -> str:
        return f"{{%p if {name} %}}\n{self[name]}\n{{%p endif %}}"

    def number(self) -> str:
        return "{{ loop.index }}"

    def each(self, paper: Lined, name: str, draw: Draw) -> None:
        paper.line(f"{{%p for one in {name} %}}")
        draw(Naming("one."))
        paper.line("{%p endfor %}")

    def rows(self, name: str, columns: Sequence[str]) -> list[list[str]]:
        begin, end = (["" for _column in columns] for _row in range(2))
        begin[0], end[0] = f"{{%tr for one in {name} %}}", "{%tr endfor %}"
        return [begin, [f"{{{{ one.{column} }}}}" for column in columns], end]

    def columns(self, name: str, rows: Sequence[str]) -> list[list[str]]:
        begin, end = f"{{%tc for one in {name} %}}", "{%tc endfor %}"
        return [[begin] * len(rows), [f"{{{{ one.{row} }}}}" for row in rows], [end] * len(rows)]

    def pairs(self, name: str) -> list[tuple[str, str]]:
        colon = "{% if not one.label.endswith('?') %}:{% endif %}"
        begin, end = f"{{%p for one in {name} %}}", "{%p endfor %}"
        return [(begin, ""), (f"{{{{ one.label }}}}{colon}", "{{ one.text }}"), (end, "")]

    def when(
        self, paper: Lined, name: str, draw: Callable[[], None], otherwise: Callable[[], None] | None = None
    ) -> None:
        paper.line(f"{{%p if {name} %}}")
        draw()
        if otherwise is not None:
            paper.line("{%p else %}")
            otherwise()
        paper.line("{%p endif %}")
