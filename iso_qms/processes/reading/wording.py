"""The smallest words of a procedure: tidy text, plain letters for matching, labels, dates and short numbers."""

import re
import unicodedata
from datetime import date
from functools import cache

from iso_qms.text import clean

UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""The capital letters of Vietnamese, for a class in a pattern."""
_TYPED_LABEL = re.compile(
    r"^\s*(?P<label>\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}(?:\.[a-zđ])?|[A-Za-zĐđ]|[IVXivx]{1,5})"
    rf"(?:\s*[.)/\-:,](?!\d)|(?=\s+[{UPPER}])))\s*(?P<rest>\S.*)$",
    re.DOTALL,
)
_BULLET = re.compile(r"^\s*(?:[-‐‑–—−+*•·●○▪■◆❖►➢➤✓✔\uf020-\uf0ff]+|o(?=\s))\)?\s*")
_MARKS = str.maketrans({**dict.fromkeys("‐‑–—−\uf02d", "-"), "\uf02b": "+", "\uf02a": "*"})
_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2}(?![/.\-]\d))(?!\d)")
_LONG_DATE = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)


def tidy(text: str) -> str:
    """Composed text without invisible marks, with single spaces and no space at either end."""
    return " ".join(clean(text).split())


def printed(text: str) -> str:
    """The text as it stands, only composed (NFC), without invisible marks and without space at either end."""
    return clean(text).strip()


def plain(text: str) -> str:
    """The same text in small letters without marks, one letter for one letter, so that places stay the same."""
    return "".join(_plain_letter(letter) for letter in unicodedata.normalize("NFC", text))


def split_label(text: str) -> tuple[str, str]:
    """Split a typed label ("a.", "đ)", "5.", "2.10", "IV.") from what follows; ("", text) when there is none."""
    found = _TYPED_LABEL.match(text)
    return (found["label"].strip(), found["rest"].strip()) if found else ("", text.strip())


def bullet_of(text: str) -> str:
    """The list mark a line begins with ("-", "+", "*"), or "" when it begins with none."""
    found = _BULLET.match(text)
    return found[0].strip()[0].translate(_MARKS) if found and found[0].strip() else ""


def without_bullet(text: str) -> str:
    """The line without the list marks it begins with."""
    previous = None
    while previous != text:
        previous, text = text, _BULLET.sub("", text, count=1)
    return text.strip()


def date_in(text: str) -> str | None:
    """The first date in a text as ISO, day before month ("07/7/2025", "ngày 07 tháng 7 năm 2025"), or None."""
    hits = [found for pattern in (_NUMERIC_DATE, _LONG_DATE) if (found := pattern.search(text))]
    for found in sorted(hits, key=lambda hit: hit.start()):
        day, month, year = (int(part) for part in found.groups())
        try:
            return date(year if year > 99 else 2000 + year, month, day).isoformat()
        except ValueError:
            continue
    return None


def is_none_stated(text: str) -> bool:
    """Whether a text only says that there is nothing: "Không.", "/Không", "Không có", "Không quy định"."""
    bare = plain(without_bullet(text)).strip(" ./;:,")
    return bare in ("khong", "khong co", "khong quy dinh", "khong yeu cau", "khong co quy dinh", "khong phai nop", "")


@cache
def _plain_letter(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0].lower()
    if letter in "đĐðÐ":
        return "d"
    return " " if base.isspace() else base if len(base) == 1 else base[0]
