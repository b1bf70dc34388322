"""Drawing by lot so that anybody can do it again: a seed fixed beforehand, and an algorithm any program can follow.

This module is pure. The whole algorithm, for whoever redoes a draw with another program (`\\n` is one line feed,
`\\t` one tab, text is UTF-8 in Unicode form NFC, hashes are written as 64 small hexadecimal digits):

1. *Population.* One line for each candidate in the recorded order: `code \\t weight \\t name \\t reason \\n`, the
   weight a whole number from 1 to 1000 in decimal digits, codes all different. Its hash is the SHA-256 of all
   lines.
2. *Commitment*, published before the draw: SHA-256 of `seed \\n population hash \\n number to draw \\n`, the seed
   being 64 small hexadecimal digits. Where the population is known only later (`commits_to` is `seed`), the SHA-256
   of `seed \\n`.
3. *Key*: the 32 bytes of SHA-256 of `iso-qms-draw-1 \\n seed \\n population hash \\n public part \\n`. The public
   part is what nobody controls and is read out only at the draw; it may be empty.
4. *Stream*: block i = HMAC-SHA-256(key, i as 8 bytes, the highest first), i = 0, 1, 2 …; each block is read as one
   whole number below 2^256, the highest byte first.
5. *A number below n*: take the next block; if it is not below the greatest multiple of n that is at most 2^256,
   throw it away and take the next one (so that no number is likelier than another); the answer is its remainder by
   n.
6. *Draw*: as often as there are candidates to draw, take a number r below the sum of the weights of those left; go
   through those left in the order of the population, adding up their weights; the first whose sum is above r is
   drawn and leaves. The order of drawing is part of the result.
7. *In parts.* Where a population is drawn from in parts, the part of a candidate is its reason. Each part is drawn from
   as a population of its own, in the order in which the parts are told, with the part's name as the public part.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from typing import Any

FORMAT = "iso-qms-draw-1"
HEAVIEST = 1000
_BLOCKS = 2**256


class NotDrawable(ValueError):
    """A population, a seed or a number that cannot be drawn from; the message is in plain English."""


@dataclass(frozen=True)
class Candidate:
    """One of a population: its code, how likely it is against the others, its name, and why it weighs so much."""

    code: str
    weight: int = 1
    name: str = ""
    reason: str = ""


def candidate(code: str, weight: int = 1, name: str = "", reason: str = "") -> Candidate:
    """A candidate whose texts are in the form that is hashed: composed letters, single spaces."""
    return Candidate(_plain(code), weight, _plain(name), _plain(reason))


def population_hash(population: Sequence[Candidate]) -> str:
    """The hash of a population in its order; refuses one that nobody could draw from."""
    _demand_sound(population)
    lines = (f"{one.code}\t{one.weight}\t{one.name}\t{one.reason}\n" for one in population)
    return _hash("".join(lines))


def commitment(seed: str, population: Sequence[Candidate], number: int) -> str:
    """What is published before the draw: it binds seed, population and number, and tells nothing of the seed."""
    _demand_seed(seed)
    return _hash(f"{seed}\n{population_hash(population)}\n{number}\n")


def seed_commitment(seed: str) -> str:
    """What is published before even the population is known: it binds the seed alone."""
    _demand_seed(seed)
    return _hash(f"{seed}\n")


def draw(population: Sequence[Candidate], number: int, *, seed: str, public_part: str = "") -> list[Candidate]:
    """Some of a population, drawn by weight and without putting back, in the order of drawing."""
    _demand_seed(seed)
    if not 1 <= number <= len(population):
        raise NotDrawable(f"{number} cannot be drawn from {len(population)}.")
    key = f"{FORMAT}\n{seed}\n{population_hash(population)}\n{_plain(public_part)}\n"
    stream = _stream(hashlib.sha256(key.encode()).digest())
    left, drawn = list(population), []
    for _turn in range(number):
        drawn.append(left.pop(_place(left, _below(sum(one.weight for one in left), stream))))
    return drawn


def draw_in_parts(population: Sequence[Candidate], parts: Sequence[tuple[str, int]], *, seed: str) -> list[Candidate]:
    """So many of each part of a population, one part after the other."""
    found: list[Candidate] = []
    for part, number in parts:
        mine = [one for one in population if one.reason == part]
        found += draw(mine, number, seed=seed, public_part=part)
    return found


def record(
    population: Sequence[Candidate],
    number: int,
    *,
    committed: str,
    seed: str = "",
    public_part: str = "",
    parts: Sequence[tuple[str, int]] = (),
    **told: Any,
) -> dict[str, Any]:
    """Everything somebody needs to redo a draw elsewhere; without its seed it says only what was fixed beforehand."""
    drawn = _codes(population, number, seed, public_part, parts) if seed else None
    told = told | ({"parts": [list(one) for one in parts]} if parts else {})
    return told | {
        "format": FORMAT,
        "population": [asdict(one) for one in population],
        "population_hash": population_hash(population),
        "number": number,
        "commitment": committed,
        "seed": seed or None,
        "public_part": _plain(public_part),
        "drawn": drawn,
    }


@dataclass(frozen=True)
class Verdict:
    """What redoing a draw came to; `sealed` when its seed is not told yet, so that only the population was checked."""

    ok: bool
    sealed: bool
    faults: list[str]
    population_hash: str = ""
    commitment: str = ""
    drawn: list[str] | None = None


def check(told: Mapping[str, Any]) -> Verdict:
    """Redo a recorded draw, and say what is not as it was told."""
    try:
        return _checked(told)
    except (KeyError, TypeError, AttributeError) as missing:
        return Verdict(False, False, [f"This is no record of a draw: {missing}."])
    except NotDrawable as refusal:
        return Verdict(False, False, [str(refusal)])


def _checked(told: Mapping[str, Any]) -> Verdict:
    if told["format"] != FORMAT:
        raise NotDrawable(f"The format {told['format']} is not known; known is {FORMAT}.")
    population = [candidate(one["code"], one["weight"], one["name"], one["reason"]) for one in told["population"]]
    found, number, seed = population_hash(population), told["number"], told["seed"]
    faults = [] if found == told["population_hash"] else ["The population is not the one that was recorded."]
    if not seed:
        return Verdict(not faults, True, faults, found)
    alone = told.get("commits_to") == "seed"
    committed = seed_commitment(seed) if alone else commitment(seed, population, number)
    if committed != told["commitment"]:
        faults.append("The seed, the population or the number is not the one committed to before the draw.")
    parts = [(str(name), int(size)) for name, size in told.get("parts") or ()]
    drawn = _codes(population, number, seed, told["public_part"], parts)
    if drawn != told["drawn"]:
        faults.append("Redoing the draw gives another result.")
    return Verdict(not faults, False, faults, found, committed, drawn)


def _codes(
    population: Sequence[Candidate], number: int, seed: str, public_part: str, parts: Sequence[tuple[str, int]]
) -> list[str]:
    if parts:
        return [one.code for one in draw_in_parts(population, parts, seed=seed)]
    return [one.code for one in draw(population, number, seed=seed, public_part=public_part)]


def _place(left: Sequence[Candidate], lot: int) -> int:
    for place, one in enumerate(left):
        if lot < one.weight:
            return place
        lot -= one.weight
    raise AssertionError("the lot is below the sum of the weights")  # pragma: no cover


def _below(limit: int, stream: Iterator[int]) -> int:
    fair = _BLOCKS - _BLOCKS % limit
    return next(block for block in stream if block < fair) % limit


def _stream(key: bytes) -> Iterator[int]:
    for number in count():
        yield int.from_bytes(hmac.digest(key, number.to_bytes(8, "big"), "sha256"), "big")


def _demand_sound(population: Sequence[Candidate]) -> None:
    codes = [one.code for one in population]
    if not all(codes) or len(set(codes)) != len(codes):
        raise NotDrawable("Every candidate has a code of its own.")
    if not all(type(one.weight) is int and 1 <= one.weight <= HEAVIEST for one in population):
        raise NotDrawable(f"A weight is a whole number from 1 to {HEAVIEST}.")


def _demand_seed(seed: str) -> None:
    if len(seed) != 64 or not set(seed) <= set("0123456789abcdef"):
        raise NotDrawable("A seed is 64 small hexadecimal digits.")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
