"""The share of dossiers of a procedure that were closed late, as a measure of effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document, Revision
from iso_qms.documents.models.documents import in_force_on
from iso_qms.dossiers.evidence import late_ones, late_ratio
from iso_qms.i18n import _, _l
from iso_qms.registry import Measure, Measured, MeasuredRow, Parameter

MOST = 300
"""How many late dossiers are kept beside a figure, the last ones; of more the page says how many it leaves out."""


def _procedures() -> Sequence[tuple[str, str]]:
    query = select(Document.id, Document.code, Document.title).join(Revision, Revision.document_id == Document.id)
    query = query.where(Document.kind == "procedure", in_force_on(today())).distinct().order_by(Document.code)
    return [(str(number), f"{code} {title}") for number, code, title in db.session.execute(query)]


def _about(parameters: Mapping[str, str]) -> str:
    document = db.session.get(Document, int(parameters["procedure"]))
    return _("Dossiers closed late: %(procedure)s", procedure=document.code if document else "–")


def _late(parameters: Mapping[str, str], first: date, last: date) -> Measured | None:
    """Of the dossiers closed in those days, how many were late; None where none was closed."""
    number = int(parameters["procedure"])
    until = last + timedelta(days=1)
    ratio = late_ratio(since=first, until=until, document_id=number)
    late = late_ones(number, since=first, until=until, most=MOST)
    rows = [MeasuredRow("late_dossier", one, closed) for one, closed in late]
    return Measured(ratio.late, ratio.closed, rows) if ratio.closed else None


LATE = Measure(
    label=_l("Dossiers of a procedure that were closed late"),
    parameters=(Parameter("procedure", _l("Procedure"), _procedures),),
    compute=_late,
    about=_about,
    is_share=True,
)
