"""Event logs as XES (IEEE 1849), one trace at a time. Pure.

A document type or an entity is refused before anything is read: no log needs one, and they can make a small file huge.
Two traces of one name are one case. A trace without events is a case in which nothing happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, BinaryIO

from lxml import etree

from iso_qms.dossiers.event.event_batches import SIZE, BadLog, Batch, instant_of, instants_of
from iso_qms.dossiers.event.event_log_xes_plain import SAFE, plain_batches
from iso_qms.i18n import _

_PROLOG = 1 << 16
_CASE = frozenset(["concept:name"])
_OF_EVENTS = frozenset(["concept:name", "time:timestamp"])


def batches(file: BinaryIO) -> Iterator[Batch]:
    """The events of an XES file; raises BadLog with the case and the number of the event in it."""
    _refuse_document_types(file.read(_PROLOG))
    file.seek(0)
    behind = yield from plain_batches(file)
    if behind is not None:
        file.seek(0)
        yield from _batches_of(_traces(file), behind=behind)


def _batches_of(traces: Iterator[Any], *, behind: int) -> Iterator[Batch]:
    """The events of traces, without those of so many at the beginning, which have been read."""
    waiting = _Waiting()
    for number, trace in enumerate(traces, start=1):
        if number <= behind:
            continue
        case = _values(trace, _CASE).get("concept:name", "")
        if not case.strip():
            raise BadLog(_("Trace %(number)s has no name, so that nobody knows which case it is.", number=number))
        events = [_values(event, _OF_EVENTS) for event in trace.iterchildren("{*}event")]
        for place, event in enumerate(events, start=1):
            waiting.add(case, place, event)
        if not events or len(waiting.names) >= SIZE:
            yield waiting.batch(without_events=() if events else (case,))
            waiting = _Waiting()
    yield waiting.batch()


def rows(file: BinaryIO, keys: Sequence[str]) -> Iterator[list[str]]:
    """Each event as the values of these keys, those of its trace beginning with `case:`; raises BadLog."""
    _refuse_document_types(file.read(_PROLOG))
    file.seek(0)
    of_event = frozenset(keys)
    of_trace = frozenset(key.removeprefix("case:") for key in keys if key.startswith("case:"))
    for trace in _traces(file):
        told = {f"case:{key}": value for key, value in _values(trace, of_trace).items()}
        for one in trace.iterchildren("{*}event"):
            event = told | _values(one, of_event)
            yield [event.get(key, "") for key in keys]


class _Waiting:
    """Events that do not fill a batch yet."""

    def __init__(self) -> None:
        self.cases: list[str] = []
        self.names: list[str] = []
        self.times: list[str] = []
        self.places: list[int] = []

    def add(self, case: str, place: int, event: dict[str, str]) -> None:
        name, time = event.get("concept:name", ""), event.get("time:timestamp", "")
        if not name.strip():
            raise BadLog(_("Event %(place)s of case %(case)s does not say what happened.", place=place, case=case))
        if not time.strip():
            raise BadLog(_("Event %(place)s of case %(case)s does not say when.", place=place, case=case))
        self.cases.append(case)
        self.names.append(name)
        self.times.append(time)
        self.places.append(place)

    def batch(self, *, without_events: tuple[str, ...] = ()) -> Batch:
        return Batch(self.cases, self.names, self.times, self._instants(), without_events=without_events)

    def _instants(self) -> list[timedelta]:
        try:
            return instants_of(self.times)
        except ValueError:
            for case, place, time in zip(self.cases, self.places, self.times, strict=True):
                _look_at(case, place, time)
            raise


def _look_at(case: str, place: int, time: str) -> None:
    try:
        instant_of(time)
    except ValueError as error:
        raise BadLog(
            _("Event %(place)s of case %(case)s: “%(said)s” is no time.", place=place, case=case, said=time[:60])
        ) from error


def _refuse_document_types(head: bytes) -> None:
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", head.replace(b"\0", b""), re.IGNORECASE):
        raise BadLog(_("The log declares a document type or entities, which no log needs; it was not read."))


def _traces(file: BinaryIO) -> Iterator[Any]:
    """Each trace, forgotten again before the next one is read."""
    is_log = False
    try:
        for action, element in etree.iterparse(file, events=("start", "end"), tag=("{*}log", "{*}trace"), **SAFE):
            if action == "start":
                if element.getparent() is None:
                    _refuse_document_types(str(element.getroottree().docinfo.doctype).encode())
                is_log = is_log or _local(element) == "log"
            elif _local(element) == "trace":
                yield element
                _forget(element)
    except etree.XMLSyntaxError as error:
        line = (error.position or (0, 0))[0]
        raise BadLog(_("The log is no sound XML, or ends too early: line %(line)s.", line=line)) from error
    if not is_log:
        raise BadLog(_("The log is XML, but no XES: it has no element “log”."))


def _forget(element: Any) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _values(element: Any, wanted: frozenset[str]) -> dict[str, str]:
    """The attributes wanted of those that stand directly in a trace or an event, by their keys."""
    return {key: child.get("value", "") for child in element if (key := child.get("key")) in wanted}


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
