from itertools import product
from random import Random

import pytest

from iso_qms.audits.conduct.cells import TOTAL, hidden_in, with_totals


def test_one_small_cell_takes_others_with_it():
    table = with_totals({("A", "x"): 2, ("A", "y"): 9, ("B", "x"): 8, ("B", "y"): 7})
    hidden = hidden_in(table, 5)
    assert ("A", "x") in hidden and (TOTAL, TOTAL) not in hidden
    assert hidden == set(product("AB", "xy"))


def test_nothing_is_hidden_where_nothing_is_small():
    assert not hidden_in(with_totals({("A", "x"): 5, ("B", "y"): 6}), 5)
    assert not hidden_in(with_totals({}), 5)


@pytest.mark.parametrize("seed", range(60))
def test_no_hidden_cell_can_be_worked_out_from_the_others(seed):
    dice = Random(seed)
    rows, columns = range(dice.randint(1, 4)), range(dice.randint(1, 4))
    table = with_totals({cell: dice.choice([0, 0, 1, 2, 4, 5, 9, 30]) for cell in product(rows, columns)})
    hidden = hidden_in(table, 5)
    assert {cell for cell, count in table.items() if 0 < count < 5} <= hidden
    assert all(table[cell] for cell in hidden), "an empty cell betrays nothing"
    for cell in hidden:
        other = another_table(table, hidden, cell)
        assert other[cell] != table[cell] and min(other.values()) >= 0
        assert all(other[one] == table[one] for one in table if one not in hidden)
        assert adds_up(other)


def another_table(table, hidden, cell):
    """The table moved by one along a ring of hidden cells through this one."""
    row, column = cell
    ways = [(row, [])]
    seen = set()
    while ways:
        here, path = ways.pop(0)
        for one in hidden - {cell}:
            for side in (0, 1):
                node, other = (one[side], side), (one[1 - side], 1 - side)
                start = here if path else (row, 0)
                if node == start and one not in path and (other, len(path)) not in seen:
                    seen.add((other, len(path)))
                    if other == (column, 1):
                        moved = dict(table)
                        moved[cell] += 1
                        for step, taken in enumerate([*path, one]):
                            moved[taken] += (-1) ** (step + 1)
                        return moved if adds_up(moved) else fixed(table, cell, [*path, one])
                    ways.append((other, [*path, one]))
    raise AssertionError(f"{cell} is a bridge")


def fixed(table, cell, ring):
    """The same move with the signs that totals ask."""
    for signs in product((1, -1), repeat=len(ring)):
        moved = dict(table)
        moved[cell] -= 1
        for one, sign in zip(ring, signs, strict=True):
            moved[one] += sign
        if adds_up(moved):
            return moved
    raise AssertionError("the ring does not add up")


def adds_up(table):
    rows = {row for row, _column in table}
    columns = {column for _row, column in table}
    sound = all(table[row, TOTAL] == sum(table[row, one] for one in columns - {TOTAL}) for row in rows)
    return sound and all(
        table[TOTAL, column] == sum(table[one, column] for one in rows - {TOTAL}) for column in columns
    )
