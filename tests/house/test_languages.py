"""Every sentence a person may read stands in both languages, with the same values in it."""

import re
from functools import cache

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.house.source import PACKAGE, ROOT, TEMPLATES

KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
VALUES = re.compile(r"%\(\w+\)[sd]")


@cache
def spoken():
    """Every sentence in the code and in the templates."""
    found = {}
    kinds = ((PACKAGE, [("**.py", "python")]), (TEMPLATES, [("**.html", "jinja2"), ("**.txt", "jinja2")]))
    for folder, method in kinds:
        rows = extract_from_dir(folder, method, keywords=KEYWORDS, options_map={"**.html": {"encoding": "utf-8"}})
        for file, _line, message, _comments, _context in rows:
            one = message[0] if isinstance(message, tuple) else message
            found.setdefault(one, file)
    return found


@cache
def translated():
    """Every sentence of the Vietnamese catalogues."""
    found = {}
    for place in sorted((PACKAGE / "translations" / "vi").glob("*.po")):
        with place.open("rb") as file:
            for message in read_po(file, locale="vi"):
                key = message.id[0] if isinstance(message.id, tuple) else message.id
                text = message.string[0] if isinstance(message.string, tuple) else message.string
                if key and not message.fuzzy:
                    found.setdefault(key, text)
    return found


def test_every_sentence_is_translated():
    missing = {text: file for text, file in spoken().items() if text and not translated().get(text)}
    shown = "\n".join(f"{file}: {text!r}" for text, file in sorted(missing.items(), key=lambda pair: pair[1])[:60])
    assert not missing, f"{len(missing)} sentences are not in {ROOT.name}'s Vietnamese catalogues:\n{shown}"


def test_no_sentence_stands_in_two_catalogues():
    # Merged, the last catalogue would win silently, also where the same words mean another thing in another room.
    places = {}
    for place in sorted((PACKAGE / "translations" / "vi").glob("*.po")):
        with place.open("rb") as file:
            sentences = {one.id[0] if isinstance(one.id, tuple) else one.id for one in read_po(file, locale="vi")}
            for key in sentences - {""}:
                places.setdefault(key, []).append(place.name)
    assert not {key: names for key, names in places.items() if len(names) > 1}


def test_translations_keep_the_values():
    for text, vietnamese in translated().items():
        given, used = set(VALUES.findall(text)), set(VALUES.findall(vietnamese))
        assert used <= given | {"%(num)s", "%(num)d", "%(you)s"}, f"{text!r} → {vietnamese!r}"
