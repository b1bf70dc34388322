"""The legal register: legal texts, what changes them, and the citations read out of documents."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Five tables; what documents cite is read by the next round."""
    _texts()
    _changes()
    _citations()
    op.create_table(
        "legal_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(300), nullable=False),
        *_of_an_agency(),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_legal_rules_agency_id", "legal_rules", ["agency_id"])


def _texts() -> None:
    op.create_table(
        "legal_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("number_key", sa.String(60), nullable=False),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("issuer_key", sa.String(200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("name_key", sa.String(1000), nullable=False),
        sa.Column("folded", sa.String(2000), nullable=False),
        sa.Column("effect_from", sa.Date(), nullable=True),
        sa.Column("effect_to", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        *_of_an_agency(),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("agency_id", "kind", "number_key", "issuer_key", "issued_on"),
    )
    op.create_index("ix_legal_text_agency_id", "legal_text", ["agency_id"])
    op.create_index("ix_legal_text_number", "legal_text", ["agency_id", "number_key"])


def _changes() -> None:
    op.create_table(
        "legal_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("older_id", sa.Integer(), nullable=False),
        sa.Column("newer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        *_of_an_agency(),
        sa.ForeignKeyConstraint(["older_id"], ["legal_text.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["newer_id"], ["legal_text.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("older_id", "newer_id", "kind"),
    )
    op.create_index("ix_legal_change_agency_id", "legal_change", ["agency_id"])
    op.create_index("ix_legal_change_newer_id", "legal_change", ["newer_id"])


def _citations() -> None:
    op.create_table(
        "legal_citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("raw", sa.String(500), nullable=False),
        sa.Column("legal_text_id", sa.Integer(), nullable=True),
        *_of_an_agency(),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["block_id"], ["block.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["legal_text_id"], ["legal_text.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("document_id", "revision_id", "legal_text_id", "agency_id"):
        op.create_index(f"ix_legal_citation_{column}", "legal_citation", [column])
    op.create_index("ix_legal_citation_key", "legal_citation", ["agency_id", "key"])
    op.create_table(
        "citations_read",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_of_an_agency(),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("revision_id"),
    )
    op.create_index("ix_citations_read_agency_id", "citations_read", ["agency_id"])


def _of_an_agency() -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    return (
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], ondelete="RESTRICT"),
    )
