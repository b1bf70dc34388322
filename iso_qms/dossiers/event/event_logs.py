"""Event logs in memory: which cases there were, and in what order of time what happened in each. Pure.

Made for a million cases: a name is kept once and told by its place, a sequence that many cases share is kept once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import compress, count, islice
from operator import gt, ne
from typing import Any, BinaryIO

from iso_qms.dossiers.event.event_batches import Batch, instants_of
from iso_qms.dossiers.event.event_log_files import gathered

_NEVER = timedelta.min
_BETWEEN = "\0"  # No text of a log has it.


@dataclass(frozen=True)
class EventLog:
    """Cases in the order in which the file first names them, and beside each the places of its names in `names`."""

    cases: Sequence[str]
    names: Sequence[str]
    sequences: Sequence[tuple[int, ...]]

    @classmethod
    def of(cls, cases: Mapping[str, Iterable[str]]) -> EventLog:
        """The log of cases whose names are in order of time already."""
        places: defaultdict[str, int] = defaultdict(count().__next__)
        known: dict[tuple[int, ...], tuple[int, ...]] = {}
        sequences = [tuple(places[name] for name in names) for names in cases.values()]
        return cls(list(cases), list(places), [known.setdefault(one, one) for one in sequences])


def read(file: BinaryIO) -> EventLog:
    """Read a log (CSV or XES, packed by gzip or not); raises BadLog with one sentence."""
    return gathered(file, lambda batches: _Gathering().take(batches))


class _Gathering:
    """Events come batch by batch; each is put to its case, and what came out of order is put right at the end.

    Events of one case that stand together are a run. Most cases are one run, so that most sequences are shared at once.
    """

    def __init__(self) -> None:
        self.numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self.codes: defaultdict[str, int] = defaultdict(count().__next__)
        self.known: dict[tuple[int, ...], tuple[int, ...]] = {}
        self.sequences: list[tuple[int, ...]] = []
        self.later: defaultdict[int, list[int]] = defaultdict(list)
        """By the number of a case, what stands in its second run and those behind."""
        self.latest: list[timedelta] = []
        self.disordered: set[int] = set()
        self.runs: list[tuple[array[int], array[int], str]] = []
        """Of each batch the cases of its runs, where each begins, and all times as they are written."""

    def take(self, batches: Iterable[Batch]) -> EventLog:
        for batch in batches:
            self._put(batch)
        for number, more in self.later.items():
            self.sequences[number] += tuple(more)
        for number, instants in self._instants_of_disordered().items():
            places = sorted(range(len(instants)), key=instants.__getitem__)
            self.sequences[number] = tuple(map(self.sequences[number].__getitem__, places))
        for number in self.later.keys() | self.disordered:
            self.sequences[number] = self.known.setdefault(self.sequences[number], self.sequences[number])
        return EventLog(list(self.numbers), list(self.codes), self.sequences)

    def _put(self, batch: Batch) -> None:
        starts = [0, *_where(ne, batch.cases)] if batch.cases else []
        numbers = list(map(self.numbers.__getitem__, map(batch.cases.__getitem__, starts)))
        self._put_runs(zip(numbers, starts, [*starts[1:], len(batch.cases)], strict=False), batch)
        for fall in set(_where(gt, batch.instants)).difference(starts):
            self.disordered.add(numbers[bisect_right(starts, fall) - 1])
        for case in batch.without_events:
            if self.numbers[case] == len(self.sequences):
                self.sequences.append(())
                self.latest.append(_NEVER)
        self.runs.append((array("I", numbers), array("I", starts), _BETWEEN.join(batch.times)))

    def _put_runs(self, runs: Iterable[tuple[int, int, int]], batch: Batch) -> None:
        """Put each run to its case: the number of the case, from where in the batch, to where."""
        codes, instants = tuple(map(self.codes.__getitem__, batch.names)), batch.instants
        sequences, latest, shared = self.sequences, self.latest, self.known.setdefault
        for number, start, end in runs:
            run = codes[start:end]
            if number == len(sequences):
                sequences.append(shared(run, run))
                latest.append(instants[end - 1])
            else:
                self.later[number] += run
                if instants[start] < latest[number]:
                    self.disordered.add(number)
                latest[number] = instants[end - 1]  # It is the latest as long as the case is in order.

    def _instants_of_disordered(self) -> dict[int, list[float]]:
        """The times of the cases that need them, read once more: to keep those of all takes more memory and time."""
        found: dict[int, list[float]] = {number: [] for number in self.disordered}
        for numbers, starts, times in self.runs:
            if not found.keys().isdisjoint(numbers):
                instants = list(map(timedelta.total_seconds, instants_of(times.split(_BETWEEN))))
                for number, start, end in zip(numbers, starts, [*starts[1:], len(instants)], strict=True):
                    if number in found:
                        found[number] += instants[start:end]
        return found


def _where(differs: Callable[[Any, Any], bool], values: Sequence[Any]) -> Iterator[int]:
    """The places of values from which the value before differs so."""
    return compress(count(1), map(differs, values, islice(values, 1, None)))
