"""Rules that look at wording: abbreviations, characters and spellings."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from iso_qms.documents.reading.word import UNSEEN
from iso_qms.i18n import _
from iso_qms.processes.checking.finding import Knowledge, Place
from iso_qms.processes.checking.rows import all_words
from iso_qms.processes.checking.trace import Trace, part
from iso_qms.processes.procedure import Object
from iso_qms.text import exact_key

ABBREVIATION = re.compile(r"(?<![\w/\-.&])[A-ZĐ]{3,}(?![\w/\-&]|\.\w)")
DEFINED = re.compile(r"^\W*([A-ZĐ][\w&]*)\s*:\s*\S", re.MULTILINE)
TONED = re.compile(
    r"\b(?!qu)\w*(?:o[àáảãạèéẻẽẹ]|[òóỏõọ][ae]|u[ỳýỷỹỵ]|[ùúủũụ]y)\b",
    re.IGNORECASE,
)
"""Syllables that end in oa, oe or uy with a tone, which two schools write differently; “quý” has one way only."""
ROMAN = re.compile(r"[IVXLC]+$")
COMMON = {"ISO", "TCVN", "PDF", "VNPT", "USB", "SMS", "QR", "VND", "VNĐ", "STT"}


def abbreviation_undefined(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Capitals used in running text that the list of abbreviations does not explain, where there is such a list."""
    explained = next((s["text"] or "" for s in found["sections"] if s["key"] == "definitions"), "")
    if not DEFINED.search(explained):
        return
    words = all_words(found)
    running = "\n".join(line for line in words.split("\n") if any(letter.islower() for letter in line))
    for short in dict.fromkeys(ABBREVIATION.findall(running)):
        known = short in explained or short in COMMON or ROMAN.match(short) or f"({short})" in words
        if not known:
            yield Trace(_first_use(short, found), {"abbreviation": short}, _("Explain it among the abbreviations."))


def abbreviation_twice(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Abbreviations that the list explains more than once."""
    explained = next((s["text"] or "" for s in found["sections"] if s["key"] == "definitions"), "")
    shorts = DEFINED.findall(explained)
    for short in dict.fromkeys(one for one in shorts if shorts.count(one) > 1):
        values = {"abbreviation": short, "times": shorts.count(short)}
        yield Trace(part("definitions"), values, _("Explain each abbreviation once."))


def invisible_characters(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Characters that show nothing or only in one font: in a file, where reading left them out, or in the text."""
    hits = Counter(f"U+{ord(one):04X}" for one in UNSEEN.findall(all_words(found)))
    hits |= Counter(found.get("unseen", {}))
    if hits:
        names = {code: unicodedata.name(chr(int(code[2:], 16)), "private use") for code in sorted(hits)}
        values = {"characters": names, "count": hits.total()}
        yield Trace(part("text"), values, _("Delete them, or type what they stand for."))


def spelling_mixed(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Words whose tone mark stands on either vowel of oa, oe or uy, as in “Ủy ban” and “Uỷ ban”."""
    words = Counter(TONED.findall(unicodedata.normalize("NFC", f"{found['title'] or ''}\n{all_words(found)}")))
    ways: dict[str, dict[str, int]] = {}
    for word, count in words.items():
        spelt = ways.setdefault(exact_key(word), {})
        spelt[word.lower()] = spelt.get(word.lower(), 0) + count
    mixed = [spelt for spelt in ways.values() if len(spelt) > 1]
    if mixed:
        spellings = {word: count for spelt in mixed for word, count in sorted(spelt.items(), key=lambda one: -one[1])}
        yield Trace(part("text"), {"spellings": spellings}, _("Write each word one way throughout, and in every form."))


def _first_use(short: str, found: Object) -> Place:
    sections = (s["key"] for s in found["sections"] if short in ABBREVIATION.findall(s["text"] or ""))
    return part(next(sections, "steps"))
