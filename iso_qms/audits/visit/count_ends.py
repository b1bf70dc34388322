"""The end of names in head-counts: the counts stay, and who was seen how does not, here and in what phones sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from sqlalchemy import Select, and_, or_, select

from iso_qms.audits.conduct.conduct_rules import conduct_of
from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.flow import CONCLUDED
from iso_qms.audits.phone.phone_acts import PhoneAct
from iso_qms.audits.visit.attendance import counts_of, rosters_of
from iso_qms.audits.visit.headcounts import AttendanceCheck, Sighting
from iso_qms.blobs import Attachment
from iso_qms.clock import HO_CHI_MINH, now, today
from iso_qms.db import db
from iso_qms.i18n import _, _l, speaking
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.rounds import each_due, walked_agency_id
from iso_qms.worktime import months_after

say(
    {
        "inspection.count_names_ended": _l("took the names out of a head-count, because their time had ended"),
        "finding.count_ended": _l("no longer rests on a head-count with names"),
    }
)


def walk() -> int:
    """End the names in head-counts, in voice notes, and in findings that were not accepted, once it is time."""
    return each_due("counts", _counts_to_end, end_names_in) + each_due("refused_findings", _acts_to_end, empty_act)


def checks_to_end(finding: Finding) -> list[AttendanceCheck]:
    """The head-count a finding came of, unless another finding of that visit still needs it as evidence."""
    mine = select(Sighting.check_id).where(Sighting.id == finding.sighting_id)
    query = select(AttendanceCheck).where(AttendanceCheck.id.in_(mine), AttendanceCheck.counts.is_(None))
    return list(db.session.scalars(query.where(AttendanceCheck.inspection_id.not_in(_needed(but=finding.id)))).unique())


def end_names_in(check: AttendanceCheck, clock: Person) -> None:
    """Keep what a head-count and those beside it come to, and remove who was seen how; there is no way back."""
    checks = _beside(check)
    for one, roster in zip(checks, rosters_of(checks), strict=True):
        one.counts = list(counts_of(roster))
    sightings = list(db.session.scalars(select(Sighting).where(Sighting.check_id.in_([one.id for one in checks]))))
    query = select(Finding).where(Finding.sighting_id.in_([one.id for one in sightings]))
    for found in db.session.scalars(query).unique():
        found.sighting_id = None
        write(found, "finding.count_ended", by=clock, private=True)
    for seen in sightings:
        db.session.delete(seen)
    _empty_acts(check, clock)
    write(check.inspection, "inspection.count_names_ended", by=clock)
    for one in checks:
        write(one, "inspection.count_names_ended", by=clock)
    db.session.flush()
    db.session.expire(check.inspection)


def empty_act(act: PhoneAct, clock: Person) -> None:
    """Empty what a phone sent, with its files; that something came, from whom, when and why it was refused, stays."""
    act.item, act.payload = "", {}
    if act.outcome == "refused" and act.settled_at is None:
        with speaking("vi"):
            act.settled_at, act.settled_note = now(), _("Its time had ended.")
    mine = Attachment.kind == PhoneAct.journal_kind, Attachment.thing_id == act.id
    for one in db.session.scalars(select(Attachment).where(*mine)).all():
        write(one, "attachment.name_ended", by=clock, private=True)
        db.session.delete(one)


def _counts_to_end() -> Select[AttendanceCheck]:
    months = conduct_of(walked_agency_id()).retention_months
    return select(AttendanceCheck).where(
        AttendanceCheck.counts.is_(None),
        AttendanceCheck.day <= months_after(today(), -months),
        AttendanceCheck.inspection_id.not_in(_needed()),
    )


def _needed(but: int = 0) -> Select[Any]:
    """The visits where a finding came of a head-count and is held or not concluded: their head-counts stay whole."""
    needed = or_(Finding.hold_reason != "", Finding.state.not_in(CONCLUDED))
    return select(Finding.inspection_id).where(Finding.sighting_id.is_not(None), needed, Finding.id != but)


def _acts_to_end() -> Select[PhoneAct]:
    rules = conduct_of(walked_agency_id())
    settled = PhoneAct.settled_at <= _ago(rules.withdrawn_months)
    received = PhoneAct.received_at <= _ago(rules.retention_months)
    refused = and_(PhoneAct.kind == "finding", PhoneAct.outcome == "refused", or_(settled, received))
    heard = and_(PhoneAct.kind == "voice", received)
    return select(PhoneAct).where(PhoneAct.payload != {}, or_(refused, heard))


def _ago(months: int) -> datetime:
    return datetime.combine(months_after(today(), -months), time(0), HO_CHI_MINH)


def _beside(check: AttendanceCheck) -> list[AttendanceCheck]:
    """The head-counts of the same unit on the same day of one inspection: what was seen in one bears on the others."""
    same = [getattr(AttendanceCheck, name) == getattr(check, name) for name in ("inspection_id", "unit_id", "day")]
    return list(db.session.scalars(select(AttendanceCheck).where(and_(*same)).order_by(AttendanceCheck.id)).unique())


def _empty_acts(check: AttendanceCheck, clock: Person) -> None:
    """Who was seen how stands in what phones sent too, and in what was read out before minutes were signed."""
    begins = f"seen:{check.unit_id}:{check.day.isoformat()}:"
    query = select(PhoneAct).where(PhoneAct.inspection_id == check.inspection_id)
    for act in db.session.scalars(query.where(PhoneAct.kind.in_(("seen", "signature")))):
        if act.kind == "signature":
            act.payload = without_seen(act.payload, begins)
        elif act.item.startswith(begins):
            empty_act(act, clock)


def without_seen(payload: Mapping[str, Any], begins: str) -> dict[str, Any]:
    """What a phone sent with a signature, without the items read out whose names begin like this."""
    read_out = payload.get("read_out")
    if not isinstance(read_out, Mapping):
        return dict(payload)
    return {**payload, "read_out": {item: one for item, one in read_out.items() if not item.startswith(begins)}}
