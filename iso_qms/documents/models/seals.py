"""The digital seal a revision got from its agency: which file bears it, whose name, since when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from iso_qms.blobs import Attachment
from iso_qms.db import Base
from iso_qms.documents.models.documents import Revision
from iso_qms.organisation.agencies import AgencyOwned


class RevisionSeal(AgencyOwned, Base):
    """The mark that a revision was sealed, so that no round does it twice."""

    __tablename__ = "revision_seal"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="RESTRICT"), unique=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(300))
    sealed_at: Mapped[datetime]

    revision: Mapped[Revision] = relationship()
    attachment: Mapped[Attachment] = relationship()
