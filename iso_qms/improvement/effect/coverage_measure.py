"""The share of readers who have acknowledged a document, as a measure of effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from iso_qms.clock import HO_CHI_MINH, today
from iso_qms.db import db
from iso_qms.documents.models import Acknowledgement, Document, Revision
from iso_qms.documents.models.documents import in_force_on
from iso_qms.i18n import _, _l
from iso_qms.registry import Measure, Measured, MeasuredRow, Parameter


def _documents() -> Sequence[tuple[str, str]]:
    query = select(Document.id, Document.code, Document.title).join(Revision, Revision.document_id == Document.id)
    rows = db.session.execute(query.where(in_force_on(today())).distinct().order_by(Document.code)).all()
    return [(str(number), f"{code} {title}") for number, code, title in rows]


def _about(parameters: Mapping[str, str]) -> str:
    document = db.session.get(Document, int(parameters["document"]))
    return _("Acknowledged by its readers: %(document)s", document=document.code if document else "–")


def _covered(parameters: Mapping[str, str], first: date, last: date) -> Measured | None:
    """Of those asked to read the text valid on the last day, how many had acknowledged by its end."""
    valid = in_force_on(last)
    mine = Revision.document_id == int(parameters["document"])
    number = db.session.scalar(select(Revision.id).where(mine, valid))
    if number is None:
        return None
    end = datetime.combine(last + timedelta(days=1), time(), HO_CHI_MINH)
    done = func.count().filter(Acknowledgement.acknowledged_at < end)
    query = select(done, func.count()).where(Acknowledgement.revision_id == number, Acknowledgement.asked_at < end)
    read, asked = db.session.execute(query).one()
    return Measured(read, asked, [MeasuredRow("revision", number, last)]) if asked else None


ACKNOWLEDGED = Measure(
    label=_l("Readers who have acknowledged a document"),
    parameters=(Parameter("document", _l("Document"), _documents),),
    compute=_covered,
    about=_about,
    is_share=True,
    fewer_is_better=False,
)
