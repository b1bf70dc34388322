"""How often a public form may be sent from one address: counted for a quarter of an hour, and the address not kept.

Of the address there is only a keyed hash, in rows that lead to nothing that was sent and are removed with the next one.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.clock import now
from iso_qms.db import Base, db
from iso_qms.i18n import _
from iso_qms.organisation.agencies import AgencyOwned
from iso_qms.workflow import WrongState

PAUSE = timedelta(minutes=15)
MOST, MOST_BY_A_PROXY = 20, 400
"""Many people may share an address: a whole office; and of what comes through this machine's own proxy, everybody."""


class PublicTry(Base, AgencyOwned):
    """That a public form was sent a moment ago."""

    __tablename__ = "public_try"

    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime]


def count_try(address: str, *, agency_id: int) -> None:
    """Count one more; refused when there were too many."""
    db.session.execute(delete(PublicTry).where(PublicTry.at < now() - PAUSE))
    mark, most = _mark(address), MOST_BY_A_PROXY if address in ("127.0.0.1", "::1") else MOST
    if (db.session.scalar(select(func.count()).where(PublicTry.mark == mark)) or 0) >= most:
        raise WrongState(_("Too much was sent from here just now. Wait a quarter of an hour, or ring us."))
    db.session.add(PublicTry(agency_id=agency_id, mark=mark, at=now()))


def _mark(address: str) -> str:
    key = current_app.config["SECRET_KEY"]
    return hmac.new(key.encode(), f"public form:{address}".encode(), hashlib.sha256).hexdigest()
