"""The proof of a revision's acknowledgements, as Word and as Excel."""

from __future__ import annotations

from typing import Any

from iso_qms.blobs import WORD
from iso_qms.clock import now
from iso_qms.documents.acknowledgement.proof import may_prove, proof_file, proven
from iso_qms.documents.models import Acknowledgement, Revision, reach_of
from iso_qms.documents.pages.finding import revision_of
from iso_qms.documents.pages.readers import briefings_by, columns_of
from iso_qms.documents.room import room
from iso_qms.i18n import _
from iso_qms.web import Column, as_excel, attachment_answer, here, not_for_them, signed_in

AT = "/<numbered:number>/revisions/<int:revision>"


@room.route(f"{AT}/acknowledgements.docx", needs="documents.read")
def proof_word(number: int, revision: int) -> Any:
    """Who has understood a revision, on paper that stands on its own."""
    found = _revision(number, revision)
    return attachment_answer(
        proof_file(found, here(), by=signed_in(), at=now()), name=f"{_name(found)}.docx", mimetype=WORD
    )


@room.route(f"{AT}/acknowledgements.xlsx", needs="documents.read")
def proof_excel(number: int, revision: int) -> Any:
    """The same as Excel, with the hash of the text each of them read."""
    found = _revision(number, revision)
    duties = proven(found, reach_of(signed_in()))
    columns = [*columns_of(briefings_by(duties)), Column(_("Seal of the text"), _hash, 66)]
    return as_excel(duties, columns, name=_name(found))


def _revision(number: int, revision: int) -> Revision:
    """The revision, for whoever may prove something of it; to everybody else there is no such file."""
    found = revision_of(number, revision)
    if not may_prove(found, reach_of(signed_in())):
        not_for_them()
    return found


def _hash(duty: Acknowledgement) -> str:
    return duty.content_hash


def _name(revision: Revision) -> str:
    return _("Acknowledgements of %(revision)s", revision=f"{revision.printed_code} {revision.issue_label}")
