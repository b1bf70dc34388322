"""Suspending a text in force from one day to another, and letting it apply again."""

from __future__ import annotations

from datetime import date

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.acknowledgement.acknowledging import ask_again, readers_of
from iso_qms.documents.models import Revision, Suspension
from iso_qms.i18n import _, _l, speaking
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.outbox import tell
from iso_qms.text import clean
from iso_qms.workflow import Incomplete, WrongState

say(
    {
        "revision.suspension_set": _l("decided on a suspension to come"),
        "revision.suspension_end_set": _l("set the end of the suspension"),
        "revision.suspension_called_off": _l("called off the suspension to come"),
    }
)


def suspend(
    revision: Revision,
    *,
    by: Person,
    note: str = "",
    on: date | None = None,
    until: date | None = None,
    decision: str = "",
) -> None:
    """Suspend a text in force from a day, until another one or until further notice.

    On a day to come it begins by its date, whenever the timetable comes by; readers are told now and on that day.
    """
    on = on or today()
    revision.demand_open("suspend", by=by)
    if not note.strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
    _demand_days(revision, on, until)
    stop = Suspension(
        agency_id=revision.agency_id,
        revision=revision,
        valid_from=on,
        valid_to=until,
        reason=clean(note).strip(),
        decision=clean(decision).strip(),
    )
    db.session.add(stop)
    if on <= today():
        revision.advance("suspend", by=by, note=note)
    else:
        write(revision, "revision.suspension_set", by=by, reason=note.strip())
    _tell_suspended(revision, stop, by=by)


def resume(revision: Revision, *, by: Person, note: str = "", on: date | None = None) -> None:
    """Let a suspended text apply again, from today or from a day to come."""
    on = on or today()
    revision.demand_open("resume", by=by)
    if not note.strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
    stop = revision.suspension_on(today())
    if on < today():
        raise Incomplete(_("%(day)s has passed. Choose today or a later day.", day=f"{on:%d/%m/%Y}"))
    if stop is not None:
        stop.valid_to, stop.called_off = on, on == stop.valid_from
    if on > today():
        write(revision, "revision.suspension_end_set", by=by, reason=note.strip())
        return
    revision.advance("resume", by=by, note=note)
    _tell_resumed(revision, by=by, reason=note.strip())


def call_off(revision: Revision, *, by: Person, note: str = "") -> None:
    """Take back a suspension whose day has not come."""
    revision.demand_open("suspend", by=by)
    stop = revision.suspension_to_come(today())
    if stop is None:
        raise WrongState(_("No suspension of %(revision)s is to come.", revision=revision.named))
    if not note.strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
    stop.valid_to, stop.called_off = stop.valid_from, True
    write(revision, "revision.suspension_called_off", by=by, reason=note.strip())
    tell(readers_of(revision.document), "suspension_called_off", about=revision, by=by, reason=note.strip())


def keep_to_the_days(revision: Revision, *, by: Person) -> None:
    """What the clock does: the state follows the days of the suspension, and readers are told."""
    stop = revision.suspension_on(today())
    if stop is not None and revision.state == "in_force":
        revision.advance("suspend", by=by, note=stop.reason)
        _tell_suspended(revision, stop, by=by)
    elif stop is None and revision.state == "suspended":
        with speaking(None):
            why = _("The suspension ended on its day.")
        revision.advance("resume", by=by, note=why)
        _tell_resumed(revision, by=by, reason="")


def _demand_days(revision: Revision, on: date, until: date | None) -> None:
    if on < today():
        raise Incomplete(_("%(day)s has passed. Choose today or a later day.", day=f"{on:%d/%m/%Y}"))
    if until is not None and until <= on:
        raise Incomplete(_("It applies again after the day it is suspended from."))
    if revision.valid_to is not None and on >= revision.valid_to:
        raise Incomplete(_("It ends already on %(day)s.", day=f"{revision.valid_to:%d/%m/%Y}"))
    other = revision.suspension_on(on) or revision.suspension_to_come(today())
    if other is not None:
        raise WrongState(_("It is to be suspended from %(day)s already.", day=f"{other.valid_from:%d/%m/%Y}"))


def _tell_suspended(revision: Revision, stop: Suspension, *, by: Person) -> None:
    tell(
        readers_of(revision.document),
        "suspended",
        about=revision,
        by=by,
        since=stop.valid_from,
        until=stop.valid_to,
        reason=stop.reason,
        decision=stop.decision,
        ahead=stop.valid_from > today(),
    )


def _tell_resumed(revision: Revision, *, by: Person, reason: str) -> None:
    """Readers are told, and those who still owe their word get the usual time from now on."""
    db.session.flush()
    due = ask_again(revision, by=by)
    for owes in (True, False):
        people = [one for one in readers_of(revision.document) if (one.id in due) == owes]
        day = next(iter(due.values())) if owes and due else None
        tell(people, "resumed", about=revision, by=by, reason=reason, due=day)
