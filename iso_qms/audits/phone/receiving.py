"""Receiving what phones kept while they had no network: each act once, accepted by the room's own verbs, or kept.

Nothing that was captured is lost: what a verb refuses stays here with the reason and stands beside what counts, and
whoever sent it is told so. Sending again is harmless, because an act that is known is only answered again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from iso_qms.audits.checklist.items import FILLING, item_of, said_of
from iso_qms.audits.models import Inspection
from iso_qms.audits.phone import applying
from iso_qms.audits.phone.phone_acts import ACT_KINDS, PhoneAct, acts_known
from iso_qms.audits.phone.syncing import merged
from iso_qms.clock import now
from iso_qms.db import db, hold
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.workflow import Refused, WrongState

MOST_ACTS = 200
MOST_WORDS = 40_000
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

say(
    {
        "inspection.act_kept": _l("sent from a phone what could not be accepted"),
        "inspection.act_settled": _l("settled what a phone had sent"),
    }
)


class Unreadable(ValueError):
    """What was sent is no act at all; the phone keeps it and says so."""


@dataclass(frozen=True)
class Sent:
    """One act as a phone sends it."""

    uuid: str
    device: str
    counter: int
    author_id: int
    kind: str
    payload: Mapping[str, Any]
    captured_at: datetime
    bases: Sequence[str] = field(default_factory=tuple)

    @property
    def item(self) -> str:
        """What it fills, if it is of a kind of which one stands."""
        return item_of(self.kind, self.payload)


def read_sent(row: Any) -> Sent:
    """An act out of what a phone wrote as JSON; raises Unreadable."""
    try:
        at = datetime.fromisoformat(row["captured_at"])
        sent = Sent(
            uuid=str(row["uuid"]),
            device=str(row["device"])[:36],
            counter=int(row["counter"]),
            author_id=int(row["author"]),
            kind=str(row["kind"]),
            payload=dict(row["payload"]),
            captured_at=at if at.tzinfo else at.replace(tzinfo=UTC),
            bases=[str(one)[:80] for one in row.get("bases", [])][:500],
        )
        readable = UUID.fullmatch(sent.uuid) and sent.kind in ACT_KINDS and sent.kind != "choice"
        if not readable or len(json.dumps(sent.payload)) > MOST_WORDS or len(sent.item) > 80:
            raise Unreadable("no act of ours")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(str(error)) from error
    return sent


def receive(inspection: Inspection, sent: Sequence[Sent], *, by: Person) -> dict[str, dict[str, Any]]:
    """Take in acts of one person; for each uuid: accepted, refused with a reason, or wait, not_yours, wanting."""
    hold(inspection)  # of two phones at once the second then sees what the first one wrote
    known = acts_known([one.uuid for one in sent])
    answers = {uuid: _answer(act) for uuid, act in known.items()}
    fresh = {one.uuid: one for one in sent if one.uuid not in known}
    ordered = sorted(fresh.values(), key=lambda one: (one.counter, one.uuid))
    for _run, run in groupby(ordered, key=_run_of):
        for one, answer in _receive_run(inspection, list(run), by=by):
            answers[one.uuid] = answer
    return answers


def settle(act: PhoneAct, *, by: Person, note: str) -> None:
    """Close what was not accepted, by somebody of the team who has looked at it; it stays readable."""
    if not act.inspection.has_member(by):
        raise Refused(_("Only the team settles this."))
    if act.outcome != "refused" or act.settled_at is not None:
        raise WrongState(_("This was settled already."))
    if not note.strip():
        raise Refused(_("Give a reason: it stands in the history."))
    act.settled_at, act.settled_by_id, act.settled_note = now(), by.id, note.strip()
    write(act.inspection, "inspection.act_settled", by=by)


def disputes_of(inspection: Inspection) -> dict[str, Any]:
    """The items for which people said different things, neither having seen the other's."""
    return {item: one for item, one in merged(said_of(inspection)).items() if one.is_disputed}


def _run_of(one: Sent) -> tuple[str, Any]:
    """Neighbours that one call of a verb takes: answers of a unit, people of a head-count; anything else alone."""
    if one.kind == "answer":
        return one.kind, one.payload.get("unit")
    if one.kind == "seen":
        return one.kind, (one.payload.get("unit"), one.payload.get("day"))
    return one.kind, one.uuid


def _receive_run(inspection: Inspection, run: list[Sent], *, by: Person) -> Iterator[tuple[Sent, dict[str, Any]]]:
    mine = [one for one in run if one.author_id == by.id]
    yield from ((one, {"outcome": "not_yours"}) for one in run if one.author_id != by.id)
    if mine and inspection.state == "planned" and mine[0].kind != "start":
        yield from ((one, {"outcome": "wait", "reason": _("The visit has not begun yet.")}) for one in mine)
        return
    if missing := [one for one in mine if applying.misses_its_part(one.payload, by=by)]:
        yield from ((one, {"outcome": "wanting"}) for one in missing)
        return
    if mine:
        yield from _accepted_or_kept(inspection, mine, by)


def _accepted_or_kept(inspection: Inspection, run: list[Sent], by: Person) -> Iterator[tuple[Sent, dict[str, Any]]]:
    """All of a run together, or, where one of it is refused, each alone: so that one cannot spoil the others."""
    try:
        with _undoable():
            rows = [_row(inspection, one, by) for one in run]
            _apply(inspection, rows, by)
    except Refused as refusal:
        if len(run) == 1:
            yield run[0], _answer(_keep(inspection, run[0], str(refusal), by))
        else:
            for one in run:
                yield from _accepted_or_kept(inspection, [one], by)
        return
    yield from ((one, _answer(row)) for one, row in zip(run, rows, strict=True))


def _apply(inspection: Inspection, rows: list[PhoneAct], by: Person) -> None:
    kind = rows[0].kind
    verbs: dict[str, Callable[..., None]] = applying.VERBS
    try:
        verbs[kind](inspection, rows, by=by)
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(_("Something is missing in what the phone sent.")) from error
    db.session.flush()


def _row(inspection: Inspection, sent: Sent, by: Person, **more: Any) -> PhoneAct:
    row = PhoneAct(
        agency_id=inspection.agency_id,
        inspection_id=inspection.id,
        uuid=sent.uuid,
        device=sent.device,
        counter=sent.counter,
        person_id=by.id,
        kind=sent.kind,
        item=sent.item if sent.kind in FILLING else "",
        payload=dict(sent.payload),
        bases=list(sent.bases),
        captured_at=min(sent.captured_at, now()),
        received_at=now(),
        **more,
    )
    db.session.add(row)
    return row


def _keep(inspection: Inspection, sent: Sent, reason: str, by: Person) -> PhoneAct:
    row = _row(inspection, sent, by, outcome="refused", reason=reason)
    db.session.flush()
    applying.keep_part(row, by=by)
    write(inspection, "inspection.act_kept", by=by)
    return row


@contextmanager
def _undoable() -> Iterator[None]:
    """A part of the unit that can be undone alone."""
    try:
        with db.session.begin_nested():
            yield
    except Exception:
        db.session.expire_all()  # What was set past the session must not outlive the savepoint.
        raise


def _answer(act: PhoneAct) -> dict[str, Any]:
    found: dict[str, Any] = {"outcome": act.outcome, "made": act.made_id}
    return found | {"reason": act.reason} if act.reason else found
