"""Two languages, whole: English stands in the code, Vietnamese in one catalogue per room, merged at first use.

The language is a context variable rather than a request's property, because letters, Word files and rounds speak too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import LazyProxy, Translations

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
DEFAULT = "vi"
CATALOGUES = Path(__file__).parent / "translations"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


def language() -> str:
    """The language spoken just now, `vi` or `en`."""
    return _language.get()


@contextmanager
def speaking(code: str | None) -> Iterator[None]:
    """Speak another language for a while: a letter to a person, a Word file, a page."""
    token = _language.set(code if code in LANGUAGES else DEFAULT)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(text: str, **values: Any) -> str:
    """The sentence in the language spoken now, with its values filled in."""
    spoken = _catalogue(language()).gettext(text) if text else text
    return spoken % values if values else spoken


def ngettext(one: str, many: str, number: int, **values: Any) -> str:
    """The sentence that fits the number; `%(num)s` is the number itself."""
    return _catalogue(language()).ngettext(one, many, number) % {"num": number, **values}


def lazy_gettext(text: str, **values: Any) -> Any:
    """A sentence translated each time it is read, for tables declared once and shown in both languages."""
    return LazyProxy(gettext, text, enable_cache=False, **values)


_ = gettext
_l = lazy_gettext


@cache
def _catalogue(code: str) -> Translations:
    merged = Translations()
    for place in sorted((CATALOGUES / code).glob("*.po")):
        room = _loaded(place, code)
        merged.merge(room)
        # Merging leaves the rule of plurals behind, and Vietnamese has but one form.
        merged.plural = room.plural
    return merged


def _loaded(place: Path, code: str) -> Translations:
    compiled = BytesIO()
    with place.open("rb") as source:
        write_mo(compiled, read_po(source, locale=code))
    compiled.seek(0)
    return Translations(compiled, domain="messages")
