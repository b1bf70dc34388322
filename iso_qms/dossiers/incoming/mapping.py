"""Which column of a source means what, as a TOML file, and a proposal from headings and contents. Pure.

Only the columns that are named here are read; which fields there are says `fields`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Values
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from iso_qms.clock import HO_CHI_MINH, as_local
from iso_qms.dossiers.fields import KINDS, Kind
from iso_qms.dossiers.moments import day_first
from iso_qms.i18n import _, _l
from iso_qms.text import fold

STATES: dict[str, tuple[str, ...]] = {
    "open": ("dang xu ly", "dang giai quyet", "moi tiep nhan", "cho bo sung", "open", "in progress", ""),
    "finished": ("da tra ket qua", "da giai quyet", "hoan thanh", "da hoan thanh", "da tra", "finished", "done"),
    "stopped": ("dung xu ly", "dung giai quyet", "tu choi", "tra lai", "stopped", "refused"),
    "withdrawn": ("rut ho so", "da rut", "cong dan rut", "withdrawn"),
    "transferred": ("chuyen co quan khac", "da chuyen", "chuyen", "transferred"),
}
CHANNELS: dict[str, tuple[str, ...]] = {
    "online": ("truc tuyen", "online", "cong dich vu cong", "dvc"),
    "direct": ("truc tiep", "tai quay", "direct", "desk"),
    "post": ("buu chinh", "bcci", "buu chinh cong ich", "qua buu chinh", "post"),
}
LABELS = {
    "code": _l("Code of the dossier"),
    "procedure": _l("Procedure"),
    "case": _l("Case"),
    "received_at": _l("Received at"),
    "due_at": _l("Due as the source gave it"),
    "rescheduled_to": _l("Rescheduled to"),
    "finished_at": _l("Closed at"),
    "state": _l("State"),
    "channel": _l("Channel"),
    "receiving_unit": _l("Receiving unit"),
    "deciding_unit": _l("Deciding unit"),
    "paused_from": _l("Clock stopped from"),
    "paused_to": _l("Clock stopped until"),
    "pause_reason": _l("Why the clock stopped"),
    "pause_document": _l("Document that stopped the clock"),
    "activity": _l("What happened"),
    "moment": _l("When it happened"),
    "lifecycle": _l("Life-cycle mark"),
    "unit": _l("Unit that acted"),
    "role": _l("Role that acted"),
    "person": _l("Person who acted"),
}
EXCEL_EPOCH = datetime(1899, 12, 30)
YEARS = range(1901, 2200)
"""Years in which anything here may happen; others were typed wrongly, and in 1900 are empty dates of programs."""
SURE, LIKELY, GUESSED = 100, 70, 40


class BadMapping(ValueError):
    """A mapping cannot be used; the message is one plain sentence."""


LEFT_OUT = "-"
"""What stands for the meaning of a word whose dossiers are left out of the figures, or that is no word of ours."""
PARTS = ("columns", "states", "channels", "units", "procedures", "activities")


@dataclass(frozen=True)
class Mapping:
    """Which heading holds which field, and what the source's words for states, channels, units … mean."""

    source: str
    columns: Values[str, str]
    states: Values[str, str] = field(default_factory=dict)
    channels: Values[str, str] = field(default_factory=dict)
    units: Values[str, str] = field(default_factory=dict)
    procedures: Values[str, str] = field(default_factory=dict)
    activities: Values[str, str] = field(default_factory=dict)
    """What the source calls a step, and the name or number it has in the procedure."""
    kind: str = "dossiers"

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise BadMapping(
                _("There is no kind %(kind)s; there are %(known)s.", kind=self.kind, known=", ".join(KINDS))
            )
        if unknown := sorted(set(self.columns) - set(self.fields.fields)):
            known = ", ".join(self.fields.fields)
            raise BadMapping(_("There is no field %(name)s; there are %(known)s.", name=unknown[0], known=known))
        if missing := [name for name in self.fields.needed if not self.columns.get(name)]:
            raise BadMapping(_("The mapping says for no column that it is %(name)s.", name=LABELS[missing[0]]))
        if not self.source.strip():
            raise BadMapping(_("The mapping does not name its source."))

    @property
    def fields(self) -> Kind:
        """The fields that files of its kind may have."""
        return KINDS[self.kind]

    @classmethod
    def of_toml(cls, text: str) -> Mapping:
        """The mapping a TOML text says; raises BadMapping."""
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BadMapping(_("The mapping is no TOML text: %(fault)s.", fault=error)) from error
        return cls.of_json(data)

    @classmethod
    def of_json(cls, data: Values[str, Any]) -> Mapping:
        """The mapping that `as_json` gave; raises BadMapping."""
        parts = {name: data.get(name, {}) for name in PARTS}
        for name, part in parts.items():
            if not isinstance(part, dict) or not all(isinstance(value, str) for value in part.values()):
                raise BadMapping(_("The part %(name)s of the mapping holds texts by name.", name=name))
        return cls(str(data.get("source", "")), kind=str(data.get("kind", "dossiers")), **parts)

    def as_json(self) -> dict[str, Any]:
        """The mapping as plain texts, for a row or a file."""
        return {"source": self.source, "kind": self.kind, **{name: dict(getattr(self, name)) for name in PARTS}}

    def places(self, headings: Sequence[str]) -> dict[str, int]:
        """Where in a row each field stands; raises BadMapping for a heading that is not there."""
        known = {heading: place for place, heading in enumerate(headings)}
        if missing := [heading for heading in self.columns.values() if heading and heading not in known]:
            raise BadMapping(_("The file has no column “%(heading)s”.", heading=missing[0]))
        return {name: known[heading] for name, heading in self.columns.items() if heading}


@dataclass(frozen=True)
class Proposal:
    """A column proposed for a field, and how sure that is, out of 100."""

    heading: str
    confidence: int


def kind_of(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Whether a table tells of dossiers or of their events: whose needed fields it has more of."""
    found = {name: propose(headings, rows, kind=name) for name in KINDS}
    return max(KINDS, key=lambda name: sum(one in found[name] for one in KINDS[name].needed))


def propose(headings: Sequence[str], rows: Sequence[Sequence[Any]], *, kind: str = "dossiers") -> dict[str, Proposal]:
    """The columns that headings and contents speak for, each column for one field at most."""
    fields = KINDS[kind]
    ranked = sorted(
        (
            (
                _confidence(fields, name, heading, [row[place] for row in rows if place < len(row)]),
                -number,
                name,
                heading,
            )
            for place, heading in enumerate(headings)
            for number, name in enumerate(fields.fields)
            if heading
        ),
        reverse=True,
    )
    found: dict[str, Proposal] = {}
    for confidence, _order, name, heading in ranked:
        if confidence and name not in found and heading not in {one.heading for one in found.values()}:
            found[name] = Proposal(heading, confidence)
    return {name: found[name] for name in fields.fields if name in found}


def read_moment(cell: Any) -> datetime | None:
    """The moment a cell means, in Viet Nam's zone where it says none; None for an empty one, ValueError otherwise.

    One of no year in which anything may happen is none.

    Met are ISO 8601, the day first as in Viet Nam (`moments`), a date of Excel, and Excel's number of days.
    """
    if cell is None or cell == "":
        return None
    moment = _moment(cell)
    if moment is not None and moment.year not in YEARS:
        raise ValueError("no date")
    return moment


def _moment(cell: Any) -> datetime | None:
    if isinstance(cell, datetime):
        return as_local(cell)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day, tzinfo=HO_CHI_MINH)
    if isinstance(cell, (int, float)):
        return _of_serial(float(cell))
    return _of_text(str(cell).strip())


def _of_text(text: str) -> datetime | None:
    if not text:
        return None
    if len(text) > 40:
        raise ValueError("no date")
    if len(text) == 16 and text[2] == text[5] == "/" and text[13] == ":":  # much the most frequent, so read by hand
        return datetime(
            int(text[6:10]), int(text[3:5]), int(text[:2]), int(text[11:13]), int(text[14:]), tzinfo=HO_CHI_MINH
        )
    if text[:4].isdecimal() and text[4:5] == "-":
        return as_local(datetime.fromisoformat(text))
    if text.replace(".", "", 1).isdecimal():
        return _of_serial(float(text))
    return day_first(text).replace(tzinfo=HO_CHI_MINH)


def _of_serial(number: float) -> datetime:
    if not 20_000 <= number < 80_000:  # 1954 to 2119: anything else is some other number
        raise ValueError("no date")
    return (EXCEL_EPOCH + timedelta(seconds=round(number * 86_400))).replace(tzinfo=HO_CHI_MINH)


def _confidence(fields: Kind, name: str, heading: str, cells: Sequence[Any]) -> int:
    words, known = fold(heading), fields.headings[name]
    if words in known:
        named = SURE
    elif any(one in words for one in known if len(one) > 6):
        named = LIKELY
    else:
        return _by_contents(name, cells)
    return named if name not in fields.moments or _are_moments(cells) else 0


def _by_contents(name: str, cells: Sequence[Any]) -> int:
    words = {"state": STATES, "channel": CHANNELS}.get(name)
    filled = [cell for cell in cells if cell not in ("", None)]
    if words is None or not filled:
        return 0
    known = {one for many in words.values() for one in many}
    return GUESSED if all(fold(str(cell)) in known for cell in filled) else 0


def _are_moments(cells: Sequence[Any]) -> bool:
    try:
        return all(read_moment(cell) or True for cell in cells)
    except ValueError:
        return sum(_is_moment(cell) for cell in cells) * 2 >= len(cells)


def _is_moment(cell: Any) -> bool:
    try:
        return read_moment(cell) is not None
    except ValueError:
        return False
