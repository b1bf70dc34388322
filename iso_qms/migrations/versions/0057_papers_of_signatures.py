"""What was signed on minutes belongs to the signatures, which both sides read, and no longer to the visit."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"

WITHIN = timedelta(seconds=10)
"""A scan was attached in the same act as its signature was noted, and photographs bear their own names."""
PHOTOGRAPHS = ("Ảnh", "Photo")

attachment = sa.table("attachment", *map(sa.column, ("id", "kind", "thing_id", "name", "added_at")))
answer_file = sa.table("answer_file", sa.column("attachment_id"))
signature = sa.table("minutes_signature", *map(sa.column, ("id", "inspection_id", "at")))
inspection = sa.table("inspection", *map(sa.column, ("id", "year", "sequence", "ended_at")))


def upgrade() -> None:
    """Move scans, signatures on glass and the kept minutes; whatever else belongs to a visit stays with it."""
    connection = op.get_bind()
    for visit in connection.execute(sa.select(inspection)).all():
        signed = sa.select(signature).where(signature.c.inspection_id == visit.id).order_by(signature.c.id)
        if signatures := connection.execute(signed).all():
            _move(connection, visit, signatures)


def _move(connection: sa.Connection, visit: Any, signatures: Sequence[Any]) -> None:
    evidence = sa.select(answer_file.c.attachment_id)
    mine = attachment.c.kind == "inspection", attachment.c.thing_id == visit.id, attachment.c.id.not_in(evidence)
    for file in connection.execute(sa.select(attachment).where(*mine)).all():
        if found := _signature_of(file, visit, signatures):
            moved = sa.update(attachment).where(attachment.c.id == file.id)
            connection.execute(moved.values(kind="minutes_signature", thing_id=found))


def _signature_of(file: Any, visit: Any, signatures: Sequence[Any]) -> int | None:
    """The signature a file belongs to: the last for the kept minutes, the one of that moment for a scan."""
    if visit.ended_at and file.name == f"Biên bản KT-{visit.year}-{visit.sequence or 0:02d}.docx":
        return int(signatures[-1].id)
    if file.name.startswith(PHOTOGRAPHS):
        return None
    added = _moment(file.added_at)
    near = [one.id for one in signatures if timedelta(0) <= added - _moment(one.at) <= WITHIN]
    return int(near[-1]) if near else None


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)
