"""What a question asks for, how what was seen is written, and when it does not conform. Pure.

Every answer ends in one of four verdicts, whatever it asks for, so that all of them count together. A number or a time
with a limit, and a choice whose answers are marked, tell their verdict themselves; words, evidence, and figures without
a limit are judged by the team.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from iso_qms.i18n import _, _l
from iso_qms.text import clean
from iso_qms.workflow import Incomplete

ANSWERS = {
    "conform": _l("Conforms"),
    "not": _l("Does not conform"),
    "not_applicable": _l("Not applicable"),
    "not_seen": _l("Not seen"),
}
ANSWER_KINDS = {
    "verdict": _l("A verdict"),
    "number": _l("A number"),
    "time": _l("A time of day"),
    "choice": _l("One of several"),
    "text": _l("A few words"),
    "evidence": _l("Evidence: the record that was seen"),
}
UNSEEN = ("not_applicable", "not_seen")
"""Verdicts that need no value: there was nothing to write down."""
LIMITED = ("number", "time")
"""What may have a least and a most."""
MOST_WORDS = 2000

# Two decimals at most: so 1.000 and 1,000, which are a thousand to one reader and one to another, are no numbers here.
_NUMBER = re.compile(r"([+-]?\d{1,12})(?:[.,](\d{1,2}))?")
_TIME = re.compile(r"(\d{1,2})\s*(?:[:hg]\s*(\d{2})?)", re.IGNORECASE)


class Asked(NamedTuple):
    """A question as it is written, before it stands in a version of a checklist."""

    vi: str
    en: str = ""
    basis: str = ""
    key: str = ""
    guidance_vi: str = ""
    guidance_en: str = ""
    answer_kind: str = "verdict"
    choices: Sequence[Mapping[str, Any]] = ()
    unit_of_measure: str = ""
    least: str = ""
    most: str = ""
    weight: int = 1
    clause: str = ""
    edition: str = ""
    document_id: int | None = None
    block_id: int | None = None
    block_hash: str = ""


class Judged(Protocol):
    """What judging needs to know of a question."""

    @property
    def answer_kind(self) -> str: ...
    @property
    def choices(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def least(self) -> str: ...
    @property
    def most(self) -> str: ...


class Given(NamedTuple):
    """What a team says about a question: the verdict chosen, a note, and the value where one is asked for."""

    question: Any
    said: str
    note: str = ""
    value: str = ""


def canonical(question: Judged, typed: str) -> str:
    """A value as it is kept: "3.5", "07:45", the key of a choice, or words; empty when nothing was typed."""
    words = clean(typed).strip()
    if not words:
        return ""
    if question.answer_kind == "number":
        return number_of(words)
    if question.answer_kind == "time":
        return time_of(words)
    if question.answer_kind == "choice" and words not in {one["key"] for one in question.choices}:
        raise Incomplete(_("Choose one of the answers given."))
    if len(words) > MOST_WORDS:
        raise Incomplete(_("Write at most %(n)s letters.", n=MOST_WORDS))
    return words


def number_of(words: str) -> str:
    """A number typed in either manner ("3,5", "3.5", "1 000") as it is kept; refuses what reads in two ways."""
    found = _NUMBER.fullmatch("".join(words.split()))
    if found is None:
        raise Incomplete(_("“%(words)s” is no number. Write it like 1000 or 3,5.", words=words[:40]))
    plain = f"{Decimal('.'.join(filter(None, found.groups()))).normalize():f}"
    return "0" if plain == "-0" else plain


def time_of(words: str) -> str:
    """A time of day ("7:45", "7h45", "7h") as it is kept; refuses what is none."""
    found = _TIME.fullmatch(words)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hour > 23 or minute > 59:
        raise Incomplete(_("“%(words)s” is no time of day. Write it like 07:45.", words=words[:40]))
    return f"{hour:02d}:{minute:02d}"


def tells_verdict(question: Judged) -> bool:
    """Whether the value alone says if it conforms, so that the team need not judge."""
    if question.answer_kind in LIMITED:
        return bool(question.least or question.most)
    return question.answer_kind == "choice" and any("conforms" in one for one in question.choices)


def judged(question: Judged, said: str, typed: str) -> tuple[str, str]:
    """The verdict and the value of an answer, both empty when none was given; refuses what does not go together."""
    value = clean(typed).strip()
    if value and question.answer_kind == "verdict":
        raise Incomplete(_("This question asks for a verdict alone."))
    if value and said in UNSEEN:
        raise Incomplete(_("Something is written although it does not apply or was not seen: take one away."))
    value = canonical(question, value)
    if tells_verdict(question) and said not in UNSEEN:
        return (verdict_of(question, value), value) if value else ("", "")
    if value and said not in ANSWERS:
        raise Incomplete(_("Say whether what you saw conforms."))
    if said in ("conform", "not") and not value and question.answer_kind != "verdict":
        raise Incomplete(_("Write down what you saw."))
    return (said, value) if said in ANSWERS else ("", "")


def verdict_of(question: Judged, value: str) -> str:
    """Whether a value that was kept conforms: inside its limits, both included, or a choice that is marked so."""
    if question.answer_kind == "choice":
        chosen = next((one for one in question.choices if one["key"] == value), {})
        return "conform" if chosen.get("conforms") else "not"
    if question.answer_kind == "number":
        least, most = (Decimal(one) if one else Decimal(value) for one in (question.least, question.most))
        return "conform" if least <= Decimal(value) <= most else "not"
    return "conform" if (question.least or value) <= value <= (question.most or value) else "not"


def score_of(verdicts: Iterable[tuple[int, str]]) -> int | None:
    """In percent, the weights of what conforms out of what conforms and what does not; None where nothing counts."""
    judged_ones = [(weight, verdict) for weight, verdict in verdicts if verdict in ("conform", "not")]
    whole = sum(weight for weight, _verdict in judged_ones)
    good = sum(weight for weight, verdict in judged_ones if verdict == "conform")
    return good * 100 // whole if whole else None


def sound(asked: Asked) -> Asked:
    """A question fit to be kept: trimmed, its limits in the form they are compared in. Refuses what cannot be asked."""
    words = asked.vi.strip() or asked.en.strip()
    if not words:
        raise Incomplete(_("A question has words."))
    if asked.answer_kind not in ANSWER_KINDS:
        raise Incomplete(_("“%(question)s”: choose what is asked for.", question=words[:80]))
    has_limits = asked.answer_kind in LIMITED
    choices = list(asked.choices) if asked.answer_kind == "choice" else []
    if asked.answer_kind == "choice" and len(choices) < 2:
        raise Incomplete(_("“%(question)s”: give at least two answers to choose from.", question=words[:80]))
    least, most = (_limit(asked, typed) if has_limits else "" for typed in (asked.least, asked.most))
    if least and most and verdict_of(asked._replace(least="", most=most), least) == "not":
        raise Incomplete(_("“%(question)s”: the lower limit is above the upper one.", question=words[:80]))
    return asked._replace(
        vi=asked.vi.strip(), en=asked.en.strip(), basis=asked.basis.strip(), choices=choices, least=least, most=most
    )


def _limit(asked: Asked, typed: str) -> str:
    return canonical(asked, typed) if typed.strip() else ""


def in_language(pair: str, speaks: str) -> str:
    """The half of "Vietnamese | English" that is read in a language; the Vietnamese where there is one half."""
    vi, _bar, en = (one.strip() for one in pair.partition("|"))
    return (en if speaks == "en" else vi) or vi or en


def choices_in(text: str) -> list[dict[str, Any]]:
    """The answers of a choice as they are typed, one a line: "Vietnamese | English", a minus first if not conforming.

    Where no line has a plus or a minus, the team judges.
    """
    lines = [one.strip() for one in clean(text).splitlines() if one.strip()]
    found: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        vi, _bar, en = line.lstrip("+-−").partition("|")
        found.append({"key": f"c{number}", "vi": vi.strip(), "en": en.strip()})
        if line[0] in "+-−":
            found[-1]["conforms"] = line[0] == "+"
    if any("conforms" in one for one in found):
        found = [{"conforms": True} | one for one in found]
    return found


def choices_text(choices: Sequence[Mapping[str, Any]]) -> str:
    """The answers of a choice as `choices_in` reads them."""
    signs = {True: "+ ", False: "- ", None: ""}
    return "\n".join(
        signs[one.get("conforms")] + one["vi"] + (f" | {one['en']}" if one.get("en") else "") for one in choices
    )
