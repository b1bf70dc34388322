"""The agency's digital seal on what was approved: a file of its own, beside the approval and never instead of it."""

from __future__ import annotations

from pathlib import Path

from flask import current_app
from sqlalchemy import Select, and_, exists, or_, select

from iso_qms.blobs import attach_bytes
from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.documents.models import Approval, Document, Revision, RevisionSeal
from iso_qms.documents.sheet import PRINTED, pdf_file
from iso_qms.i18n import _, _l, speaking
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.press.signing import Means, sealed
from iso_qms.settings import Settings
from iso_qms.text import slug

say({"revision.sealed": _l("put the digital seal of the agency on the file")})


def can_seal() -> bool:
    """Whether the agency has a certificate to seal with."""
    return bool(_settings().signing_certificate)


def roots() -> Path | None:
    """Where the certificates lie that vouch for the signatures of others."""
    return Path(_settings().trusted_roots) if _settings().trusted_roots else None


def to_be_sealed() -> Select[Revision]:
    """Approved revisions whose day is fixed and that have no seal yet; what others issued is not ours to seal."""
    coming = and_(Revision.state == "approved", Revision.valid_from.is_not(None))
    query = select(Revision).where(
        or_(Revision.state == "in_force", coming),
        Revision.document.has(Document.kind != "external"),
        exists().where(Approval.revision_id == Revision.id),
        ~exists().where(RevisionSeal.revision_id == Revision.id),
    )
    return query.order_by(Revision.id)


def sealed_file(revision: Revision) -> tuple[bytes, str]:
    """A revision set as a PDF with the agency's seal on it, and whose seal it is; may ask a server for the time."""
    with speaking(PRINTED):
        reason = _("Sealed by the agency after approval in the system")
    return sealed(pdf_file(revision, is_original=True), _means(), reason=reason)


def keep_sealed(revision: Revision, file_and_name: tuple[bytes, str], *, by: Person) -> RevisionSeal:
    """Keep the sealed file with the revision."""
    data, name = file_and_name
    code, issue = slug(revision.printed_code) or "document", slug(revision.issue_label)
    file = attach_bytes(revision, data, name=f"{code}-{issue}-signed.pdf", by=by)
    db.session.flush()
    made = RevisionSeal(
        agency_id=revision.agency_id, revision=revision, attachment=file, name=name[:300], sealed_at=now()
    )
    db.session.add(made)
    write(revision, "revision.sealed", by=by)
    return made


def _means() -> Means:
    settings = _settings()
    return Means(
        certificate=Path(settings.signing_certificate),
        passphrase=settings.signing_passphrase,
        time_server=settings.time_stamp_url,
    )


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
