"""A form is taken in once: the same words sent again from the same page get the answer that the first ones got.

A finger presses twice, or a network breaks off after the act and before its answer, and somebody presses again. What is
changed before it is sent again is new, and so is what is sent from a page that was opened anew. People at public forms
have no session; those forms see to it themselves.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any, cast

from flask import Response, g, request
from sqlalchemy import String, Text, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import FileStorage

from iso_qms.clock import now
from iso_qms.db import Base, db, upsert


class SentSheet(Base):
    """That a form was sent and where its answer led; of what it said there is only a hash."""

    __tablename__ = "sent_sheet"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    sent_at: Mapped[datetime]
    led_to: Mapped[str] = mapped_column(Text, default="")


def sheet() -> str:
    """The mark of the page that is drawn now, the same in each of its forms."""
    if "sheet" not in g:
        g.sheet = secrets.token_urlsafe(9)
    return str(g.sheet)


def led_to() -> str | None:
    """Where it led when this was sent before; None, and noted as sent, when it comes for the first time.

    While the first is still on its way the second waits for it in here.
    """
    g.sent_digest = _digest()
    if g.sent_digest is None:
        return None
    note = upsert(SentSheet).values(digest=g.sent_digest, sent_at=now(), led_to="").on_conflict_do_nothing()
    if db.session.scalar(note.returning(SentSheet.digest)) is not None:
        return None
    return db.session.scalar(select(SentSheet.led_to).where(SentSheet.digest == g.sent_digest))


def note_answer(answer: Response) -> None:
    """Keep where the answer leads; one that leads nowhere, such as a page or a file, is made again each time."""
    if g.sent_digest is None:
        return
    mine = SentSheet.digest == g.sent_digest
    if answer.location:
        db.session.execute(update(SentSheet).where(mine).values(led_to=answer.location))
    else:
        db.session.execute(delete(SentSheet).where(mine))


def forget_sheets(before: datetime) -> int:
    """Remove what was sent before a moment; answers how many."""
    return db.session.execute(delete(SentSheet).where(SentSheet.sent_at < before)).rowcount  # type: ignore[attr-defined, no-any-return]


def _digest() -> str | None:
    if g.person is None or not request.form.get("sheet") or not db.session().info.get("writes"):
        return None
    files = [(name, one.filename, _content(one)) for name, one in request.files.items(multi=True)]
    said = [g.person.id, request.full_path, list(request.form.items(multi=True)), files]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _content(file: FileStorage) -> str:
    """A file that was mended keeps its name, and is another one."""
    digest = hashlib.file_digest(cast(Any, file.stream), "sha256").hexdigest()
    file.stream.seek(0)
    return digest
