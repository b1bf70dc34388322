"""What is kept of a draft when its Word file leaves the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.db import Base
from iso_qms.organisation.agencies import AgencyOwned


class WordCopy(AgencyOwned, Base):
    """What a draft said when its Word file was taken: what came back with the file is told from what others changed.

    `said` holds the blocks in order (`blocks`: number, kind, content) and the head (`head`). One for each state of a
    draft; those of a document's earlier drafts go when a later one is taken.
    """

    __tablename__ = "word_copy"
    __table_args__ = (UniqueConstraint("revision_id", "edits"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"))
    edits: Mapped[int]
    said: Mapped[dict[str, Any]] = mapped_column(default=dict)
    taken_at: Mapped[datetime]
