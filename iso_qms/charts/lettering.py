"""How wide a text runs in Noto Sans, and where its lines break: for drawings made without a browser. Pure."""

import re
import unicodedata
from functools import lru_cache

# Advance widths of Noto Sans Regular in thousandths of the letter size; a letter with marks is as wide as without,
# but for the horned ones. Segoe UI, the fallback, runs a little narrower, so that a line fits in both.
_BY_WIDTH = {
    180: "‘’'",
    260: "ijl ,.:;!\u00a0",
    300: "()[]J`-",
    344: "fI",
    370: "t/\\",
    413: 'r"“”{}?',
    475: "zsc_",
    509: "vy–",
    530: "xkFL",
    560: "aeETYS*|",
    580: "0123456789$+<=>Z^~X",
    612: "oPbdgpqhnuKđ",
    635: "RCA#B",
    676: "ơư",
    740: "GDUHĐ&",
    785: "NOQwƠƯ½…",
    935: "%@MWm—",
}
_WIDTHS = {character: width / 1000 for width, characters in _BY_WIDTH.items() for character in characters}
_UNKNOWN = 1.0
_BOLD = 1.06

_NOT_DRAWN = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def drawable(text: str) -> str:
    """Return the text on one line, composed, without the characters that no XML may hold."""
    return " ".join(unicodedata.normalize("NFC", _NOT_DRAWN.sub("", text)).split())


def width(text: str, *, size: float, bold: bool = False) -> float:
    """Estimate the width of a text in the unit of `size`; a few per cent too wide rather than too narrow."""
    return sum(_advance(character) for character in text) * size * (_BOLD if bold else 1)


def wrap(text: str, *, room: float, size: float, most: int, bold: bool = False) -> list[str]:
    """Break a text into at most `most` lines of about equal length, none wider than `room`.

    What does not fit ends in an ellipsis. A text without a drawable character has no line.
    """
    lines = _broken(text, room, size, bold)
    if len(lines) > most:
        return [*lines[: most - 1], _shortened(lines[most - 1], room, size, bold)]
    return _balanced(lines, room, size, bold)


def _balanced(lines: list[str], room: float, size: float, bold: bool) -> list[str]:
    """Narrow the room while the lines stay as many, so that no word is left alone; never so far that a word is cut."""
    text, step = " ".join(lines), size / 2
    widest = max((width(word, size=size, bold=bold) for word in text.split()), default=0)
    while len(lines) > 1 and room - step >= widest and len(_broken(text, room - step, size, bold)) == len(lines):
        room -= step
    return _broken(text, room, size, bold)


def _broken(text: str, room: float, size: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in drawable(text).split():
        if lines and width(f"{lines[-1]} {word}", size=size, bold=bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines += _cut(word, room, size, bold)
    return lines


def _cut(word: str, room: float, size: float, bold: bool) -> list[str]:
    """Cut a word that is wider than a whole line; even a line too narrow for one letter takes that letter."""
    pieces: list[str] = []
    for character in word:
        if pieces and width(pieces[-1] + character, size=size, bold=bold) <= room:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _shortened(line: str, room: float, size: float, bold: bool) -> str:
    while line and width(f"{line}…", size=size, bold=bold) > room:
        line = line[:-1]
    return f"{line.rstrip(' ,;:.')}…"


@lru_cache(maxsize=1024)
def _advance(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    return _WIDTHS.get(character) or _WIDTHS.get(_without_tone(character), _UNKNOWN)


def _without_tone(character: str) -> str:
    """Keep the horn, which widens a letter, and drop the tone, which does not."""
    decomposed = unicodedata.normalize("NFD", character)
    return unicodedata.normalize("NFC", f"{decomposed[0]}\u031b") if "\u031b" in decomposed else decomposed[0]
