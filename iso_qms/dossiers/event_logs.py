"""Event logs in memory: which cases there were, and in what order of time what happened in each. Pure.

Made for a million cases: a name is kept once and told by its place, a sequence that many cases share is kept once.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from operator import ne
from typing import BinaryIO

from iso_qms.dossiers.event_batches import Batch
from iso_qms.dossiers.event_log_files import gathered

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
        self.all_numbers, self.all_instants = array("I"), array("d")

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
        starts = [0, *(place for place, changed in enumerate(changes, start=1) if changed)] if cases else []
        numbers = [self.numbers[cases[start]] for start in starts]
        for case in batch.without_events:
            self.numbers[case]
        new = range(len(self.numbers) - len(self.sequences))
        self.sequences.extend([] for _case in new)
        self.latest.extend(_NEVER for _case in new)
        if 2 * len(starts) > len(cases):
            numbers = list(map(self.numbers.__getitem__, cases))
            self._put_events(numbers, codes, batch.instants)
        else:
            numbers = self._put_runs(numbers, [*starts, len(cases)], codes, batch.instants)
        self.all_numbers.extend(numbers)
        self.all_instants.extend(batch.instants)

    def _put_events(self, numbers: Sequence[int], codes: Sequence[int], instants: Sequence[float]) -> None:
        sequences, latest, disordered = self.sequences, self.latest, self.disordered
        for number, code, instant in zip(numbers, codes, instants, strict=True):
            sequences[number].append(code)
            if instant >= latest[number]:
                latest[number] = instant
            else:
                disordered.add(number)

    def _put_runs(
        self, numbers: Sequence[int], bounds: Sequence[int], codes: Sequence[int], instants: Sequence[float]
    ) -> list[int]:
        """Where the events of a case stand together, they are put to it together; the number of each event's case."""
        all_numbers: list[int] = []
        for number, start, end in zip(numbers, bounds, bounds[1:], strict=False):
            run = instants[start:end]
            self.sequences[number] += codes[start:end]
            if run[0] < self.latest[number] or run != sorted(run):
                self.disordered.add(number)
            self.latest[number] = max(self.latest[number], run[-1])
            all_numbers += [number] * (end - start)
        return all_numbers

    def _instants_of_disordered(self) -> Iterator[tuple[int, list[float]]]:
        found: dict[int, list[float]] = {number: [] for number in self.disordered}
        if found:
            for number, instant in zip(self.all_numbers, self.all_instants, strict=True):
                if number in found:
                    found[number].append(instant)
        yield from found.items()

    def _shared(self) -> Iterator[tuple[int, ...]]:
        known: dict[tuple[int, ...], tuple[int, ...]] = {}
        for place, codes in enumerate(self.sequences):
            self.sequences[place] = []  # Each list is let go as soon as its tuple stands.
            sequence = tuple(codes)
            yield known.setdefault(sequence, sequence)
