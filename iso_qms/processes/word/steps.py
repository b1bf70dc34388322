"""The table of steps: a column of time for each case, durations of several steps as merged cells.

The heads of the time columns say what a bare "ngày" means, and the limit of their case where one is stated under
exactly that name: a reader, human or not, then understands the cells as the author did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iso_qms.documents.word.page import Sheet, fill
from iso_qms.processes.reading.durations import cell_durations

Step = Mapping[str, Any]
HEADS = ("TT", "Trình tự các bước công việc", "Trách nhiệm")
OUTPUT = "Kết quả/Biểu mẫu"
JOINERS = ("\n", ";\n")


@dataclass(frozen=True)
class Column:
    """A column of time: the cases it holds (one for each group of steps) and the words of its head."""

    cases: tuple[str | None, ...]
    head: str


@dataclass(frozen=True)
class Row:
    """A printed row: the step it belongs to, or a group's title."""

    step: int = -1
    responsible: str = ""
    title: str = ""
    is_first: bool = True


def write(sheet: Sheet, procedure: Mapping[str, Any]) -> None:
    """The table of all steps, in their order."""
    steps: Sequence[Step] = procedure["steps"]
    if not steps:
        return
    cases = list(dict.fromkeys(d["case"] for step in steps for d in step["durations"])) or [None]
    groups = groups_of(steps) if None not in cases else {}
    columns = _columns(cases, groups, procedure)
    rows = list(_rows(steps, groups))
    has_output = any(step["output"] for step in steps)
    top = 2 if len(columns) > 1 else 1
    grid = sheet.table(top + len(rows), _widths(len(columns), has_output))
    sheet.head_rows(top)
    _head(grid, columns, has_output=has_output, top=top)
    _body(sheet, grid[top:], rows, steps, columns)
    sheet.gap()


def groups_of(steps: Sequence[Step]) -> dict[int, str]:
    """Where a group of steps with a case of its own begins, by place: {0: "I", 4: "II"}; empty for shared steps."""
    begun: dict[int, str] = {}
    last: str | None = None
    reach = 0
    for place, step in enumerate(steps, start=1):
        for case in dict.fromkeys(d["case"] for d in step["durations"]):
            if case == last:
                continue
            if case in begun.values() or place <= reach or place - 1 in begun:
                return {}
            begun[place - 1 if begun else 0], last = case, case
        reach = max([reach, *(d["to_step"] for d in step["durations"])])
    return begun if len(begun) > 1 else {}


def _columns(cases: list[Any], groups: Mapping[int, str], procedure: Mapping[str, Any]) -> list[Column]:
    found = [d for step in procedure["steps"] for d in step["durations"]]
    if groups:
        return [Column(tuple(cases), f"Thời gian{_unit_words(found)}")]
    limits = {limit["case"]: limit for limit in procedure["time_limits"] if limit["kind"] == "case"}
    columns = []
    for case in cases:
        mine = [d for d in found if d["case"] == case]
        words = _unit_words(mine, limits.get(case) if case else None)
        columns.append(Column((case,), f"{case or 'Thời gian'}{words}"))
    return columns


def _unit_words(found: Sequence[Mapping[str, Any]], limit: Mapping[str, Any] | None = None) -> str:
    """What stands in brackets behind the name of a column: its limit, or the unit of its bare figures."""
    unit = _bare_unit(found)
    if limit and limit["amount"] is not None and limit["unit"] in ("working_day", None):
        return f" ({_figure(limit['amount'])} {unit or 'ngày'})"
    if limit and limit["unit"] == "same_day":
        return f" (01 {unit or 'ngày'})"
    return f" ({unit})" if unit else ""


def _bare_unit(found: Sequence[Mapping[str, Any]]) -> str:
    """The words that make bare figures and bare days read as they are stored."""
    for unit in ("ngày làm việc", "ngày", "giờ", "ngày lịch", ""):
        if all(_reads_as(d, unit) for d in found):
            return unit
    return "ngày làm việc"


def _reads_as(duration: Mapping[str, Any], words: str) -> bool:
    named = {"ngày làm việc": "working_day", "ngày": "working_day", "giờ": "working_hour", "ngày lịch": "calendar_day"}
    read = cell_durations(duration["raw"], unit=named.get(words), sure=words == "ngày làm việc")
    return any((d.amount, d.unit, d.parse) == (duration["amount"], duration["unit"], duration["parse"]) for d in read)


def _figure(amount: float) -> str:
    return f"{amount:02d}" if isinstance(amount, int) else f"{amount:g}".replace(".", ",")


def _rows(steps: Sequence[Step], groups: Mapping[int, str]) -> Iterator[Row]:
    """One row for each step, more where several parties answer for it one below the other."""
    for place, step in enumerate(steps):
        if place in groups:
            yield Row(title=groups[place])
        for at, party in enumerate((step["responsible"] or "").split("\n")):
            yield Row(place, party, is_first=at == 0)


def _widths(times: int, has_output: bool) -> list[float]:
    time = 0.15 if times == 1 else min(0.15, 0.36 / times)
    output = 0.15 if has_output else 0.0
    left = 1 - 0.07 - time * times - output
    return [0.07, left * 0.62, left * 0.38, *([time] * times), *([output] if has_output else [])]


def _head(grid: list[list[Any]], columns: Sequence[Column], *, has_output: bool, top: int) -> None:
    heads = [*HEADS, *(column.head for column in columns), *([OUTPUT] if has_output else [])]
    first, last = len(HEADS), len(HEADS) + len(columns)
    for place, head in enumerate(heads):
        is_time = first <= place < last
        cell = grid[top - 1][place] if is_time else grid[0][place].merge(grid[top - 1][place])
        fill(cell, _own_head(head, top), bold=True, align="centre", middle=True)
    if top == 2:
        fill(grid[0][first].merge(grid[0][last - 1]), "Thời gian", bold=True, align="centre", middle=True)


def _own_head(head: str, top: int) -> str:
    """Under a head of its own, the unnamed case needs no second "Thời gian"."""
    return head.removeprefix("Thời gian").strip() or "–" if top == 2 and head.startswith("Thời gian") else head


def _body(
    sheet: Sheet, grid: list[list[Any]], rows: Sequence[Row], steps: Sequence[Step], columns: Sequence[Column]
) -> None:
    first = len(HEADS)
    spans = {place: [at for at, row in enumerate(rows) if row.step == place] for place in range(len(steps))}
    for at, row in enumerate(rows):
        if row.title:
            fill(grid[at][0].merge(grid[at][-1]), row.title, bold=True)
            continue
        fill(grid[at][2], row.responsible)
        if row.is_first:
            _step(grid, spans, steps[row.step], row.step, columns)
            sheet.marks.on_step(grid[at][1].paragraphs[0])
            for column, one in enumerate(columns, start=first):
                _time(grid, spans, steps[row.step], one, column)


def _step(grid: list[list[Any]], spans: Mapping[int, list[int]], step: Step, place: int, columns: Any) -> None:
    top, bottom = spans[place][0], spans[place][-1]
    texts = {0: step["number"], 1: step["action"]}
    if len(grid[0]) > len(HEADS) + len(columns):
        texts[len(grid[0]) - 1] = step["output"]
    for column, text in texts.items():
        cell = grid[top][column].merge(grid[bottom][column])
        fill(cell, text or "", align="centre" if column == 0 else "left")


def _time(grid: list[list[Any]], spans: Mapping[int, list[int]], step: Step, column: Column, place: int) -> None:
    mine = [d for d in step["durations"] if d["case"] in column.cases]
    if mine:
        top = grid[spans[mine[0]["from_step"] - 1][0]][place]
        bottom = grid[spans[min(mine[0]["to_step"], len(spans)) - 1][-1]][place]
        fill(top.merge(bottom), cell_text([d["raw"] for d in mine]), align="centre", middle=True)


def cell_text(raws: Sequence[str]) -> str:
    """Several durations of one cell, joined so that they are read apart again."""
    for joiner in JOINERS:
        text = joiner.join(raws)
        if [d.raw for d in cell_durations(text)] == list(raws):
            return text
    return JOINERS[0].join(raws)
