"""Vietnamese text: cleaning, searching, sorting, lettering and readable addresses.

Every key here is meant to be computed once and stored: no database sorts or folds Vietnamese rightly by itself.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# What XML and so Word forbid goes too: control characters and halves of characters; PostgreSQL refuses the first, NUL.
_FORBIDDEN = [*range(0x09), *range(0x0E, 0x20), 0x7F, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
_JOINERS = [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
_INVISIBLE: dict[int, str | None] = {
    **dict.fromkeys([*_FORBIDDEN, *_JOINERS]),
    **dict.fromkeys([0x0B, 0x0C], "\n"),
}

# Eth and the African D look like Đ and are typed for it; none of the three has a decomposition.
_STROKED_D = str.maketrans("đðɖ", "ddd")

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng
_QUALITIES = "\u0302\u0306\u031b"  # circumflex, breve, horn: they make another letter, not another tone
_FOREIGN_MARK = 6

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTERING = "abcdđeghiklmnopqrstuvxy"
_ORDER = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$" + "0123456789" + _ALPHABET
_WEIGHTS = {character: chr(ord("!") + place) for place, character in enumerate(_ORDER)}
_AFTER_ALL = "~"
_LEVEL_END = " "  # sorts before every weight, so that the shorter of two equal beginnings comes first

_LOOK_ALIKES = str.maketrans("‐‑‒–—−‘’“”", "------''\"\"")
_ELEMENT = re.compile(r"[0-9]+|.[\u0300-\u036f]*", re.DOTALL)
_OLD_PLACEMENT = re.compile(rf"(?:(?<=o)([{''.join(_TONES)}])([ae][{_QUALITIES}]?)|(?<=u)([{''.join(_TONES)}])(y))")


def whole_number(typed: object, otherwise: int) -> int:
    """The number that typed digits say; `otherwise` for anything else, such as "²" or more than any row's number."""
    text = "" if typed is None else str(typed)
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise


def clean(text: str) -> str:
    """Compose the letters (NFC) and drop what nobody sees: soft hyphens, zero-width and direction marks, controls."""
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE))


def fold(text: str) -> str:
    """Return the search key: no marks, no case, đ as d, single spaces. The same for every way of typing a word."""
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text.translate(_INVISIBLE)).casefold())
    bare = "".join(character for character in decomposed if unicodedata.category(character) not in ("Mn", "Cf"))
    return _single_spaces(bare.translate(_STROKED_D))


def exact_key(text: str) -> str:
    """Return the key of an exact hit: marks count, case and spacing do not, and Uỷ ban equals Ủy ban."""
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text.translate(_INVISIBLE)).casefold())
    replaced = _OLD_PLACEMENT.sub(lambda m: (m[2] or m[4]) + (m[1] or m[3]), decomposed)
    return _single_spaces(unicodedata.normalize("NFC", replaced))


def sort_key(text: str) -> str:
    """Return an ASCII key in Vietnamese order, to be compared byte by byte (COLLATE "C").

    Letters decide first (a ă â b c d đ …, numbers by value), then tones (ngang huyền hỏi ngã sắc nặng), then case.
    """
    letters, tones, cases = "", "", ""
    for letter_weight, tone, case in _weights(_single_spaces(clean(text)).translate(_LOOK_ALIKES)):
        letters, tones, cases = letters + letter_weight, tones + tone, cases + case
    return _LEVEL_END.join([letters, tones.rstrip("0"), cases.rstrip("0")])


def name_sort_key(full_name: str) -> str:
    """Return the key that orders people as a Vietnamese list does: given name, then family name, then middle names."""
    words = full_name.split()
    given, family, middle = words[-1:], words[:-1][:1], words[1:-1]
    return _LEVEL_END.join(sort_key(" ".join(part)) for part in (given, family, middle))


@lru_cache(maxsize=8192)
def slug(text: str, *, limit: int = 60) -> str:
    """Return the readable tail of an address: a–z, 0–9 and single hyphens, cut between words; empty for no letters."""
    whole = re.sub("[^a-z0-9]+", "-", fold(text)).strip("-")
    if len(whole) <= limit:
        return whole
    kept, hyphen, _ = whole[: limit + 1].rpartition("-")
    return kept if hyphen else whole[:limit]


def letter(number: int) -> str:
    """Return the list letter of an item counted from 1: a, b, c, d, đ, e, g …, y, aa, ab; no f, j, w or z.

    Raises ValueError below 1. The order is that of points in Vietnamese legal texts.
    """
    if number < 1:
        raise ValueError("List letters are counted from 1.")
    before, place = divmod(number - 1, len(_LETTERING))
    return (letter(before) if before else "") + _LETTERING[place]


def _single_spaces(text: str) -> str:
    return " ".join(text.split())


def _weights(text: str) -> Iterator[tuple[str, str, str]]:
    for element in _ELEMENT.findall(unicodedata.normalize("NFD", text)):
        if element[0] in "0123456789":
            yield _number_weight(element), "0", "0"
        else:
            yield _letter_weight(element[0].lower(), element[1:]), _tone(element), str(int(element[0].isupper()))


def _number_weight(digits: str) -> str:
    """Put the length before the digits, so that 2 comes before 10; nines carry a length of more than one digit."""
    value = digits.lstrip("0")
    length = "9" * (len(value) // 9) + str(len(value) % 9)
    return "".join(_WEIGHTS[digit] for digit in length + value)


def _letter_weight(base: str, marks: str) -> str:
    quality = "".join(mark for mark in marks if mark in _QUALITIES)
    known = _WEIGHTS.get(unicodedata.normalize("NFC", base + quality)) or _WEIGHTS.get(base)
    return known or f"{_AFTER_ALL}{ord(base[0]):06x}"


def _tone(element: str) -> str:
    quality_less = [mark for mark in element[1:] if mark not in _QUALITIES]
    return str(max((_TONES.get(mark, _FOREIGN_MARK) for mark in quality_less), default=0))
