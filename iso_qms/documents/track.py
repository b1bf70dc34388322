"""Where a revision is in its life, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from iso_qms.clock import today
from iso_qms.documents.models import BINDING, Revision
from iso_qms.i18n import _


@dataclass(frozen=True)
class Station:
    """A station of a life: its word, its day, and whether it is past, now or still planned."""

    label: str
    date: date | datetime | None
    state: str


def track_of(revision: Revision) -> list[Station]:
    """Draft, review, approval, force, end: what is past, where it stands, what is planned."""
    given = [one.given_at for one in revision.reviews_of_round() if one.given_at]
    approved_at = revision.approval.at if revision.approval else None
    rows: list[tuple[str, date | datetime | None]] = [
        (_("Written"), revision.created_at),
        (_("Reviewed"), max(given) if given else None),
        (_("Approved"), approved_at),
        (_("In force"), revision.valid_from),
    ]
    stop = revision.suspension_on(today()) if revision.state in BINDING else None
    if stop is not None and revision.stands_on(today()):
        rows.append((_("Suspended"), stop.valid_from))
        return _placed(rows, len(rows) - 1)
    if revision.state in ("superseded", "withdrawn") or revision.valid_to:
        rows.append((_("Withdrawn from use") if revision.state == "withdrawn" else _("Superseded"), revision.valid_to))
    return _placed(rows, _place(revision, len(rows)))


def _place(revision: Revision, stations: int) -> int:
    known = {"draft": 0, "discarded": 0, "in_review": 1, "approved": 2, "in_force": 3, "suspended": 3}
    if revision.state in known:
        return known[revision.state]
    ended = revision.valid_to is None or revision.valid_to <= today()
    return stations - 1 if ended else 3


def _placed(rows: list[tuple[str, Any]], now: int) -> list[Station]:
    states = ["past" if place < now else "now" if place == now else "plan" for place in range(len(rows))]
    return [Station(label, day, state) for (label, day), state in zip(rows, states, strict=True)]
