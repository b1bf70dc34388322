"""A nonconformity opened from a finding, by hand or by the ladder: without a name where the finding has one."""

from __future__ import annotations

from sqlalchemy import select

from iso_qms.audits.finding.findings import Finding, criterion_of
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.improvement.action import (  # noqa: F401  (a nonconformity is mapped together with its actions)
    actions as _actions,
)
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.operations import open_nonconformity
from iso_qms.organisation.people import Person


def nonconformity_of(found: Finding) -> Nonconformity | None:
    """The nonconformity that was opened from a finding, if any."""
    query = select(Nonconformity).where(Nonconformity.source_kind == "finding", Nonconformity.source_id == found.id)
    return db.session.scalars(query).unique().first()


def open_from(found: Finding, *, by: Person) -> Nonconformity:
    """Open it, restricted where the finding names somebody."""
    return open_nonconformity(
        _("Working hours or conduct, see %(finding)s", finding=found.code) if found.names_somebody else found.title,
        by=by,
        unit=found.unit,
        source_kind="finding",
        source_id=found.id,
        grade=found.grade,
        description="" if found.names_somebody else found.evidence,
        criterion=criterion_of(found),
        found_on=found.observed_on,
        document_id=found.document_id,
        revision_id=found.revision_id,
        restricted=found.names_somebody,
    )
