"""Event logs in memory: which cases there were, and in what order of time what happened in each. Pure.

Made for a million cases: a name is kept once and told by its place, a sequence that many cases share is kept once.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, count, islice
from operator import ne, sub
from typing import BinaryIO

from iso_qms.dossiers.event.event_batches import Batch
from iso_qms.dossiers.event.event_log_files import gathered

_NEVER = float("-inf")


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
        sequences = [tuple(places[name] for name in names) for names in cases.values()]
        return cls(list(cases), list(places), sequences)


def read(file: BinaryIO) -> EventLog:
    """Read a log (CSV or XES, packed by gzip or not); raises BadLog with one sentence."""
    return gathered(file, lambda batches: _Gathering().take(batches))


class _Gathering:
    """Events come batch by batch; each is put to its case, and what came out of order is put right at the end."""

    def __init__(self) -> None:
        self.numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self.codes: defaultdict[str, int] = defaultdict(count().__next__)
        self.sequences: list[list[int]] = []
        self.latest: list[float] = []
        self.disordered: set[int] = set()
        # Events of one case that stand together are a run: of each its case and how many they are.
        self.run_numbers, self.run_sizes, self.all_instants = array("I"), array("I"), array("d")

    def take(self, batches: Iterable[Batch]) -> EventLog:
        for batch in batches:
            self._put(batch)
        for number, instants in self._instants_of_disordered():
            codes = self.sequences[number]
            self.sequences[number] = [codes[place] for place in sorted(range(len(codes)), key=instants.__getitem__)]
        return EventLog(list(self.numbers), list(self.codes), list(self._shared()))

    def _put(self, batch: Batch) -> None:
        cases, codes = batch.cases, list(map(self.codes.__getitem__, batch.names))
        changes = map(ne, cases, islice(cases, 1, None))
        starts = [0, *compress(count(1), changes)] if cases else []
        numbers = [self.numbers[cases[start]] for start in starts]
        for case in batch.without_events:
            self.numbers[case]
        new = range(len(self.numbers) - len(self.sequences))
        self.sequences.extend([] for _case in new)
        self.latest.extend(_NEVER for _case in new)
        ends = [*starts[1:], len(cases)] if cases else []
        if 2 * len(starts) > len(cases):
            self._put_events(cases, codes, batch.instants)
        else:
            self._put_runs(zip(numbers, starts, ends, strict=True), codes, batch.instants)
        self.run_numbers.extend(numbers)
        self.run_sizes.extend(map(sub, ends, starts))
        self.all_instants.extend(batch.instants)

    def _put_events(self, cases: Sequence[str], codes: Sequence[int], instants: Sequence[float]) -> None:
        sequences, latest, disordered = self.sequences, self.latest, self.disordered
        for number, code, instant in zip(map(self.numbers.__getitem__, cases), codes, instants, strict=True):
            sequences[number].append(code)
            if instant >= latest[number]:
                latest[number] = instant
            else:
                disordered.add(number)

    def _put_runs(self, runs: Iterable[tuple[int, int, int]], codes: Sequence[int], instants: Sequence[float]) -> None:
        """Where the events of a case stand together, they are put to it at once: its number, from where, to where."""
        sequences, latest, disordered = self.sequences, self.latest, self.disordered
        for number, start, end in runs:
            run = instants[start:end]
            sequences[number] += codes[start:end]
            if run[0] < latest[number] or run != sorted(run):
                disordered.add(number)
            if run[-1] > latest[number]:
                latest[number] = run[-1]

    def _instants_of_disordered(self) -> Iterator[tuple[int, list[float]]]:
        found: dict[int, list[float]] = {number: [] for number in self.disordered}
        start = 0
        for number, size in zip(self.run_numbers, self.run_sizes, strict=True) if found else ():
            if number in found:
                found[number] += self.all_instants[start : start + size]
            start += size
        yield from found.items()

    def _shared(self) -> Iterator[tuple[int, ...]]:
        known: dict[tuple[int, ...], tuple[int, ...]] = {}
        for place, codes in enumerate(self.sequences):
            self.sequences[place] = []  # Each list is let go as soon as its tuple stands.
            sequence = tuple(codes)
            yield known.setdefault(sequence, sequence)
