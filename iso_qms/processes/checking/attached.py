"""Rules on forms: named and not attached, attached and not named. Where nothing is attached, nothing is said."""

import re
from collections.abc import Iterator

from iso_qms.i18n import _
from iso_qms.processes.checking.finding import Knowledge
from iso_qms.processes.checking.outline import missing
from iso_qms.processes.checking.trace import Trace, part, row
from iso_qms.processes.procedure import Object
from iso_qms.text import fold, sort_key

FORM = re.compile(r"\b(to khai|mau|bieu mau|don|phieu|giay|bien ban|bm)\b")
ASIDE = re.compile(r"\([^)]*\)|\btheo mau\b.*$|\.(docx?|pdf|xlsx?|odt)$", re.IGNORECASE)
EMPTY_WORDS = {"mau", "noi", "dung", "theo"}
ENOUGH = 0.8
"""Which part of a title's words must stand close together to count as that title; typing differs a little."""


def form_not_attached(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Forms named that are not among those attached."""
    attached = _attached(found, knowledge)
    if not attached:
        return
    lines = [_words(one) for one in attached]
    # What stands below a list of forms may be the conditions after it, when those have lost their heading.
    sources = {"forms_list", "forms"} - ({"forms_list"} if "conditions" in missing(found) else set())
    places: dict[str, int] = {}
    for form in found["forms"]:
        key = form["source"]
        places[key] = places.get(key, 0) + 1
        words = _words(form["title"])
        is_there = any(_stands(words, line) for line in lines) or _names_several(form["title"], words, lines)
        if key in sources and words and not is_there and not _is_registered(form, knowledge):
            yield Trace(row(key, places[key]), {"form": form["title"]}, _("Attach it, or say where it is to be had."))


def form_not_named(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Forms attached that the text does not name."""
    texts = [section["text"] or "" for section in found["sections"] if section["key"] != "definitions"]
    lines = [_words(line) for line in ("\n".join(texts)).split("\n")]
    lines += [_words(f"{form['title']} {form['code'] or ''}") for form in found["forms"]]
    for title in dict.fromkeys(_attached(found, knowledge)):
        words = _words(title)
        if words and not any(_stands(words, line) for line in lines):
            yield Trace(part("forms_list"), {"attached": title}, _("Name it among the forms, or take it off."))


def names_form(file_name: str, title: str) -> bool:
    """Whether a file is by its name the form of that title: a scan of a decision or the procedure itself is none."""
    words = _words(title)
    return bool(words) and bool(FORM.search(_plain(file_name))) and _stands(words, _words(file_name))


def _attached(found: Object, knowledge: Knowledge) -> list[str]:
    """What is annexed, and what is attached and by its name a form: a scan of a decision is none."""
    return [*found.get("annexes", ()), *(one for one in knowledge.attached if FORM.search(_plain(one)))]


def _is_registered(form: dict[str, str | None], knowledge: Knowledge) -> bool:
    return bool(form["code"]) and sort_key(form["code"] or "") in (knowledge.documents or {})


def _names_several(title: str, words: list[str], lines: list[list[str]]) -> bool:
    """Whether a row names several forms at once, divided by strokes, and one of them is attached."""
    return "/" in title and any(_stands(line, words) for line in lines if line)


def _stands(words: list[str], line: list[str]) -> bool:
    """Whether most of these words are among those of a line."""
    there = set(line)
    return sum(word in there for word in words) >= ENOUGH * len(words)


def _words(title: str) -> list[str]:
    return [word for word in _plain(ASIDE.sub(" ", title)).split() if word not in EMPTY_WORDS]


def _plain(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(words)).strip()
