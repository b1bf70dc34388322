"""What can be done with records: classes, series, holding back, and disposal by two people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.numbering import numbered
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.units import Unit
from iso_qms.outbox import tell
from iso_qms.records.models import Disposal, RecordClass, RecordSeries
from iso_qms.records.terms import MOST_YEARS
from iso_qms.text import clean, fold
from iso_qms.workflow import Forbidden, Incomplete, WrongState

say(
    {
        "record_class.opened": _l("said how long they are kept"),
        "record_class.changed": _l("changed how long they are kept"),
        "record_series.entered": _l("entered the records"),
        "record_series.changed": _l("corrected what stands of the records"),
        "record_series.held": _l("held the records back from disposal"),
        "record_series.freed": _l("ended the hold"),
        "record_series.disposed": _l("noted that the records were disposed of"),
        "disposal.proposed": _l("proposed the disposal"),
    }
)


def open_class(*, name: str, years: int | None, basis: str, document: Document | None, by: Person) -> RecordClass:
    """Say how long records of a kind are kept; no years: for ever."""
    one = RecordClass(agency_id=by.agency_id)
    _fill_class(one, name=name, years=years, basis=basis, document=document, by=by)
    db.session.add(one)
    write(one, "record_class.opened", by=by)
    return one


def change_class(
    one: RecordClass, *, name: str, years: int | None, basis: str, document: Document | None, reason: str, by: Person
) -> int:
    """Change a class; the term of every series still kept is reckoned anew. Answers how many series that concerns."""
    if not reason.strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
    _fill_class(one, name=name, years=years, basis=basis, document=document, by=by)
    write(one, "record_class.changed", by=by, reason=reason)
    kept = select(RecordSeries).where(RecordSeries.class_id == one.id, RecordSeries.disposed_on.is_(None))
    moved = 0
    for series in db.session.scalars(kept).unique():
        before = series.keep_until
        series.reckon_term()
        if series.keep_until != before:
            write(series, "record_series.changed", by=by, reason=reason)
            moved += 1
    return moved


def enter_series(
    *, kind: RecordClass, unit: Unit, title: str, closed_on: date, place: str = "", extent: str = "", by: Person
) -> RecordSeries:
    """Enter records that are closed and kept from now on."""
    one = RecordSeries(agency_id=by.agency_id, kind=kind, unit=unit)
    _fill_series(one, kind=kind, unit=unit, title=title, closed_on=closed_on, place=place, extent=extent, by=by)
    db.session.add(one)
    write(one, "record_series.entered", by=by)
    return one


def change_series(
    one: RecordSeries,
    *,
    kind: RecordClass,
    unit: Unit,
    title: str,
    closed_on: date,
    place: str,
    extent: str,
    reason: str,
    by: Person,
) -> None:
    """Correct what stands of records that are still kept."""
    if one.disposed_on is not None or one.open_disposal is not None:
        raise WrongState(_("A disposal covers these records, so nothing about them changes now."))
    if not reason.strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
    _demand_keeper(one.unit, by)
    _fill_series(one, kind=kind, unit=unit, title=title, closed_on=closed_on, place=place, extent=extent, by=by)
    write(one, "record_series.changed", by=by, reason=reason)


def hold(one: RecordSeries, *, reason: str, by: Person) -> None:
    """Hold records back from disposal, whatever their term: a dispute, an inspection, a court."""
    if not by.may("records.hold"):
        raise Forbidden(_("The quality team or the leadership holds records back."))
    if one.disposed_on is not None:
        raise WrongState(_("“%(series)s” has been disposed of already.", series=one))
    if one.is_held:
        raise WrongState(_("They are on hold already."))
    if not reason.strip():
        raise Incomplete(_("Say why: it stands on the page and in the history."))
    one.held_at, one.hold_reason = now(), clean(reason).strip()
    write(one, "record_series.held", by=by, reason=reason)


def free(one: RecordSeries, *, reason: str, by: Person) -> None:
    """End a hold; the term counts again as if there had been none."""
    if not by.may("records.hold"):
        raise Forbidden(_("The quality team or the leadership holds records back."))
    if not one.is_held:
        raise WrongState(_("They are not on hold."))
    if not reason.strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
    one.held_at, one.hold_reason = None, ""
    write(one, "record_series.freed", by=by, reason=reason)


def propose(series: Sequence[RecordSeries], *, method: str, note: str = "", by: Person) -> Disposal:
    """Propose to dispose of records whose term is over; leadership is told."""
    if not series:
        raise Incomplete(_("Choose at least one series whose term is over."))
    if not clean(method).strip():
        raise Incomplete(_("Say how they are to be disposed of."))
    for one in series:
        _demand_keeper(one.unit, by)
        _demand_free(one)
    made = Disposal(
        agency_id=by.agency_id,
        **numbered(Disposal, by.agency_id),
        method=clean(method).strip(),
        note=clean(note).strip(),
        proposed_by=by,
        proposed_on=today(),
        series=list(series),
    )
    db.session.add(made)
    db.session.flush()
    write(made, "disposal.proposed", by=by, details={"series": [str(one) for one in series]})
    tell([one for one in people_with("records.approve") if one != by], "disposal_proposed", about=made, by=by)
    return made


def approve(disposal: Disposal, *, by: Person) -> None:
    """Approve it; every series is looked at again, because a hold may have come in between."""
    _demand_all_due(disposal)
    disposal.advance("approve", by=by)
    disposal.approved_by, disposal.approved_on = by, today()
    tell([disposal.proposed_by], "disposal_decided", about=disposal, by=by)


def decline(disposal: Disposal, *, by: Person, note: str) -> None:
    """Decline it with a reason; the records stay."""
    disposal.advance("decline", by=by, note=note)
    tell([disposal.proposed_by], "disposal_decided", about=disposal, by=by, note=note)


def take_back(disposal: Disposal, *, by: Person, note: str) -> None:
    """Give it up with a reason; the records stay."""
    disposal.advance("take_back", by=by, note=note)


def carry_out(disposal: Disposal, *, on: date, witnesses: str, by: Person) -> None:
    """Note that the records were disposed of, on which day and before whom."""
    if disposal.state == "approved":
        _demand_all_due(disposal)
    if not clean(witnesses).strip():
        raise Incomplete(_("Name who was there."))
    if on > today() or (disposal.approved_on and on < disposal.approved_on):
        raise Incomplete(_("It was carried out on a day between the approval and today."))
    disposal.advance("carry_out", by=by)
    disposal.carried_out_by, disposal.carried_out_on, disposal.witnesses = by, on, clean(witnesses).strip()
    for one in disposal.series:
        one.disposed_on = on
        write(one, "record_series.disposed", by=by)


def _fill_class(
    one: RecordClass, *, name: str, years: int | None, basis: str, document: Document | None, by: Person
) -> None:
    if not by.may("records.classify"):
        raise Forbidden(_("The quality team says how long records are kept."))
    name = clean(name).strip()
    if not name:
        raise Incomplete(_("Give the class a name."))
    if years is not None and not 1 <= years <= MOST_YEARS:
        raise Incomplete(_("Between 1 and %(n)s years, or for ever.", n=MOST_YEARS))
    same = select(RecordClass.id).where(RecordClass.name == name, RecordClass.id != one.id)
    with db.session.no_autoflush:
        if db.session.scalar(same if one.id else select(RecordClass.id).where(RecordClass.name == name)):
            raise Incomplete(_("There is a class “%(name)s” already.", name=name))
    one.name, one.years, one.basis, one.document = name, years, clean(basis).strip(), document


def _fill_series(
    one: RecordSeries,
    *,
    kind: RecordClass,
    unit: Unit,
    title: str,
    closed_on: date,
    place: str,
    extent: str,
    by: Person,
) -> None:
    _demand_keeper(unit, by)
    if not clean(title).strip():
        raise Incomplete(_("Say what these records are."))
    if closed_on > today():
        raise Incomplete(_("Records are entered once they are closed: choose today or an earlier day."))
    one.kind, one.unit, one.closed_on = kind, unit, closed_on
    one.title, one.place, one.extent = clean(title).strip(), clean(place).strip(), clean(extent).strip()
    one.folded = fold(one.title)
    one.reckon_term()


def _demand_keeper(unit: Unit, by: Person) -> None:
    if not by.may("records.keep", unit):
        raise Forbidden(_("The head of %(unit)s or the quality team keeps these records.", unit=unit.name))


def _demand_free(one: RecordSeries) -> None:
    if why := one.why_kept(today()):
        raise Incomplete(why)
    if one.open_disposal is not None:
        raise Incomplete(_("“%(series)s” is part of another disposal.", series=one))


def _demand_all_due(disposal: Disposal) -> None:
    for one in disposal.series:
        if why := one.why_kept(today()):
            raise Incomplete(why)
