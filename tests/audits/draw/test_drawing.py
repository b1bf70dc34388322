"""The draw: the same every time, bound beforehand, and no unit likelier than its weight."""

import hashlib
import hmac
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iso_qms.audits.draw import drawing
from iso_qms.audits.draw.drawing import candidate

SEED = "ab" * 32
SIX = [candidate(code, weight) for code, weight in (("VP", 1), ("TT", 4), ("KT", 2), ("VH", 1), ("ĐĐ", 7), ("CA", 3))]
POPULATIONS = st.lists(st.integers(1, 1000), min_size=1, max_size=12).map(
    lambda weights: [candidate(f"U{place}", weight) for place, weight in enumerate(weights)]
)
SEEDS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@settings(max_examples=60, deadline=None)
@given(POPULATIONS, SEEDS, st.text(max_size=20), st.data())
def test_it_draws_the_same_every_time_each_once_and_what_it_tells_can_be_checked(population, seed, public, data):
    number = data.draw(st.integers(1, len(population)))
    drawn = drawing.draw(population, number, seed=seed, public_part=public)
    assert drawn == drawing.draw(list(population), number, seed=seed, public_part=public)
    assert len(set(drawn)) == number and set(drawn) <= set(population)
    committed = drawing.commitment(seed, population, number)
    told = drawing.record(population, number, committed=committed, seed=seed, public_part=public)
    assert drawing.check(told) == drawing.Verdict(
        True, False, [], told["population_hash"], committed, [one.code for one in drawn]
    )


def test_of_20_000_draws_each_comes_first_as_often_as_it_weighs():
    firsts = Counter(drawing.draw(SIX, 1, seed=_seed(turn))[0].code for turn in range(20_000))
    assert _chi_square(firsts, {one.code: 20_000 * one.weight / 18 for one in SIX}) < 20.5  # 5 degrees, 1 in 1000


def test_of_equal_weights_every_pair_comes_as_often_in_either_order():
    equal = [candidate(code) for code in "ABCD"]
    pairs = Counter("".join(one.code for one in drawing.draw(equal, 2, seed=_seed(turn))) for turn in range(12_000))
    assert len(pairs) == 12
    assert _chi_square(pairs, dict.fromkeys(pairs, 1000)) < 31.3  # 11 degrees, 1 in 1000


def test_another_program_that_follows_the_description_draws_the_same():
    lines = "".join(f"{one.code}\t{one.weight}\t\t\n" for one in SIX)
    hashed = hashlib.sha256(lines.encode()).hexdigest()
    key, block = hashlib.sha256(f"iso-qms-draw-1\n{SEED}\n{hashed}\n07 31 44\n".encode()).digest(), 0
    tickets, drawn = [one.code for one in SIX for _ticket in range(one.weight)], []
    while len(drawn) < 6:
        value = int(hmac.new(key, block.to_bytes(8, "big"), hashlib.sha256).hexdigest(), 16)
        block += 1
        if value < 2**256 // len(tickets) * len(tickets):
            drawn.append(tickets[value % len(tickets)])
            tickets = [one for one in tickets if one != drawn[-1]]
    assert [one.code for one in drawing.draw(SIX, 6, seed=SEED, public_part=" 07 31  44 ")] == drawn


def test_a_block_that_would_favour_small_numbers_is_thrown_away():
    assert drawing._below(3, iter([2**256 - 1, 5])) == 2


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"seed": "cd" * 32}, "committed to"),
        ({"number": 3}, "committed to"),
        ({"public_part": "another"}, "another result"),
        ({"drawn": ["VP", "CA"]}, "another result"),
        ({"population_hash": "0" * 64}, "not the one that was recorded"),
        ({"population": [{"code": "VP", "weight": 9, "name": "", "reason": ""}] * 2}, "a code of its own"),
        ({"population": [{"code": "VP", "weight": True, "name": "", "reason": ""}]}, "whole number"),
        ({"population": [{"code": "VP"}]}, "no record of a draw"),
        ({"seed": "short"}, "64 small"),
        ({"number": 7}, "cannot be drawn"),
        ({"number": "2"}, "no record"),
        ({"format": "another-1"}, "not known"),
    ],
)
def test_whatever_is_changed_afterwards_is_found(changed, fault):
    told = drawing.record(SIX, 2, committed=drawing.commitment(SEED, SIX, 2), seed=SEED, public_part="07")
    verdict = drawing.check(told | changed)
    assert not verdict.ok and fault in " ".join(verdict.faults)


def test_of_a_sealed_draw_only_the_population_is_checked_and_nothing_is_told():
    told = drawing.record(SIX, 2, committed=drawing.commitment(SEED, SIX, 2), purpose="Quý IV")
    assert (told["seed"], told["drawn"], told["purpose"]) == (None, None, "Quý IV")
    assert drawing.check(told) == drawing.Verdict(True, True, [], drawing.population_hash(SIX))


def _seed(turn):
    return hashlib.sha256(str(turn).encode()).hexdigest()


def _chi_square(seen, expected):
    return sum((seen[code] - often) ** 2 / often for code, often in expected.items())
