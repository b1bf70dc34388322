"""Giving documents other codes: one by one, or all of a unit that ended, each with its line of the crosswalk.

What was approved stays what it was: a revision keeps the code its cover was submitted with, on prints and in its hash.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.code import codes
from iso_qms.documents.indexing import index_document, rename
from iso_qms.documents.models import Document, FormerCode, Revision
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.units import Unit
from iso_qms.text import sort_key
from iso_qms.workflow import Forbidden, Incomplete, WrongState

say({"document.recoded": _l("gave the document another code")})


@dataclass(frozen=True)
class Recoding:
    """A line to be confirmed: the document, the code it bore when the page was opened, its new code and unit."""

    document: Document
    was: str
    code: str
    unit: Unit


def recode(lines: Sequence[Recoding], *, by: Person, on: date, basis: str, owner: Post | None = None) -> None:
    """Give every document its new code and unit, all in one act; old codes stay known and are not given again.

    `on` is the first day of the new codes, not after today. `owner` takes over where the owner's post has ended.
    """
    if not by.may("documents.keep_codes"):
        raise Forbidden(_("Codes are given by whoever keeps the documents of the agency."))
    if on > today():
        raise Incomplete(_("The new codes hold from %(day)s: confirm them on or after that day.", day=f"{on:%d/%m/%Y}"))
    codes.hold(by.agency_id)
    for line in lines:
        db.session.refresh(line.document, ["code", "code_sort", "unit_id"])
        if line.document.code != line.was:
            raise WrongState(
                _("%(was)s has become %(code)s since you opened the page.", was=line.was, code=line.document.code)
            )
    for line in lines:
        _recode(line, by=by, on=on, basis=basis, owner=owner)


def keep_former(document: Document, was: str, unit: Unit, *, on: date, basis: str = "") -> None:
    """Put the code a document bore until now into the crosswalk, with the one it bears instead."""
    db.session.add(
        FormerCode(
            agency_id=document.agency_id,
            document=document,
            code=was,
            code_sort=sort_key(was),
            next_code=document.code,
            borne_from=_borne_from(document),
            borne_until=on,
            unit=unit,
            next_unit=document.unit,
            basis=basis,
        )
    )
    db.session.flush()


def was_used(document: Document, code: str) -> bool:
    """Whether a revision of a document was submitted with a code, so that sheets with it may be in somebody's hands."""
    query = select(Revision.id).where(Revision.document_id == document.id, Revision.code == code).limit(1)
    return db.session.scalar(query) is not None


def _recode(line: Recoding, *, by: Person, on: date, basis: str, owner: Post | None) -> None:
    document, before = line.document, line.document.unit
    document.unit = line.unit
    if owner is not None and _is_without_owner(document):
        document.owner_post = owner
    if line.code != line.was:
        if codes.others_with_code(line.code, agency_id=document.agency_id, but=document):
            raise Incomplete(_("%(code)s is in use by another document.", code=line.code))
        rename(document, code=line.code, title=document.title)
        keep_former(document, line.was, before, on=on, basis=basis)
        rename(document, code=line.code, title=document.title)
    told = f"{line.was} → {line.code}" if line.code != line.was else f"{before.name} → {line.unit.name}"
    write(document, "document.recoded", by=by, reason=". ".join(filter(None, [told, basis])))
    index_document(document)


def _is_without_owner(document: Document) -> bool:
    return document.owner_post is None or not document.owner_post.is_valid_on(today())


def _borne_from(document: Document) -> date | None:
    last = db.session.scalar(select(func.max(FormerCode.borne_until)).where(FormerCode.document_id == document.id))
    first = select(func.min(Revision.valid_from)).where(Revision.document_id == document.id)
    return last or db.session.scalar(first)
