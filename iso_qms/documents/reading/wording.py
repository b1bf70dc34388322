"""The smallest words of a procedure: tidy text, plain letters for matching, labels, dates and short numbers."""

import re
import unicodedata

from iso_qms.documents.citations import UPPER
from iso_qms.text import clean

_TYPED_LABEL = re.compile(
    r"^\s*(?P<label>\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}(?:\.[a-zđ])?|[A-Za-zĐđ]|[IVXivx]{1,5})"
    rf"(?:\s*[.)/\-:,](?!\d)|(?=\s+[{UPPER}])))\s*(?P<rest>\S.*)$",
    re.DOTALL,
)
_BULLET = re.compile(r"^\s*(?:[-‐‑–—−+*•·●○▪■◆❖►➢➤✓✔\uf020-\uf0ff]+|o(?=\s))\)?\s*")
_MARKS = str.maketrans({**dict.fromkeys("‐‑–—−\uf02d", "-"), "\uf02b": "+", "\uf02a": "*"})


def tidy(text: str) -> str:
    """Composed text without invisible marks, with single spaces and no space at either end."""
    return " ".join(clean(text).split())


def printed(text: str) -> str:
    """The text as it stands, only composed (NFC), without invisible marks and without space at either end."""
    return clean(text).strip()


def plain(text: str) -> str:
    """The same text in small letters without marks, one letter for one letter, so that places stay the same."""
    return unicodedata.normalize("NFC", text).translate(_PLAIN)


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


def is_none_stated(text: str) -> bool:
    """Whether a text only says that there is nothing: "Không.", "/Không", "Không có", "Không quy định"."""
    bare = plain(without_bullet(text)).strip(" ./;:,")
    return bare in ("khong", "khong co", "khong quy dinh", "khong yeu cau", "khong co quy dinh", "khong phai nop", "")


class _PlainLetters(dict[int, str]):
    """For each letter met (its code point) the plain one."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        base = unicodedata.normalize("NFD", letter)[0].lower()
        self[code] = plain = "d" if letter in "đĐðÐ" else " " if base.isspace() else base[0]
        return plain


_PLAIN = _PlainLetters()
