"""The steps table: who does what, in what time, for each case.

A duration cell merged over several steps is one duration, listed at its first step with `from_step` and `to_step`: the
places of its first and last step in the table, counted from 1 (printed numbers may repeat or be missing; they are kept
as `number`). A cell merged across case columns holds for each of those cases. Two columns of time are two cases; their
names come from the head without "Thời gian", "Trường hợp" and the limit printed there. A row that only holds a title
opens a case of its own (a stage where the steps are counted on below it), and so does a line of a cell that names one,
or the line above each of several tables that begin to count anew; a total row is no step."""

import itertools
import re
from dataclasses import dataclass, field, replace

from iso_qms.documents.reading.grid import Cell, Table
from iso_qms.documents.reading.tables import STEP_HEADS
from iso_qms.documents.reading.wording import plain, tidy
from iso_qms.processes.reading import durations
from iso_qms.processes.reading.cases import case_name, times_by_case
from iso_qms.processes.reading.durations import Duration

ROLES = (
    ("time", rf"^({STEP_HEADS['time']})"),
    ("responsible", rf"^({STEP_HEADS['responsible']})"),
    ("output", r"^(ket qua|san pham|bieu mau|mau bieu|ho so|dau ra|tai lieu)"),
    ("number", r"^(s ?tt|tt|so tt|so thu tu|buoc( so)?)\.?$"),
    ("action", rf"^({STEP_HEADS['action']}|ten|thu tu)"),
)
GROUP = re.compile(r"truong hop|thu tuc|doi voi|giai doan|[ivx]+[.)]|[a-d][.)]|tai |quy trinh")
POINT = re.compile(r"^\w{1,2}(\.\d{1,2})+[.)]?\s+|^\w{1,2}[.)]\s+")
NUMBER = re.compile(r"(?:[IVX]+|[A-ZĐ]|\d{1,2})[.)]?")
SAYS_CASE = re.compile(r"(doi voi|truong hop|thu tuc|neu|cap |dang ky |quy trinh)")
TOTAL = re.compile(r"(tổng|tong|cộng|cong)\b")
"""Read with its marks: "Cộng" is a sum, "Công chức" is whoever does the step."""
WORKING_NOTE = re.compile(r"(don vi tinh|thoi gian).{0,60}ngay lam viec|ngay lam viec.{0,12}(bang|=|la) ?8")


@dataclass
class Case:
    """One column of time: its name (None for the only or unnamed one), its columns, and the limit its head prints."""

    name: str | None
    columns: tuple[int, int]
    limit: Duration | None
    unit: str | None
    sure: bool


@dataclass
class StepDuration:
    """A duration of a step: for which case, and over which steps, counted from 1."""

    case: str | None
    reading: Duration
    from_step: int
    to_step: int


@dataclass
class Step:
    """One step as printed."""

    number: str | None
    action: str
    responsible: str | None
    output: str | None
    durations: list[StepDuration] = field(default_factory=list)
    blank_for: list[str | None] = field(default_factory=list)


@dataclass
class Steps:
    """All steps of a procedure, the limit each case prints in its head, and the cases only some steps name."""

    steps: list[Step] = field(default_factory=list)
    limits: dict[str | None, Duration | None] = field(default_factory=dict)
    partial: set[str | None] = field(default_factory=set)


def steps_of(tables: list[Table], *, note: str) -> Steps:
    """The steps of these tables in order; `note` is the text around them, which may name the unit of bare numbers."""
    found, sure = Steps(), bool(WORKING_NOTE.search(plain(note).replace("\n", " ")))
    readers = [_Reader(table, found, sure=sure) for table in tables]
    begun_anew = len(readers) > 1 and len({reader.first_number for reader in readers}) == 1
    named = begun_anew and all(table.title for table in tables)
    for reader in readers:
        reader.read(group=reader.table.title if named else "")
    return found


class _Reader:
    def __init__(self, table: Table, found: Steps, *, sure: bool) -> None:
        self.table, self.found = table, found
        self.head = _head_depth(table)
        self.columns = _columns(table, self.head)
        self.cases = _cases(table, self.head, sure=sure)
        self.group: str | None = None
        self.group_limit: Duration | None = None
        self.placed: dict[tuple[Cell, str | None], list[StepDuration]] = {}
        self.last: tuple[Cell | None, Step | None] = (None, None)
        self.opened: list[str] = []
        self.begun = 0
        self.limits_before: dict[str | None, Duration | None] = {}

    @property
    def first_number(self) -> str:
        """The number printed before the first step."""
        cell = self._cell("number", self.head) if self.head < len(self.table.rows) else None
        return cell.joined.strip(" .") if cell else ""

    def read(self, *, group: str) -> None:
        """Take every row below the head; `group` is the title of a table that stands beside others."""
        self.begun, self.limits_before = len(self.found.steps), dict(self.found.limits)
        self._open_group(group)
        self.opened.clear()
        for row in range(self.head, len(self.table.rows)):
            cells = [cell for cell in dict.fromkeys(self.table.rows[row]) if cell.lines]
            if cells and not self._is_numbers_only(cells) and not self._is_head_again(row):
                title = self._title_of(cells, row)
                if title:
                    self._open_group(title)
                elif not self._is_total(row):
                    self._step(row)
        self._join_stages()

    def _title_of(self, cells: list[Cell], row: int) -> str:
        """The words of a row that only holds a title, perhaps behind a number of its own ("I | Cấp mới"), or ""."""
        last = cells[-1]
        if len(cells) == 1 and last.rows[0] == row:
            return last.joined if self._is_group(last, last.joined) else ""
        covers = [head for role in ("action", "time") if (head := self.columns.get(role))]
        spans = len(covers) == 2 and all(self.table.shared(last.columns, head.columns) for head in covers)
        return last.joined if len(cells) == 2 and spans and NUMBER.fullmatch(cells[0].joined) else ""

    def _join_stages(self) -> None:
        """Titles between steps that are counted on (1, 2 | 3, 4) name stages of one course, unless they say a case."""
        own = self.found.steps[self.begun :]
        numbers = [int(found[0]) if (found := re.search(r"\d+", step.number or "")) else 0 for step in own]
        counted_on = all(b > a > 0 for a, b in itertools.pairwise(numbers)) and len(numbers) > 1
        said = any(SAYS_CASE.match(plain(POINT.sub("", title))) for title in self.opened)
        if len(self.opened) < 2 or not counted_on or said or any(case.name for case in self.cases):
            return
        for step in own:
            step.durations = [replace(duration, case=None) for duration in step.durations]
            step.blank_for = [None for _ in step.blank_for]
        self.found.limits = {**self.limits_before, None: None}

    def _open_group(self, title: str) -> None:
        """From here on every step is one of the case this title names."""
        self.opened.append(title)
        words = POINT.sub("", title)
        self.group = case_name(words) or words or None
        self.group_limit = next(iter(durations.durations_in(words, sure=True)), None)

    def _step(self, row: int) -> None:
        action = self._cell("action", row)
        previous, step = self.last
        if action is not None and action is previous and step is not None:
            self._join(step, row)
        else:
            step = self._new_step(row, action)
        self.last = (action, step)
        for case in self.cases:
            self._take(step, case, row)

    def _new_step(self, row: int, action: Cell | None) -> Step:
        number, responsible, output = (self._cell(role, row) for role in ("number", "responsible", "output"))
        step = Step(
            number=(number.joined or None) if number else None,
            action=action.text if action else "",
            responsible=(responsible.joined or None) if responsible else None,
            output=(output.text or None) if output else None,
        )
        self.found.steps.append(step)
        return step

    def _join(self, step: Step, row: int) -> None:
        """A row whose action is merged with the one above belongs to the same step."""
        more = self._cell("responsible", row)
        if more is not None and more.rows[0] == row and more.joined:
            step.responsible = "\n".join(filter(None, [step.responsible, more.joined]))

    def _take(self, step: Step, case: Case, row: int) -> None:
        """The duration of one case in one row; one that began above only grows."""
        cell, place = self._time_cell(case, row), len(self.found.steps)
        name = " – ".join(filter(None, [self.group, case.name])) or None
        self.found.limits.setdefault(name, case.limit or self.group_limit)
        grown = self.placed.get((cell, name), []) if cell else []
        for duration in grown:
            duration.to_step = place
        if cell is None or grown:
            return
        made = [StepDuration(own, reading, place, place) for own, reading in self._read(cell, case, name)]
        self.placed[cell, name] = made
        step.durations.extend(made)
        if name not in [duration.case for duration in made]:
            step.blank_for.append(name)

    def _read(self, cell: Cell, case: Case, name: str | None) -> list[tuple[str | None, Duration]]:
        """The times of a cell, for the case of its column or the cases its lines name."""
        named = times_by_case(cell.raw, unit=case.unit, sure=case.sure)
        if named:
            times: list[tuple[str | None, Duration]]
            times = [(" – ".join(filter(None, [name, own])), reading) for own, reading in named]
            self.found.limits |= {own: None for own, _ in times if own not in self.found.limits}
            self.found.partial |= {own for own, _ in times}
            return times
        return [(name, one) for one in durations.cell_durations(cell.raw, unit=case.unit, sure=case.sure)]

    def _time_cell(self, case: Case, row: int) -> Cell | None:
        return self.table.at(row, case.columns)

    def _cell(self, role: str, row: int) -> Cell | None:
        head = self.columns.get(role)
        cell = self.table.at(row, head.columns) if head else None
        taken = [c.columns for c in self.cases] if role != "time" else []
        if cell is None or head is None:
            return None
        return None if any(cell.columns == columns for columns in taken) and head.columns not in taken else cell

    def _is_group(self, cell: Cell, title: str) -> bool:
        wide = self.table.width(cell.columns) * 2 > sum(self.table.width(c.columns) for c in self.table.rows[0])
        return wide and bool(GROUP.match(plain(title)) or len(self.table.rows[cell.rows[0]]) == 1)

    def _is_numbers_only(self, cells: list[Cell]) -> bool:
        """The row under some heads that only numbers the columns: (1) (2) (3) (4)."""
        marks = [cell.joined.strip(" ()[].") for cell in cells]
        return len(marks) > 2 and marks == [str(at) for at in range(1, len(marks) + 1)]

    def _is_head_again(self, row: int) -> bool:
        """A head printed once more, where the table goes on over a page."""
        words, *heads = ([c.joined for c in self.table.rows[at]] for at in (row, *range(self.head)))
        return words in heads or _named(self.table, row)

    def _is_total(self, row: int) -> bool:
        words = [cell.joined for cell in dict.fromkeys(self.table.rows[row]) if cell.lines]
        first = next((word for word in words if re.search(r"[^\W\d_]", word)), "")
        return bool(TOTAL.match(first.casefold())) and len(first) < 60


def _head_depth(table: Table) -> int:
    """How many rows the head has: as deep as its merged cells, and further while only times are named below."""
    named = next((at for at in range(min(3, len(table.rows))) if _named(table, at)), 0)
    depth = max((cell.rows[1] for cell in table.rows[named]), default=1) if table.rows else 0
    heads = _columns(table, depth)
    while 0 < depth < min(4, len(table.rows)):
        row = dict.fromkeys(table.rows[depth])
        action = table.at(depth, heads["action"].columns) if "action" in heads else None
        times = [cell for cell in row if cell.lines and _role(table, depth - 1, cell) == "time"]
        filled = [cell for cell in row if cell.lines]
        is_head = times and filled == times and (action is None or not action.lines)
        if not is_head or any(_says_time(cell) for cell in times):
            break
        depth += 1
    return depth


def _says_time(cell: Cell) -> bool:
    read = durations.cell_durations(cell.raw, unit=durations.WORKING_DAY)
    return len(cell.joined) < 16 and any(one.parse != durations.UNPARSED for one in read)


def _named(table: Table, row: int) -> bool:
    heads = [plain(cell.joined) for cell in dict.fromkeys(table.rows[row])]
    return sum(any(re.search(pattern, head) for head in heads) for _, pattern in ROLES) >= 3


def _role(table: Table, row: int, cell: Cell) -> str | None:
    above = table.at(row, cell.columns)
    return _role_of(above) if above else None


def _role_of(cell: Cell) -> str | None:
    words = tidy(plain(cell.joined)).strip(" *:")
    compact = words.replace(" ", "")
    if compact in ("stt", "tt"):
        return "number"
    return next((role for role, pattern in ROLES if re.search(pattern, words)), None)


def _columns(table: Table, depth: int) -> dict[str, Cell]:
    """The head cell of each role; the first of each wins."""
    found: dict[str, Cell] = {}
    for row in table.rows[:depth]:
        for cell in dict.fromkeys(row):
            role = _role_of(cell)
            if role and role not in found and not any(cell is other for other in found.values()):
                found[role] = cell
    return found


def _cases(table: Table, depth: int, *, sure: bool) -> list[Case]:
    """One case for each column of time in the deepest head row."""
    tops = [c for row in table.rows[:depth] for c in dict.fromkeys(row) if _role_of(c) == "time"]
    found: dict[tuple[int, int], Case] = {}
    for top in tops:
        leaves = [
            c
            for c in dict.fromkeys(table.rows[depth - 1])
            if table.shared(c.columns, top.columns) * 2 > table.width(c.columns)
        ]
        for leaf in leaves:
            found.setdefault(leaf.columns, _case(table, leaf, depth, sure=sure))
    cases = list(found.values())
    if len(cases) == 1:
        cases[0].name = None
    elif len({case.name for case in cases}) < len(cases):
        for case in cases:
            case.name = " – ".join(filter(None, [case.name, case.limit.raw if case.limit else None])) or None
    return cases


def _case(table: Table, leaf: Cell, depth: int, *, sure: bool) -> Case:
    path = [cell for row in range(depth) if (cell := table.at(row, leaf.columns)) is not None]
    texts = [cell.joined for cell in dict.fromkeys(path)]
    limits = [found for text in texts for found in durations.durations_in(text, unit=None, sure=sure)]
    letters = plain(" ".join(texts))
    says_working = "ngay lam viec" in letters
    unit = _head_unit(letters, sure=sure)
    name = " – ".join(filter(None, (case_name(text) for text in texts))) or None
    return Case(name, leaf.columns, limits[-1] if limits else None, unit, says_working or sure)


def _head_unit(letters: str, *, sure: bool) -> str | None:
    """The unit that a bare number in this column has, as the head or the note names it."""
    if re.search(r"\(? ?(don vi ?:? ?)?(gio|tieng)( lam viec)? ?\)?$", letters):
        return durations.WORKING_HOUR
    if "ngay lich" in letters or "ngay duong lich" in letters:
        return durations.CALENDAR_DAY
    return durations.WORKING_DAY if sure or "ngay" in letters else None
