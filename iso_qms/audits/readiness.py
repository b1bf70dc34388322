"""Why a move on an inspection is not possible yet: the sentence under a dashed button."""

from __future__ import annotations

from sqlalchemy import select

from iso_qms.audits.finding.findings import Finding
from iso_qms.audits.flow import CONCLUDED
from iso_qms.audits.models import Inspection
from iso_qms.audits.visit.minutes_text import missing_signatures
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _


def why_not_yet(inspection: Inspection, move: str) -> str | None:
    """What is still missing for a move, or None."""
    check = {"start": _start, "agree_minutes": _agree_minutes, "close": _close}.get(move)
    return check(inspection) if check else None


def _start(inspection: Inspection) -> str | None:
    if inspection.lead is None:
        return _("Name a team and its lead first.")
    if inspection.programme is not None and inspection.programme.state != "approved":
        return _("The programme of %(year)s is not approved yet.", year=inspection.programme.year)
    if not inspection.is_unannounced and not inspection.day_set:
        return _("Its day is not set yet, so its units were not told. Set the day first.")
    if not inspection.is_unannounced and today() < inspection.planned_on:
        return _("It was announced for %(day)s. Change the day first.", day=f"{inspection.planned_on:%d/%m/%Y}")
    return None


def _agree_minutes(inspection: Inspection) -> str | None:
    missing = missing_signatures(inspection)
    return _("The minutes still wait for: %(names)s.", names=", ".join(missing)) if missing else None


def _close(inspection: Inspection) -> str | None:
    if not inspection.conclusion.strip():
        return _("Write the conclusion of the report first.")
    query = select(Finding).where(Finding.inspection_id == inspection.id, Finding.state.not_in(CONCLUDED))
    waiting = db.session.scalars(query.order_by(Finding.id)).unique().first()
    return _("%(finding)s is not concluded yet.", finding=waiting.code) if waiting else None
