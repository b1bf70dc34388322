"""Event logs as XES (IEEE 1849), one trace at a time. Pure.

A document type or an entity is refused before anything is read: no log needs one, and they can make a small file huge.
Two traces of one name are one case. A trace without events is a case in which nothing happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from lxml import etree

from iso_qms.dossiers.event.event_batches import SIZE, BadLog, Batch, instant_of, instants_of
from iso_qms.i18n import _

_PROLOG = 1 << 16
_CASE, _TIMED, _HANDS = (
    frozenset(names) for names in (["concept:name"], ["time:timestamp"], ["org:group", "org:resource"])
)
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def batches(file: BinaryIO, *, with_hands: bool = False) -> Iterator[Batch]:
    """The events of an XES file; raises BadLog with the case and the number of the event in it."""
    _refuse_document_types(file.read(_PROLOG))
    file.seek(0)
    waiting, wanted = _Waiting(), _CASE | _TIMED | (_HANDS if with_hands else frozenset())
    for number, trace in enumerate(_traces(file), start=1):
        case = _values(trace, _CASE).get("concept:name", "")
        if not case.strip():
            raise BadLog(_("Trace %(number)s has no name, so that nobody knows which case it is.", number=number))
        events = [_values(event, wanted) for event in trace.iterchildren("{*}event")]
        for place, event in enumerate(events, start=1):
            waiting.add(case, place, event)
        if not events or len(waiting.names) >= SIZE:
            yield waiting.batch(with_hands=with_hands, without_events=() if events else (case,))
            waiting = _Waiting()
    yield waiting.batch(with_hands=with_hands)


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
        self.groups: list[str] = []
        self.resources: list[str] = []

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
        self.groups.append(event.get("org:group", ""))
        self.resources.append(event.get("org:resource", ""))

    def batch(self, *, with_hands: bool, without_events: tuple[str, ...] = ()) -> Batch:
        return Batch(
            self.cases, self.names, self._instants(),
            groups=self.groups if with_hands else (), resources=self.resources if with_hands else (),
            without_events=without_events,
        )  # fmt: skip

    def _instants(self) -> list[float]:
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
        for action, element in etree.iterparse(file, events=("start", "end"), tag=("{*}log", "{*}trace"), **_SAFE):
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
