"""What reading noticed in a Word file (`reading.noticing`), in the language spoken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from iso_qms.i18n import _
from iso_qms.web.pages import day


def sentence_of(code: str, values: Mapping[str, Any]) -> str:
    """The sentence of a warning."""
    sentence: str = SENTENCES[code](values) if code in SENTENCES else code
    return sentence


SENTENCES: dict[str, Any] = {
    "issue_number_mismatch": lambda v: _(
        "The cover says issue %(cover)s, the footer of section %(section)s says %(footer)s.", **v
    ),
    "effective_date_mismatch": lambda v: _(
        "The cover says %(cover)s, the footer of section %(section)s says %(footer)s.",
        **{**v, "cover": _day(v["cover"]), "footer": _day(v["footer"])},
    ),
    "not_nfc": lambda v: _("%(words)s words were typed with loose marks; they have been put right.", **v),
    "legacy_font": lambda v: _(
        'Text in the font %(font)s (%(encoding)s) was put into Unicode; compare it with the file: "%(preview)s".', **v
    ),
    "empty_amendment_table": lambda v: _("Issue %(issue)s is named here, but the amendment table is empty.", **v),
    "code_in_use": lambda v: _(
        "The code %(code)s is also used by %(used_by)s.", code=v["code"], used_by=", ".join(v["used_by"])
    ),
}


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
