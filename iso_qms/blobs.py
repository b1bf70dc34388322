"""Files: content-addressed, written once, before the commit of the unit that names them; orphans are collected.

A thing's attachments are rows that point at the content's SHA-256; the same file twice is stored once.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from flask import current_app
from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from iso_qms.clock import now
from iso_qms.db import Base, db
from iso_qms.i18n import _, _l
from iso_qms.journal import Journaled, JournalEntry, say, write
from iso_qms.organisation.agencies import AgencyOwned, across
from iso_qms.organisation.people import Person
from iso_qms.registry import registry
from iso_qms.text import clean
from iso_qms.workflow import Incomplete, WrongState

CHUNK = 1 << 20
MOST_FILES = 20
SHOWN_IN_BROWSER = {"application/pdf", "image/png", "image/jpeg", "image/webp", "text/plain"}
"""Types a browser may show itself; anything else is only saved, never run."""

say({"attachment.added": _l("attached a file"), "attachment.set_aside": _l("set an attachment aside")})


class Attachment(AgencyOwned, Base, Journaled):
    """A file that belongs to a thing. Set aside with a reason rather than deleted: records are evidence."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_thing", "kind", "thing_id"),)
    journal_kind = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(255))
    mimetype: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    set_aside_at: Mapped[datetime | None]

    added_by: Mapped[Person] = relationship()

    def __str__(self) -> str:
        return self.name

    def journal_over(self) -> Any:
        return _Over(self.kind, self.thing_id)

    def journal_hides(self, by: Any) -> bool:
        """As the thing it belongs to."""
        known = registry.things.get(self.kind)
        thing = db.session.get(known.model, self.thing_id) if known else None
        return isinstance(thing, Journaled) and thing.journal_hides(by)

    @property
    def is_shown(self) -> bool:
        """Whether a browser may show it itself."""
        return self.mimetype in SHOWN_IN_BROWSER


class _Over:
    def __init__(self, kind: str, thing_id: int) -> None:
        self.journal_kind, self.id = kind, thing_id


def attach(thing: Any, files: Iterable[Any], *, by: Person, private: bool = False) -> list[Attachment]:
    """Attach uploaded files (anything with `filename` and `stream`) to a thing; empty file fields are passed over."""
    given = [one for one in files if one is not None and one.filename]
    if len(given) > MOST_FILES:
        raise Incomplete(_("At most %(n)s files at once.", n=MOST_FILES))
    return [attach_bytes(thing, one.stream.read(), name=one.filename, by=by, private=private) for one in given]


def attach_bytes(thing: Any, data: bytes, *, name: str, by: Person, private: bool = False) -> Attachment:
    """Attach content that is at hand."""
    plain = clean(name).replace("\\", "/").rsplit("/", 1)[-1][:255]
    if not data:
        raise Incomplete(_("The file %(name)s is empty.", name=plain))
    db.session.flush()
    one = Attachment(
        agency_id=thing.agency_id,
        kind=thing.journal_kind,
        thing_id=thing.id,
        name=plain,
        mimetype=_type_of(data),
        size=len(data),
        sha256=store(data),
        added_at=now(),
        added_by_id=by.id,
    )
    db.session.add(one)
    write(one, "attachment.added", by=by, private=private)
    return one


def files_of(thing: Any) -> Sequence[Attachment]:
    """The files of a thing, oldest first, with who added them."""
    return files_of_each(thing.journal_kind, [thing.id])[thing.id]


def files_of_each(kind: str, numbers: Iterable[int]) -> dict[int, list[Attachment]]:
    """The files of many things of a kind by the number of the thing, in one query."""
    query = select(Attachment).where(
        Attachment.kind == kind, Attachment.thing_id.in_(list(numbers)), Attachment.set_aside_at.is_(None)
    )
    found: dict[int, list[Attachment]] = defaultdict(list)
    for one in db.session.scalars(query.options(joinedload(Attachment.added_by)).order_by(Attachment.id)):
        found[one.thing_id].append(one)
    return found


def set_aside(one: Attachment, *, by: Person, reason: str) -> None:
    """Take a wrong file out of sight, with a reason; its content stays. Refused once something rests on it."""
    if getattr(db.session.get(registry.things[one.kind].model, one.thing_id), "files_stay", False):
        raise WrongState(_("The file stays: what was concluded rests on it. Add the right one beside it."))
    if not reason.strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
    one.set_aside_at = now()
    write(one, "attachment.set_aside", by=by, reason=reason, private=_was_private(one))


def _was_private(one: Attachment) -> bool:
    added = select(JournalEntry.label).where(JournalEntry.kind == one.journal_kind, JournalEntry.thing_id == one.id)
    return db.session.scalars(added.order_by(JournalEntry.id)).first() == ""


def store(data: bytes) -> str:
    """Keep content under its SHA-256: written beside its place, forced to disk, then renamed."""
    digest = hashlib.sha256(data).hexdigest()
    place = place_of(digest)
    if place.exists():
        os.utime(place)  # An old orphan that is wanted again is young again, so that nobody collects it meanwhile.
        return digest
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, 0o440)
    os.replace(file.name, place)
    return digest


def read(digest: str) -> bytes:
    """The content under a hash, checked against it."""
    data = place_of(digest).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise OSError(f"the stored file {digest} is damaged")
    return data


def opened(digest: str) -> BinaryIO:
    """The content as a stream."""
    return place_of(digest).open("rb")


def place_of(digest: str) -> Path:
    """Where content lies: two levels of folders, so that none grows too large."""
    home: Path = current_app.config["SETTINGS"].home
    return home.resolve() / "blobs" / digest[:2] / digest[2:4] / digest


def orphans(older_than: float) -> list[Path]:
    """Stored files no row names, last written before that moment (seconds since 1970)."""
    home: Path = current_app.config["SETTINGS"].home
    with across():
        named = set(db.session.scalars(select(Attachment.sha256)))
    files = [place for place in (home.resolve() / "blobs").rglob("*") if place.is_file()]
    return [place for place in files if place.name not in named and place.stat().st_mtime < older_than]


def collect(older_than: float) -> int:
    """Remove the orphans last written before that moment (seconds since 1970); answers how many."""
    found = orphans(older_than)
    for place in found:
        # Looked at again, because somebody may have stored the same content while the others were removed.
        if place.stat().st_mtime < older_than:
            place.unlink()
    return len(found)


def _type_of(data: bytes) -> str:
    # The type follows from the content, never from what the browser said: an HTML page called .png is no picture.
    for head, name in _HEADS:
        if data.startswith(head):
            return _zip_type(data) if name == "application/zip" else name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "application/octet-stream"


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""What a Word file (.docx) is called on its way to a browser."""

_HEADS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/msword"),
)


def _zip_type(data: bytes) -> str:
    return WORD if b"word/" in data[:4000] or b"word/document.xml" in data[-4000:] else "application/zip"
