"""What in the front and the letters of a Word file does not agree. No warning is given that is not true.

- Issue number and date: any footer Word shows against the cover, each differing value once.
- `empty_amendment_table`: only where the cover or a shown footer says the document is past its first issue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from iso_qms.documents.reading.cover import Cover, Footer
from iso_qms.documents.reading.fonts import OldFont

MESSAGES = {
    "issue_number_mismatch": "The cover says issue %(cover)s, a footer says %(footer)s.",
    "effective_date_mismatch": "The cover says %(cover)s, a footer says %(footer)s.",
    "not_nfc": "Words typed with loose marks (not NFC): %(words)s.",
    "legacy_font": 'Text in the font %(font)s (%(encoding)s) was put into Unicode; compare it: "%(preview)s".',
    "empty_amendment_table": "Issue %(issue)s is named here, but the amendment table is empty.",
    "code_in_use": "The code %(code)s is also used by %(used_by)s.",
}
"""What each warning says, as English format strings for gettext, to be filled from its values."""


@dataclass(frozen=True)
class Warning_:
    """One thing to look at."""

    code: str
    values: dict[str, object]
    messages: ClassVar[Mapping[str, str]] = MESSAGES

    @property
    def message(self) -> str:
        """The English sentence."""
        return self.messages[self.code] % {
            k: ", ".join(v) if isinstance(v, list) else v for k, v in self.values.items()
        }


def footer_warnings(cover: Cover, footers: list[Footer]) -> Iterator[Warning_]:
    """Footers that give another issue number or date than the cover."""
    seen: set[object] = set()
    for footer in footers:
        place = {"section": footer.section, "kind": footer.kind}
        if footer.issue_number not in (None, cover.issue_number, *seen) and cover.issue_number is not None:
            values = {"cover": cover.issue_number, "footer": footer.issue_number, **place}
            yield Warning_("issue_number_mismatch", values)
        if footer.effective_on not in (None, cover.issued_on, *seen) and cover.issued_on is not None:
            values = {"cover": cover.issued_on, "footer": footer.effective_on, **place}
            yield Warning_("effective_date_mismatch", values)
        seen |= {footer.issue_number, footer.effective_on}


def text_warnings(decomposed: int) -> Iterator[Warning_]:
    """Text that is not composed (NFC)."""
    if decomposed:
        yield Warning_("not_nfc", {"words": decomposed})


def font_warnings(fonts: list[OldFont]) -> Iterator[Warning_]:
    """Fonts made before Unicode whose text was converted."""
    for one in fonts:
        yield Warning_("legacy_font", {"font": one.font, "encoding": one.encoding, "preview": one.preview})


def amendment_warnings(cover: Cover, footers: list[Footer], *, empty: bool) -> Iterator[Warning_]:
    """An amendment table with nothing in it although the document was issued again."""
    numbers = [n for n in (cover.issue_number, *(footer.issue_number for footer in footers)) if n is not None]
    if empty and max(numbers, default=0) > 1:
        yield Warning_(
            "empty_amendment_table",
            {"issue": max(numbers)},
        )


def code_warning(code: str, users: list[str]) -> Warning_:
    """A code that others use too, by the names given for them."""
    return Warning_("code_in_use", {"code": code, "used_by": users})
