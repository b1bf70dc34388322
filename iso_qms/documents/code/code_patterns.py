"""Patterns of document codes, such as `QT-{number:02}/{unit}`: a code is composed by one and read back from it. Pure.

A pattern is text in any letters, Đ among them, with named parts. It is refused where two readings of a code were
possible, so that what was composed is always read back as the same parts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from iso_qms.i18n import _, language
from iso_qms.text import clean, fold, whole_number
from iso_qms.workflow import Incomplete

WORDS = {
    "number": {"en": "number", "vi": "số"},
    "unit": {"en": "unit", "vi": "đơn vị"},
    "field": {"en": "field", "vi": "lĩnh vực"},
    "year": {"en": "year", "vi": "năm"},
    "procedure": {"en": "procedure", "vi": "quy trình"},
}
"""The parts a pattern may hold, each as it is written in either language."""

Known = TypeVar("Known")

LONGEST = 80
MOST_DIGITS = 6
_BY_WORD = {fold(word): name for name, words in WORDS.items() for word in words.values()}
_TOKENS = re.compile(r"\{([^{}]*)\}|([^{}]+)|([{}])")
_OPEN, _DIGITS = ("unit", "field"), ("number", "year")
_PART_OF_CODE = r"[^\W_]+(?:-[^\W_]+)*"
_PART = re.compile(_PART_OF_CODE)
_SEPARATOR = re.compile(r"[\W_]")
_HARD_SEPARATOR = re.compile(r"[^\w-]|_")
_AROUND = ".,;:()[]{}<>“”‘’\"'«»…*"
_LOOK_ALIKES = str.maketrans("‐‑‒–—−ÐðƉɖ", "------ĐđĐđ")
_SMALL_WORDS = {"và", "của", "các", "cho", "về", "trực", "thuộc", "xã", "phường", "huyện", "tỉnh", "thành", "phố"}
_KINDS_OF_UNITS = ("trung tâm", "bộ phận", "chi cục", "phòng", "ban", "tổ", "trạm", "đội", "sở", "khoa")


class Part(NamedTuple):
    """A named part; `width` is how many digits a number has at least."""

    name: str
    width: int = 0

    def said(self, tongue: str) -> str:
        """The part as it is written in a language."""
        word = WORDS[self.name][tongue]
        return f"{{{word}:{self.width:02d}}}" if self.width > 1 else f"{{{word}}}"


@dataclass(frozen=True)
class Values:
    """What the parts of one code say; a part its pattern does not have stays empty."""

    number: int = 0
    unit: str = ""
    field: str = ""
    year: int = 0
    procedure: str = ""

    def is_beside(self, other: Values) -> bool:
        """Whether both are counted in one series: everything but the number is the same, whatever its case."""
        return replace(self, number=0).key == replace(other, number=0).key

    @property
    def key(self) -> tuple[int, str, str, int, str]:
        """The values for comparing, without regard to case."""
        return self.number, self.unit.casefold(), self.field.casefold(), self.year, normal(self.procedure).casefold()


@dataclass(frozen=True)
class CodePattern:
    """A sound pattern: fixed texts and parts in turn."""

    pieces: tuple[str | Part, ...]

    def __str__(self) -> str:
        return self.said("en")

    def said(self, tongue: str = "") -> str:
        """The pattern with its parts named in a language, the one spoken now if none is given."""
        tongue = tongue or language()
        return "".join(one if isinstance(one, str) else one.said(tongue) for one in self.pieces)

    @cached_property
    def parts(self) -> dict[str, Part]:
        """Its parts by name, in their order."""
        return {one.name: one for one in self.pieces if isinstance(one, Part)}

    def compose(self, values: Values) -> str:
        """The code of these values; refuses when a part it needs is missing or cannot stand in a code."""
        for name in self.parts:
            _demand(name, values)
        return "".join(one if isinstance(one, str) else _said(one, values) for one in self.pieces)

    def parse(self, code: str) -> Values | None:
        """What the parts of a code say, however its letters are composed or its case; None when it does not fit."""
        found = self._expression.fullmatch(normal(code))
        if found is None:
            return None
        said: dict[str, Any] = found.groupdict()
        said |= {name: int(said[name]) for name in _DIGITS if name in said}
        return Values(**said)

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        pieces = (re.escape(one) if isinstance(one, str) else f"(?P<{one.name}>{_read(one)})" for one in self.pieces)
        return re.compile("".join(pieces), re.IGNORECASE)


@lru_cache(maxsize=1000)
def read_pattern(typed: str) -> CodePattern:
    """A pattern as it was typed, its parts named in either language; refuses one that is broken or ambiguous."""
    text = normal(typed)
    if not text:
        raise Incomplete(_("A pattern cannot be empty."))
    pattern = CodePattern(tuple(_piece(*token.groups()) for token in _TOKENS.finditer(text)))
    _demand_sound(pattern)
    return pattern


def normal(code: str) -> str:
    """A code as it is compared: composed letters, single spaces, plain hyphens, and Đ for the letters typed for it."""
    return " ".join(clean(code).translate(_LOOK_ALIKES).split())


def named_in(text: str, known: Mapping[str, Known]) -> dict[str, Known]:
    """The codes a text names, in its order, each with what is known under it; `known` has codes as `sought` gives them.

    A code is up to four words that stand side by side and hold a digit; signs around it do not matter.
    """
    words, found = normal(text).split(), dict[str, Known]()
    for at in range(len(words)):
        for length in range(1, 5):
            said = " ".join(words[at : at + length]).strip(_AROUND)
            if sought(said) in known:
                found.setdefault(said, known[sought(said)])
    return found


def sought(code: str) -> str:
    """A code as it is looked for in texts; empty for one without a digit, which would be found everywhere."""
    return normal(code).casefold() if any(sign.isdecimal() for sign in code) else ""


def code_part(typed: str) -> str:
    """What was typed to stand for a unit or a field in codes; refuses what could not be read back from one."""
    part = normal(typed)
    if not _PART.fullmatch(part) or len(part) > 20:
        raise Incomplete(_("“%(part)s” cannot stand in a code: use letters, digits and single hyphens.", part=typed))
    return part


def proposed_part(name: str) -> str:
    """A short form of a unit's name for its codes: "Phòng Tư pháp" gives TP, "Văn phòng" VP; empty for no letters."""
    words = re.findall(r"[^\W_]+", clean(name))
    for kind in _KINDS_OF_UNITS:
        length = len(kind.split())
        if " ".join(words[:length]).casefold() == kind and len(words) > length:
            words = words[length:]
            break
    telling = [one for one in words if one not in _SMALL_WORDS]
    # Behind two words of its own a unit's name mostly tells what it belongs to: HĐND, UBND.
    kept = [one for at, one in enumerate(telling) if at < 2 or not one.isupper()]
    return "".join(one if one.isupper() and len(one) > 1 else one[0].upper() for one in kept)[:20]


def _piece(part: str | None, text: str | None, brace: str | None) -> str | Part:
    if text is not None:
        return text
    if brace is not None or part is None:
        raise Incomplete(
            _("A brace stands alone. Write each part as %(part)s.", part=Part("number", 2).said(language()))
        )
    word, _colon, width = part.partition(":")
    name = _BY_WORD.get(fold(word).strip(), "")
    if not name:
        known = ", ".join(Part(one).said(language()) for one in WORDS)
        raise Incomplete(_("“%(part)s” is no part of a code. The parts are %(known)s.", part=part, known=known))
    if width and name != "number":
        raise Incomplete(_("Only the number has a count of digits."))
    if width and not 1 <= whole_number(width.strip(), 0) <= MOST_DIGITS:
        raise Incomplete(_("A number has 1 to %(most)s digits, such as %(part)s.", most=MOST_DIGITS,
                           part=Part("number", 2).said(language())))  # fmt: skip
    return Part(name, (int(width) if width else 1) if name == "number" else 0)


def _demand_sound(pattern: CodePattern) -> None:
    pieces, names = pattern.pieces, [one.name for one in pattern.pieces if isinstance(one, Part)]
    for name in names:
        if names.count(name) > 1:
            raise Incomplete(_("%(part)s stands twice; once is enough.", part=Part(name).said(language())))
    if "procedure" in names and not set(names) <= {"procedure", "number", "year"}:
        raise Incomplete(_("The code of the procedure names its unit and its field already."))
    for one, after in pairwise(pieces):
        _demand_apart(one, after)
    _demand_readable(pieces)
    if len(str(pattern)) > LONGEST:
        raise Incomplete(_("A pattern has at most %(most)s letters.", most=LONGEST))


def _demand_apart(one: str | Part, after: str | Part) -> None:
    """A number must end where its digits end."""
    for part, text in ((one, after[:1]), (after, one[-1:])):
        if isinstance(part, Part) and part.name in _DIGITS and isinstance(text, str) and text.isdecimal():
            said = part.said(language())
            raise Incomplete(_("A digit touches %(part)s, so nobody could tell where it begins or ends.", part=said))


def _demand_readable(pieces: tuple[str | Part, ...]) -> None:
    """Between two parts stands a sign; between a unit and a field one that neither can hold."""
    last, last_open, between, since_open = None, None, "", ""
    for one in pieces:
        if isinstance(one, str):
            between, since_open = between + one, since_open + one
            continue
        if last and not _SEPARATOR.search(between):
            raise Incomplete(_("Put a sign such as / or - between %(one)s and %(other)s, or nobody could tell them "
                               "apart.", one=last.said(language()), other=one.said(language())))  # fmt: skip
        if one.name in _OPEN and last_open and not _HARD_SEPARATOR.search(since_open):
            raise Incomplete(_("A hyphen may stand inside of %(one)s and %(other)s: put another sign between them, "
                               "such as /.", one=last_open.said(language()), other=one.said(language())))  # fmt: skip
        last, between = one, ""
        if one.name in _OPEN:
            last_open, since_open = one, ""


def _read(part: Part) -> str:
    if part.name == "number":
        return rf"[0-9]{{{part.width}}}|[1-9][0-9]{{{part.width},9}}"
    if part.name == "year":
        return r"(?:19|20)[0-9]{2}"
    return ".+" if part.name == "procedure" else _PART_OF_CODE


def _said(part: Part, values: Values) -> str:
    value = getattr(values, part.name)
    return f"{value:0{part.width}d}" if part.name == "number" else str(value)


def _demand(name: str, values: Values) -> None:
    value = getattr(values, name)
    if name == "procedure" and not value:
        raise Incomplete(_("Say which procedure it belongs to: its code is part of this one."))
    if name == "field" and not value:
        raise Incomplete(_("Say the field: it is part of the code."))
    if name == "unit" and not value:
        raise Incomplete(_("The unit has no part for codes yet."))
    if name in _OPEN:
        code_part(value)
