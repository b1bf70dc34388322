"""Reading units, posts and people from an Excel file: what stands in it, row by row, and nothing else.

Pure: no database. What is wrong with a single row sets that row aside with its reason; what is wrong with the file
refuses the whole of it in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from iso_qms.i18n import _
from iso_qms.organisation.workbook import NotARoster, read_sheets
from iso_qms.text import fold

UNIT_HEADS = {
    "code": ("ma don vi", "ma", "code", "unit code"),
    "name": ("ten don vi", "ten", "don vi", "name", "unit", "unit name"),
    "parent": ("ma don vi cap tren", "don vi cap tren", "thuoc don vi", "cap tren", "parent", "parent code", "under"),
}
PERSON_HEADS = {
    "name": ("ho va ten", "ho ten", "ten", "name", "full name"),
    "login": ("ten dang nhap", "tai khoan", "sign-in name", "login", "user name", "username"),
    "email": ("thu dien tu", "email", "e-mail"),
    "salutation": ("xung ho", "ong/ba", "salutation", "addressed as"),
    "post": ("chuc vu", "vi tri", "chuc danh", "post", "post title", "position"),
    "unit": ("ma don vi", "don vi", "unit", "unit code"),
    "is_head": (
        "nguoi dung dau",
        "nguoi dung dau don vi",
        "la nguoi dung dau",
        "truong don vi",
        "head",
        "is head",
        "head of unit",
    ),
    "roles": ("vai tro", "quyen", "roles", "role"),
}
YES = ("co", "x", "yes", "y", "true", "1", "dung")
NO = ("", "khong", "no", "n", "false", "0")


@dataclass(frozen=True)
class UnitRow:
    """A unit as it stands in the file."""

    line: int
    code: str
    name: str
    parent: str = ""


@dataclass(frozen=True)
class PersonRow:
    """A person with their post as they stand in the file; roles as typed, not yet understood."""

    line: int
    name: str
    login: str = ""
    email: str = ""
    salutation: str = ""
    post: str = ""
    unit: str = ""
    is_head: bool = False
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class SetAside:
    """A row that is left out, where it stands, and why."""

    sheet: str
    line: int
    what: str
    reason: str


@dataclass
class Roster:
    """What a file holds: units, people, rows set aside, and columns that were not understood."""

    units: list[UnitRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_roster(content: bytes) -> Roster:
    """Read an .xlsx file; raises `NotARoster` with one sentence when there is nothing to read."""
    sheets = read_sheets(content)
    roster = Roster()
    known = [_read_sheet(name, rows, roster) for name, rows in sheets.items()]
    if not any(known):
        raise NotARoster(
            _("No sheet has the columns needed: code and name for units, or name for people. Start from the template.")
        )
    if not roster.units and not roster.people and not roster.set_aside:
        raise NotARoster(_("The file has the right columns, but no rows under them."))
    return roster


def _read_sheet(sheet: str, rows: list[list[str]], roster: Roster) -> bool:
    lines = [(line, cells) for line, cells in enumerate(rows, start=1) if any(cells)]
    for place, (_line, cells) in enumerate(lines[:10]):
        heads = [fold(cell).rstrip("*: ").strip() for cell in cells]
        people, units = _columns(heads, PERSON_HEADS), _columns(heads, UNIT_HEADS)
        below = lines[place + 1 :]
        if "name" in people and ({"login", "post", "email", "salutation"} & set(people)):
            _note_unread(cells, people, roster)
            _read_people(sheet, [(line, _picked(cells, people)) for line, cells in below], roster)
            return True
        if {"code", "name"} <= set(units):
            _note_unread(cells, units, roster)
            _read_units(sheet, [(line, _picked(cells, units)) for line, cells in below], roster)
            return True
    return False


def _columns(heads: list[str], known: dict[str, tuple[str, ...]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, words in known.items():
        place = next((heads.index(word) for word in words if word in heads), None)
        if place is not None and place not in found.values():
            found[name] = place
    return found


def _note_unread(cells: list[str], columns: dict[str, int], roster: Roster) -> None:
    roster.unread += [cell for place, cell in enumerate(cells) if cell and place not in columns.values()]


def _picked(cells: list[str], columns: dict[str, int]) -> dict[str, str]:
    return {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}


def _read_units(sheet: str, rows: list[tuple[int, dict[str, str]]], roster: Roster) -> None:
    seen: dict[str, int] = {}
    for line, cells in rows:
        row = UnitRow(line, cells["code"], cells["name"], cells.get("parent", ""))
        reason = _wrong_unit(row, seen)
        if reason:
            roster.set_aside.append(SetAside(sheet, line, row.name or row.code, reason))
        else:
            seen[row.code] = line
            roster.units.append(row)


def _wrong_unit(row: UnitRow, seen: dict[str, int]) -> str:
    if not row.code or not row.name:
        return _("A unit needs a code and a name.")
    if len(row.code) > 40 or len(row.name) > 200:
        return _("The code has at most 40 characters, the name 200.")
    if row.code in seen:
        return _("The code %(code)s stands in row %(line)s already.", code=row.code, line=seen[row.code])
    if row.parent == row.code:
        return _("A unit cannot stand under itself.")
    return ""


def _read_people(sheet: str, rows: list[tuple[int, dict[str, str]]], roster: Roster) -> None:
    seen: dict[str, int] = {}
    whole: dict[tuple[str, ...], int] = {}
    for line, cells in rows:
        reason = _wrong_person(cells, seen) or _twice(cells, whole, line)
        if reason:
            roster.set_aside.append(SetAside(sheet, line, cells["name"] or cells.get("login", ""), reason))
            continue
        login = cells.get("login", "").lower()
        if login:
            seen[login] = line
        roster.people.append(_person(line, cells, login))


def _wrong_person(cells: dict[str, str], seen: dict[str, int]) -> str:
    login, post, unit = (cells.get(name, "") for name in ("login", "post", "unit"))
    if not cells["name"]:
        return _("A person needs a name.")
    if any(len(value) > 200 for value in cells.values()):
        return _("One of the cells holds more than 200 characters.")
    if login.lower() in seen:
        return _("The sign-in name %(login)s stands in row %(line)s already.", login=login, line=seen[login.lower()])
    if bool(post) != bool(unit):
        return _("A post needs the code of its unit, and a unit the title of the post.")
    if fold(cells.get("is_head", "")) not in YES + NO:
        return _("Whether the person heads the unit is said by x, yes or no.")
    return ""


def _twice(cells: dict[str, str], whole: dict[tuple[str, ...], int], line: int) -> str:
    key = tuple(fold(cells.get(name, "")) for name in ("name", "login", "post", "unit"))
    first = whole.setdefault(key, line)
    return "" if first == line else _("The same person with the same post stands in row %(line)s already.", line=first)


def _person(line: int, cells: dict[str, str], login: str) -> PersonRow:
    return PersonRow(
        line=line,
        name=" ".join(cells["name"].split()),
        login=login,
        email=cells.get("email", ""),
        salutation=cells.get("salutation", "").lower(),
        post=cells.get("post", ""),
        unit=cells.get("unit", ""),
        is_head=fold(cells.get("is_head", "")) in YES,
        roles=tuple(_split(cells.get("roles", ""))),
    )


def _split(text: str) -> Iterator[str]:
    for word in re.split(r"[,;\n]", text):
        if word.strip():
            yield word.strip()
