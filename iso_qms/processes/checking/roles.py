"""Whether the roles that steps name are posts or units of the agency. What is alike is proposed, never merged."""

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from iso_qms.i18n import _
from iso_qms.processes.checking.finding import Knowledge
from iso_qms.processes.checking.trace import Trace, row
from iso_qms.processes.procedure import Object
from iso_qms.text import fold

BETWEEN = re.compile(r"[,;/\n+•]| hoặc | tại | thuộc |^\s*[-–]", re.MULTILINE | re.IGNORECASE)
AND = re.compile(r"\s+và\s+", re.IGNORECASE)
EXPLAINED = re.compile(r"^\W*([A-ZĐ][\w&]*)\s*:\s*(\S[^;\n]*)", re.MULTILINE)
ANYBODY = re.compile(
    r"^(cac |moi )?(lanh dao|nguoi|ca nhan|to chuc|cong dan|nguoi dan|doanh nghiep|don vi|co quan|thanh vien|to tham"
    r"|hoi dong|so |bo (?!phan)|cuc |chi cuc|cong an|vien kiem sat|toa an|buu (chinh|dien)|ubnd|uy ban|hdnd"
    r"|phan mem|he thong|cong dich vu|chu so huu|truong (cac|doan|don vi|bo phan|phong$)|doan |tac gia)"
)
"""Whoever is no post of the agency: applicants, other bodies, the agency itself, anybody in charge."""


def role_unknown(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Roles that are no post and no unit, each once, where posts and units are known."""
    if knowledge.roles is None:
        return
    known, short = {_key(one): one for one in knowledge.roles}, _explained(found)
    rows: dict[str, list[int]] = {}
    for place, step in enumerate(found["steps"], start=1):
        for words in _named(step["responsible"] or ""):
            for one in _unknown(words, known, short):
                rows.setdefault(one, []).append(place)
    for words, places in rows.items():
        values: dict[str, object] = {"role": words, "rows": places, "like": _alike(words, known)}
        yield Trace(row("steps", places[0]), _without_empty(values), _suggestion(values["like"]))


def _named(words: str) -> list[str]:
    parts = (" ".join(part.split()).strip(" .-:") for part in BETWEEN.split(words))
    return [part for part in parts if part and not ANYBODY.match(_key(part))]


def _unknown(words: str, known: Collection[str], short: dict[str, str]) -> list[str]:
    """The role, or of two joined by “và” the one that is not known: a name may hold that word itself."""
    if _is_known(short.get(words, words), known):
        return []
    parts = [part for part in AND.split(words) if not ANYBODY.match(_key(part))]
    missing = [part for part in parts if not _is_known(short.get(part, part), known)]
    return missing if len(missing) < len(AND.split(words)) else [words]


def _is_known(words: str, known: Collection[str]) -> bool:
    key = f" {_key(words)} "
    return any(f" {one} " in key or key in f" {one} " for one in known if one)


def _alike(words: str, known: dict[str, str]) -> list[str]:
    return [known[key] for key in get_close_matches(_key(words), known, n=2, cutoff=0.62)]


def _suggestion(alike: object) -> str:
    if alike:
        return _("If one of these is meant, write it as the agency does.")
    return _("Choose a post or unit of the agency, or add this one.")


def _without_empty(values: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value}


def _explained(found: Object) -> dict[str, str]:
    text = next((s["text"] or "" for s in found["sections"] if s["key"] == "definitions"), "")
    return dict(EXPLAINED.findall(text))


def _key(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(words)).strip()
