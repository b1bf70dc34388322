"""Which line is a heading, and of what: headings are known by their words, never by their letter or number."""

import re
from dataclasses import dataclass

from iso_qms.documents.citations import UPPER
from iso_qms.documents.reading.grid import Line
from iso_qms.documents.reading.wording import bullet_of, is_none_stated, plain, split_label, tidy, without_bullet

# Words in plain letters. The order matters where one phrase begins another. A key of None closes the section before it.
PHRASES: tuple[tuple[str | None, str], ...] = (
    ("purpose", r"muc dich( ap dung| ban hanh| cua quy trinh)?|muc tieu"),
    (
        "scope",
        r"doi tuong va pham vi( ap dung| dieu chinh)?|pham vi( va doi tuong)?( ap dung| dieu chinh)?( cua quy trinh)?",
    ),
    (
        "references",
        r"(cac )?(tai lieu|van ban)((,| va| ?/) ?(tai lieu|van ban))? (vien dan|tham chieu|tham khao|lien quan)",
    ),
    (
        "definitions",
        r"(thuat ngu,? )?dinh nghia|thuat ngu|giai thich (tu ngu|thuat ngu)|(cac )?(tu|chu) viet tat|viet tat",
    ),
    (
        "cooperating",
        r"(co quan|don vi|co quan,? don vi|co quan ?/ ?don vi)( co lien quan)? phoi hop( thuc hien| giai quyet)?",
    ),
    ("time_limit", r"(tong )?(thoi han|thoi gian)( giai quyet| thuc hien| xu ly)?(?! luu)"),
    ("applicants", r"doi tuong( thuc hien| ap dung)?"),
    (
        "authority",
        r"(co quan|don vi|co quan,? don vi|co quan,? to chuc|co quan ?/ ?don vi)( nha nuoc)?"
        r" (truc tiep |chu tri )?(co tham quyen|thuc hien|giai quyet|quyet dinh|xu ly|chu tri"
        r"|duoc uy quyen|duoc phan cap)"
        r"|(tham quyen|nguoi co tham quyen) (giai quyet|quyet dinh|thuc hien)",
    ),
    ("result", r"ket qua( cua viec)?( thuc hien| giai quyet)?"),
    ("fees", r"(muc )?(phi|le phi|chi phi)((,| va| hoac| ?/) ?(phi|le phi|chi phi))*|muc thu (phi|le phi)"),
    ("forms_list", r"(ten )?(cac )?mau (don|to khai|bieu)((,| va| ?/) ?(mau )?(don|to khai|bieu))*"),
    ("conditions", r"(cac )?yeu cau,?( va| hoac| ?/)? ?dieu kien|dieu kien thuc hien|yeu cau thuc hien"),
    ("legal_basis", r"(can cu|co so) (phap ly|phap luat)"),
    (
        "steps",
        r"(luu do |so do )?quy trinh (cac buoc|xu ly|giai quyet|thuc hien|noi bo|cong viec|tiep nhan)"
        r"|trinh tu((,| va) cach thuc)? (thuc hien|xu ly|giai quyet|cac buoc|cong viec)|trinh tu$"
        r"|((dien giai|mo ta) )?(cac )?buoc (thuc hien|cong viec|xu ly|tien hanh)|(dien giai|mo ta) (quy trinh|luu do)"
        r"|noi dung cac buoc|luu do( quy trinh)?",
    ),
    ("forms", r"(phu luc(,| va| ?/) )?(cac |he thong |danh muc )?bieu mau( su dung| kem theo| ap dung)?|mau bieu"),
    (
        "records",
        r"(danh muc |cac )?ho so( cong viec| cua quy trinh)? (can |phai )?luu( tru| giu)?"
        r"|luu( tru| giu)? ho so|luu tru",
    ),
    (
        "papers",
        r"(thanh phan|so luong)( va|,)?( so luong| thanh phan)? ho so|ho so (gom|bao gom|can nop|phai nop)|thanh phan",
    ),
    (None, r"cach thuc (thuc hien|nop|tiep nhan)|dia diem|noi (tiep nhan|nop)|ky hieu quy trinh|ten quy trinh"),
    (
        None,
        r"noi dung( cua)?( quy trinh)?|sua doi tai lieu|kiem soat tai lieu|trach nhiem( ap dung)?|phan phoi tai lieu",
    ),
)
TAIL = (
    r"( de)?( (xu ly|giai quyet|thuc hien|quyet dinh))?( (cong viec|ho so))?"
    r"( (cua )?(thu tuc hanh chinh|tthc|thu tuc tthc|thu tuc))?"
)
KNOWN = tuple((key, re.compile(rf"(?:{phrase}){TAIL}(?![a-z0-9])")) for key, phrase in PHRASES)
KEYS = {key for key, _phrase in PHRASES if key}
SECTION_MARK = "_iso_s_"
"""What the bookmark of a section's heading is named, before its key."""
ARTICLE = re.compile(r"^(điều|mục|phần|chương)\s+(?=[\divx]+\s*[.:)])", re.IGNORECASE)
SAYING = re.compile(r"\b(nay|la|phai|co the|duoc|khong|se|da)\b")
LISTED_END = re.compile(r"\s*(\([^()]{0,20}\)\s*)?:")
LONGEST_HEADING = 110
SHORT_TAIL = 40
JOINER = re.compile(r"^(\W|và\b)+", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """A heading: its key (None for one that only closes), its words, and what stands behind it on the same line."""

    key: str | None
    words: str
    rest: str
    labelled: bool


def heading_of(line: Line) -> Heading | None:
    """The heading a line is, or None. A line counts when it is labelled, bold, in capitals or only the phrase.

    A line this house marked as the heading of a section is one whatever words it was given since.
    """
    found = _worded(line)
    return found if found is not None and found.key is not None else _marked(line) or found


def keys_in(words: str) -> list[str]:
    """The keys of all the sections that the words of a heading name, as in “Mục đích và phạm vi áp dụng”."""
    keys, rest = [], JOINER.sub("", split_label(words)[1])
    while found := _phrase(rest):
        keys += [found[0]] if found[0] else []
        rest = JOINER.sub("", rest[found[1] :])
    return keys


def _marked(line: Line) -> Heading | None:
    key = next((mark.removeprefix(SECTION_MARK) for mark in line.marks if mark.startswith(SECTION_MARK)), None)
    if key not in KEYS or not line.text:
        return None
    label, body = split_label(line.text)
    words, _, rest = body.partition(":")
    return Heading(key, words.strip(), rest.strip(), labelled=bool(label or line.label))


def _worded(line: Line) -> Heading | None:
    text = line.text
    if not text:
        return None
    if bullet_of(text) or line.label in ("-", "+", "*"):
        return _listed(without_bullet(text), bold=line.bold)
    typed, body = split_label(ARTICLE.sub("", text))
    labelled, body = bool(typed or line.label), body.lstrip("-–. ")
    found = _phrase(body)
    if found is None:
        return None
    key, end = found
    cut = _end_of_words(body, end)
    words, rest = body[:cut].strip(" :.;*"), tidy(body[cut:].lstrip(" :.*"))
    if not _stands_out(line, body, cut=cut, end=end, labelled=labelled):
        return None
    return Heading(key, words, rest, labelled)


def _listed(body: str, *, bold: bool) -> Heading | None:
    """The heading a list item is: a bold one, or "- Cơ quan phối hợp:", listed below the body that decides."""
    found = _phrase(body)
    if found is None or not (bold or found[0] == "cooperating") or not LISTED_END.match(body[found[1] :]):
        return None
    words, _, rest = body.partition(":")
    return Heading(found[0], words.strip(), rest.strip(), labelled=False)


def _phrase(body: str) -> tuple[str | None, int] | None:
    start = plain(body[: LONGEST_HEADING + SHORT_TAIL])
    matched = [(key, hit.end()) for key, pattern in KNOWN if (hit := pattern.match(start))]
    return max(matched, key=lambda hit: hit[1], default=None)


def _end_of_words(body: str, end: int) -> int:
    """Where the words of the heading end: at its colon, at the end of a line of its own, else behind the phrase."""
    colon = body.find(":", end, LONGEST_HEADING)
    if colon >= 0 and not re.search(r"[.;]\s|\d", body[end:colon]):
        return colon
    tail = body[end:].strip(" .;*")
    sentence = body.endswith(".") or re.search(rf"[\d{UPPER}.;]", tail) or SAYING.search(plain(tail))
    runs_on = not tail or tail.isupper() or not sentence
    return len(body) if runs_on and len(body) <= end + SHORT_TAIL and not is_none_stated(tail) else end


def _stands_out(line: Line, body: str, *, cut: int, end: int, labelled: bool) -> bool:
    tail = body[cut:].lstrip(" ")
    closed = not tail or tail[0] in ":.;*-–"
    whole = body[:cut].strip(" :.;*")
    if whole.isupper() and closed:
        return True
    if len(whole) <= end + 1 and closed:
        return True
    if labelled or line.bold:
        return closed or (labelled and not tail[0].islower()) or is_none_stated(tail)
    return tail.startswith(":") and cut <= end + SHORT_TAIL
