"""The digital signatures in the PDF files of a revision, each with what it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, render_template

from iso_qms import blobs
from iso_qms.blobs import Attachment, attach, files_of
from iso_qms.documents.approval.sealing import roots
from iso_qms.documents.copy.copy_forms import SignedFileForm
from iso_qms.documents.models import Revision
from iso_qms.documents.pages.finding import revision_of, to_revision
from iso_qms.documents.room import room
from iso_qms.i18n import _
from iso_qms.press import PDF
from iso_qms.press.signing import Verdict, verdicts_of
from iso_qms.web import back_to, signed_in
from iso_qms.workflow import Forbidden, Incomplete

MOST_FILES = 10
"""As many files are looked into at once, the newest ones: each is read whole."""
TONES = {"valid": ("done", "check"), "unknown": ("wait", "late"), "altered": ("late", "late")}


@dataclass(frozen=True)
class Looked:
    """A file and what its signatures are worth."""

    file: Attachment
    verdicts: list[Verdict]


@room.route("/<numbered:number>/revisions/<int:revision>/signatures", needs="documents.read")
def signatures(number: int, revision: int) -> Any:
    """Every PDF of a revision: signed or not, by whom, when, and whether it was altered since."""
    found = revision_of(number, revision)
    return render_template(
        "documents/signatures.html",
        revision=found,
        document=found.document,
        looked=_looked(found),
        tones=TONES,
        has_roots=roots() is not None,
        may_add=signed_in().may("documents.write", found),
        back=to_revision(found),
        add=to_revision(found, "add_signed"),
    )


@room.route(
    "/<numbered:number>/revisions/<int:revision>/signatures/new", methods=["GET", "POST"], needs="documents.write"
)
def add_signed(number: int, revision: int) -> Any:
    """Keep a signed PDF with a revision; what its signatures are worth is shown next."""
    found, form, person = revision_of(number, revision), SignedFileForm(), signed_in()
    if not person.may("documents.write", found):
        raise Forbidden(_("You have no right to add files to %(revision)s.", revision=found.named))
    if form.validate_on_submit():
        with form.refusals():
            kept = attach(found, form.files.data, by=person)
            if not kept or any(one.mimetype != PDF for one in kept):
                raise Incomplete(_("Choose a PDF file."))
            flash(_("The file was kept. What its signatures are worth stands below."))
            return back_to(to_revision(found, "signatures"))
    return render_template(
        "documents/add_signed.html",
        form=form,
        revision=found,
        document=found.document,
        back=to_revision(found, "signatures"),
    ), form.status


def _looked(revision: Revision) -> list[Looked]:
    files = [one for one in files_of(revision) if one.mimetype == PDF]
    return [Looked(one, verdicts_of(blobs.read(one.sha256), roots=roots())) for one in files[-MOST_FILES:]]
