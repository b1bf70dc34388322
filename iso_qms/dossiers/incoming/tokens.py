"""Tokens with which a source sends its rows by itself: made by an administrator, kept as a hash only, revocable."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from iso_qms.clock import now
from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.organisation.people import Person
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

say({"dossier_token.made": _l("made a token for a source"), "dossier_token.revoked": _l("revoked a token of a source")})

BEGINNING = "dsr_"
"""How every token begins, so that whoever finds one somewhere knows what it is."""


class DossierToken(Base, AgencyOwned, Journaled):
    """The right of one program to bring the rows of one source in."""

    __tablename__ = "dossier_token"
    journal_kind = "dossier_token"
    journal_ignored = frozenset({"digest", "used_at"})

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    shown: Mapped[str] = mapped_column(String(12))
    """The first signs, by which people tell tokens apart."""
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]

    made_by: Mapped[Person] = relationship()

    def __str__(self) -> str:
        return f"{self.source} ({self.shown}…)"

    @staticmethod
    def visible_to(person: Person) -> Select[Any]:
        """Whoever may make tokens sees them."""
        return select(DossierToken).where(DossierToken.agency_id == person.agency_id)


def make_token(source: str, *, by: Person) -> tuple[DossierToken, str]:
    """Make a token for a source; answers it with its text, which is told once and kept nowhere."""
    if not by.may("dossiers.connect"):
        raise Forbidden(_("Only administrators make tokens."))
    name = " ".join(clean(source).split())[:60]
    if not name:
        raise Incomplete(_("Say which source sends its rows with it."))
    text = BEGINNING + secrets.token_urlsafe(32)
    token = DossierToken(
        agency_id=by.agency_id, source=name, digest=digest_of(text), shown=text[:10], made_by_id=by.id, made_at=now()
    )  # fmt: skip
    db.session.add(token)
    write(token, "dossier_token.made", by=by)
    return token, text


def revoke_token(token: DossierToken, *, by: Person) -> None:
    """From now on nothing comes in with it."""
    if not by.may("dossiers.connect"):
        raise Forbidden(_("Only administrators make tokens."))
    if token.revoked_at is not None:
        raise WrongState(_("The token was revoked already."))
    token.revoked_at = now()
    write(token, "dossier_token.revoked", by=by)


def token_of(text: str) -> DossierToken | None:
    """The token of this text that holds still.

    All of its source are held until the unit ends, so that two calls with the same new rows come one behind the other.
    """
    query = select(DossierToken).where(DossierToken.digest == digest_of(text), DossierToken.revoked_at.is_(None))
    found = db.session.scalar(query.options(joinedload(DossierToken.made_by)))
    if found is not None:
        held = select(DossierToken.id).where(DossierToken.source == found.source).order_by(DossierToken.id)
        db.session.execute(held.with_for_update())
    return found


def tokens() -> list[DossierToken]:
    """The tokens of the agency, those that hold first."""
    query = select(DossierToken).options(joinedload(DossierToken.made_by))
    return list(db.session.scalars(query.order_by(DossierToken.revoked_at.is_not(None), DossierToken.id.desc())))


def digest_of(text: str) -> str:
    """What is kept of a token: it is long and random, so that one round of SHA-256 is enough."""
    return hashlib.sha256(text.encode()).hexdigest()
