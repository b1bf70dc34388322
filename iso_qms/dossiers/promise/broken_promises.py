"""A broken promise made a nonconformity, with its evidence, in one press; both are linked both ways."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from iso_qms.clock import as_local, now
from iso_qms.db import db
from iso_qms.dossiers.deadlines import due_day
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.promise.apologies import apologies_of, moved_again
from iso_qms.dossiers.promise.apologising import answering_unit_of
from iso_qms.dossiers.promise.promised import VIEWS, broken_by
from iso_qms.i18n import _
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.operations import open_nonconformity
from iso_qms.organisation.people import Person
from iso_qms.workflow import WrongState


def make_nonconformity(dossier: Dossier, *, by: Person) -> Nonconformity:
    """Open a nonconformity of a dossier whose promise was broken, against the unit that answers for its day."""
    broken = broken_by(dossier, now())
    if not broken:
        raise WrongState(_("The promise of this dossier was not broken."))
    there = opened_of(dossier)
    if there is not None:
        raise WrongState(_("%(code)s was opened for this dossier already.", code=there.code))
    document = dossier.document
    revision = document.revision_on(dossier.received_on) if document else None
    labels = ", ".join(str(VIEWS[name].label) for name in broken)
    return open_nonconformity(
        _("Dossier %(code)s: %(what)s", code=dossier.code, what=labels),
        by=by,
        unit=answering_unit_of(dossier),
        source_kind="late_dossier",
        source_id=dossier.id,
        source_reference=dossier.code,
        document_id=dossier.document_id,
        revision_id=revision.id if revision else None,
        criterion=str(document) if document else dossier.procedure,
        description="\n".join(_evidence(dossier)),
    )


def opened_of(dossier: Dossier) -> Nonconformity | None:
    """The nonconformity that was opened of a dossier first, if any."""
    mine = Nonconformity.source_kind == "late_dossier", Nonconformity.source_id == dossier.id
    return db.session.scalars(select(Nonconformity).where(*mine).order_by(Nonconformity.id).limit(1)).unique().first()


def _evidence(dossier: Dossier) -> list[Any]:
    found = [_("Received at") + f": {as_local(dossier.received_at):%H:%M %d/%m/%Y}"]
    if dossier.first_due_at:
        found.append(_("First due day") + f": {due_day(dossier.first_due_at):%d/%m/%Y}")
    for one in reversed(apologies_of(dossier)):
        given = f", {one.sent_on:%d/%m/%Y}" if one.sent_on else ""
        found.append(_("Apology %(number)s", number=one) + f": {one.status.label}{given}")
    if dossier.rescheduled_to:
        found.append(_("Rescheduled to") + f": {due_day(dossier.rescheduled_to):%d/%m/%Y}")
    for again in moved_again(dossier):
        old, new = (f"{due_day(one):%d/%m/%Y}" for one in (again.from_at, again.to_at))
        found.append(_("Its day was moved again, from %(old)s to %(new)s.", old=old, new=new))
    if dossier.finished_at:
        found.append(_("Closed at") + f": {as_local(dossier.finished_at):%H:%M %d/%m/%Y}")
    return found
