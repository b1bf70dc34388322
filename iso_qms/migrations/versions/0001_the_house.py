"""The house as it was first built: every table, and the triggers that keep its records."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from iso_qms import db

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, then the triggers and constraints that are plain SQL."""
    _tables()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if on_sqlite else POSTGRESQL:
        op.execute(sa.text(statement.replace(":", "\\:")))


def _tables() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("superior", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column(
            "code_pattern",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("slug", name=op.f("uq_agency_slug")),
    )
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("at", db.Instant(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("verb", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("over_kind", sa.String(length=40), nullable=True),
        sa.Column("over_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_journal_entry_agency_id"), "journal_entry", ["agency_id"], unique=False)
    op.create_index("ix_journal_entry_over", "journal_entry", ["over_kind", "over_id"], unique=False)
    op.create_index("ix_journal_entry_thing", "journal_entry", ["kind", "thing_id"], unique=False)
    op.create_table(
        "journal_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", db.Instant(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("up_to", sa.BigInteger(), nullable=False),
        sa.Column("tree", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_seal")),
        sa.UniqueConstraint("previous", name=op.f("uq_journal_seal_previous")),
        sa.UniqueConstraint("root", name=op.f("uq_journal_seal_root")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "round_lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=True),
        sa.Column("until", db.Instant(timezone=True), nullable=True),
        sa.Column("walked_at", db.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_round_lease")),
    )
    op.create_table(
        "sign_in_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("at", db.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_try")),
    )
    op.create_index(op.f("ix_sign_in_try_address"), "sign_in_try", ["address"], unique=False)
    op.create_index(op.f("ix_sign_in_try_at"), "sign_in_try", ["at"], unique=False)
    op.create_index(op.f("ix_sign_in_try_login"), "sign_in_try", ["login"], unique=False)
    op.create_table(
        "audit_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reply_days", sa.Integer(), nullable=False),
        sa.Column("hours_basis", sa.String(length=300), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_audit_rules_agency_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_rules")),
    )
    op.create_index(op.f("ix_audit_rules_agency_id"), "audit_rules", ["agency_id"], unique=False)
    op.create_table(
        "calendar_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_calendar_year_agency_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_year")),
        sa.UniqueConstraint("agency_id", "year", name=op.f("uq_calendar_year_agency_id_year")),
    )
    op.create_index(op.f("ix_calendar_year_agency_id"), "calendar_year", ["agency_id"], unique=False)
    op.create_table(
        "checklist",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("adopted_at", db.Instant(timezone=True), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_checklist_agency_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist")),
        sa.UniqueConstraint("agency_id", "topic", "version", name=op.f("uq_checklist_agency_id_topic_version")),
    )
    op.create_index(op.f("ix_checklist_agency_id"), "checklist", ["agency_id"], unique=False)
    op.create_table(
        "journal_leaf",
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("seal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["seal_id"], ["journal_seal.id"], name=op.f("fk_journal_leaf_seal_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_journal_leaf")),
        sa.UniqueConstraint("seal_id", "position", name=op.f("uq_journal_leaf_seal_id_position")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort", sa.String(length=400), nullable=False),
        sa.Column("folded", sa.String(length=600), nullable=False),
        sa.Column("salutation", sa.String(length=10), nullable=False),
        sa.Column("login", sa.String(length=100), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("locked_at", db.Instant(timezone=True), nullable=True),
        sa.Column("is_clock", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=True),
        sa.Column("scheme", sa.String(length=10), nullable=True),
        sa.Column("density", sa.String(length=10), nullable=True),
        sa.Column("keys_on", sa.Boolean(), nullable=False),
        sa.Column("seen_at", db.Instant(timezone=True), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_person_agency_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("agency_id", "login", name=op.f("uq_person_agency_id_login")),
    )
    op.create_index(op.f("ix_person_agency_id"), "person", ["agency_id"], unique=False)
    op.create_table(
        "round_trouble",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round", sa.String(length=40), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("first_at", db.Instant(timezone=True), nullable=False),
        sa.Column("last_at", db.Instant(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_round_trouble_agency_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_trouble")),
        sa.UniqueConstraint("round", "agency_id", "thing_id", name=op.f("uq_round_trouble_round_agency_id_thing_id")),
    )
    op.create_index(op.f("ix_round_trouble_agency_id"), "round_trouble", ["agency_id"], unique=False)
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=600), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_search_entry_agency_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("kind", "thing_id", name=op.f("uq_search_entry_kind_thing_id")),
    )
    op.create_index("ix_search_entry_agency", "search_entry", ["agency_id", "kind"], unique=False)
    op.create_index(op.f("ix_search_entry_agency_id"), "search_entry", ["agency_id"], unique=False)
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort", sa.String(length=400), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_unit_unit_validity")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_unit_agency_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("agency_id", "code", name=op.f("uq_unit_agency_id_code")),
    )
    op.create_index(op.f("ix_unit_agency_id"), "unit", ["agency_id"], unique=False)
    op.create_index(op.f("ix_unit_parent_id"), "unit", ["parent_id"], unique=False)
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_absence_agency_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_agency_id"), "absence", ["agency_id"], unique=False)
    op.create_index(op.f("ix_absence_person_id"), "absence", ["person_id"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("mimetype", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_at", db.Instant(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("set_aside_at", db.Instant(timezone=True), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_attachment_added_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_attachment_agency_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_agency_id"), "attachment", ["agency_id"], unique=False)
    op.create_index(op.f("ix_attachment_sha256"), "attachment", ["sha256"], unique=False)
    op.create_index("ix_attachment_thing", "attachment", ["kind", "thing_id"], unique=False)
    op.create_table(
        "audit_programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_audit_programme_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["person.id"], name=op.f("fk_audit_programme_prepared_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_programme")),
        sa.UniqueConstraint("agency_id", "year", name=op.f("uq_audit_programme_agency_id_year")),
    )
    op.create_index(op.f("ix_audit_programme_agency_id"), "audit_programme", ["agency_id"], unique=False)
    op.create_index(op.f("ix_audit_programme_state"), "audit_programme", ["state"], unique=False)
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name_vi", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_calendar_day_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["calendar_year.id"], name=op.f("fk_calendar_day_year_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("agency_id", "on", name=op.f("uq_calendar_day_agency_id_on")),
    )
    op.create_index(op.f("ix_calendar_day_agency_id"), "calendar_day", ["agency_id"], unique=False)
    op.create_index(op.f("ix_calendar_day_year_id"), "calendar_day", ["year_id"], unique=False)
    op.create_table(
        "checklist_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checklist_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("vi", sa.String(length=500), nullable=False),
        sa.Column("en", sa.String(length=500), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["checklist_id"], ["checklist.id"], name=op.f("fk_checklist_question_checklist_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_question")),
    )
    op.create_index(op.f("ix_checklist_question_checklist_id"), "checklist_question", ["checklist_id"], unique=False)
    op.create_table(
        "digest_day",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_digest_day_person_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_digest_day")),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("thing_id", sa.Integer(), nullable=True),
        sa.Column("written_at", db.Instant(timezone=True), nullable=False),
        sa.Column("read_at", db.Instant(timezone=True), nullable=True),
        sa.Column("gathered_at", db.Instant(timezone=True), nullable=True),
        sa.Column("next_try_at", db.Instant(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", db.Instant(timezone=True), nullable=True),
        sa.Column("set_aside_at", db.Instant(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_letter_agency_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("key", name=op.f("uq_letter_key")),
    )
    op.create_index(op.f("ix_letter_agency_id"), "letter", ["agency_id"], unique=False)
    op.create_index(op.f("ix_letter_next_try_at"), "letter", ["next_try_at"], unique=False)
    op.create_index(op.f("ix_letter_person_id"), "letter", ["person_id"], unique=False)
    op.create_index(op.f("ix_letter_set_aside_at"), "letter", ["set_aside_at"], unique=False)
    op.create_table(
        "nonconformity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("grade", sa.String(length=20), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("source_kind", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("analyse_by", sa.Date(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("opened_at", db.Instant(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_nonconformity_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_nonconformity_opened_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_nonconformity_unit_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nonconformity")),
        sa.UniqueConstraint("agency_id", "year", "number", name=op.f("uq_nonconformity_agency_id_year_number")),
    )
    op.create_index(op.f("ix_nonconformity_agency_id"), "nonconformity", ["agency_id"], unique=False)
    op.create_index("ix_nonconformity_list", "nonconformity", ["agency_id", "state", "unit_id"], unique=False)
    op.create_index("ix_nonconformity_source", "nonconformity", ["source_kind", "source_id"], unique=False)
    op.create_index(op.f("ix_nonconformity_state"), "nonconformity", ["state"], unique=False)
    op.create_index(op.f("ix_nonconformity_unit_id"), "nonconformity", ["unit_id"], unique=False)
    op.create_table(
        "office_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column(
            "week", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_office_hours_office_hours_validity")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_office_hours_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_office_hours_unit_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_hours")),
    )
    op.create_index(op.f("ix_office_hours_agency_id"), "office_hours", ["agency_id"], unique=False)
    op.create_index(op.f("ix_office_hours_unit_id"), "office_hours", ["unit_id"], unique=False)
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", db.Instant(timezone=True), nullable=False),
        sa.Column("used_at", db.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_one_time_link_person_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("sort", sa.String(length=400), nullable=False),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_post_post_validity")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_post_agency_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_post_unit_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index(op.f("ix_post_agency_id"), "post", ["agency_id"], unique=False)
    op.create_index(op.f("ix_post_unit_id"), "post", ["unit_id"], unique=False)
    op.create_table(
        "roster_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Instant(timezone=True), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_roster_file_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_roster_file_person_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_file")),
    )
    op.create_index(op.f("ix_roster_file_agency_id"), "roster_file", ["agency_id"], unique=False)
    op.create_table(
        "user_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("started_at", db.Instant(timezone=True), nullable=False),
        sa.Column("seen_at", db.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", db.Instant(timezone=True), nullable=True),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_user_session_person_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_session_token_hash")),
    )
    op.create_index(op.f("ix_user_session_person_id"), "user_session", ["person_id"], unique=False)
    op.create_table(
        "cause_analysis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nonconformity_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "whys", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("elsewhere", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_cause_analysis_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["person.id"], name=op.f("fk_cause_analysis_given_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["nonconformity_id"],
            ["nonconformity.id"],
            name=op.f("fk_cause_analysis_nonconformity_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause_analysis")),
        sa.UniqueConstraint("nonconformity_id", "round", name=op.f("uq_cause_analysis_nonconformity_id_round")),
    )
    op.create_index(op.f("ix_cause_analysis_agency_id"), "cause_analysis", ["agency_id"], unique=False)
    op.create_index(op.f("ix_cause_analysis_nonconformity_id"), "cause_analysis", ["nonconformity_id"], unique=False)
    op.create_table(
        "corrective_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("nonconformity_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("owner_post_id", sa.Integer(), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("verify_on", sa.Date(), nullable=False),
        sa.Column("verifier_id", sa.Integer(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("performed_by_id", sa.Integer(), nullable=True),
        sa.Column("performed_on", sa.Date(), nullable=True),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_corrective_action_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["corrective_action.id"], name=op.f("fk_corrective_action_follows_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["nonconformity_id"],
            ["nonconformity.id"],
            name=op.f("fk_corrective_action_nonconformity_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["owner_post_id"], ["post.id"], name=op.f("fk_corrective_action_owner_post_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["performed_by_id"], ["person.id"], name=op.f("fk_corrective_action_performed_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["planned_by_id"], ["person.id"], name=op.f("fk_corrective_action_planned_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["person.id"], name=op.f("fk_corrective_action_verified_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["verifier_id"], ["person.id"], name=op.f("fk_corrective_action_verifier_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrective_action")),
        sa.UniqueConstraint("agency_id", "year", "number", name=op.f("uq_corrective_action_agency_id_year_number")),
    )
    op.create_index(op.f("ix_corrective_action_agency_id"), "corrective_action", ["agency_id"], unique=False)
    op.create_index("ix_corrective_action_due", "corrective_action", ["agency_id", "state", "due_on"], unique=False)
    op.create_index(
        op.f("ix_corrective_action_nonconformity_id"), "corrective_action", ["nonconformity_id"], unique=False
    )
    op.create_index(op.f("ix_corrective_action_owner_post_id"), "corrective_action", ["owner_post_id"], unique=False)
    op.create_index(op.f("ix_corrective_action_state"), "corrective_action", ["state"], unique=False)
    op.create_index(op.f("ix_corrective_action_verifier_id"), "corrective_action", ["verifier_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("code_sort", sa.String(length=300), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("title_sort", sa.String(length=2000), nullable=False),
        sa.Column("folded", sa.String(length=1000), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("owner_post_id", sa.Integer(), nullable=True),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_document_agency_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["owner_post_id"], ["post.id"], name=op.f("fk_document_owner_post_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["document.id"], name=op.f("fk_document_replaced_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_document_unit_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_agency_id"), "document", ["agency_id"], unique=False)
    op.create_index("ix_document_kind", "document", ["agency_id", "kind"], unique=False)
    op.create_index("ix_document_list", "document", ["agency_id", "code_sort", "id"], unique=False)
    op.create_index("ix_document_titles", "document", ["agency_id", "title_sort", "id"], unique=False)
    op.create_index(op.f("ix_document_unit_id"), "document", ["unit_id"], unique=False)
    op.create_table(
        "holding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("(kind = 'holder') = (principal_id IS NULL)", name=op.f("ck_holding_deputy_has_principal")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_holding_holding_validity")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_holding_agency_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_holding_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_holding_post_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["principal_id"], ["person.id"], name=op.f("fk_holding_principal_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding")),
    )
    op.create_index(op.f("ix_holding_agency_id"), "holding", ["agency_id"], unique=False)
    op.create_index(op.f("ix_holding_person_id"), "holding", ["person_id"], unique=False)
    op.create_index(op.f("ix_holding_post_id"), "holding", ["post_id"], unique=False)
    op.create_table(
        "inspection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column(
            "topics", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("recommendation", sa.Text(), nullable=False),
        sa.Column("started_at", db.Instant(timezone=True), nullable=True),
        sa.Column("ended_at", db.Instant(timezone=True), nullable=True),
        sa.Column("closed_at", db.Instant(timezone=True), nullable=True),
        sa.Column("planned_by_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_inspection_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["planned_by_id"], ["person.id"], name=op.f("fk_inspection_planned_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["audit_programme.id"], name=op.f("fk_inspection_programme_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
        sa.UniqueConstraint("agency_id", "year", "sequence", name=op.f("uq_inspection_agency_id_year_sequence")),
    )
    op.create_index(op.f("ix_inspection_agency_id"), "inspection", ["agency_id"], unique=False)
    op.create_index("ix_inspection_list", "inspection", ["agency_id", "planned_on", "id"], unique=False)
    op.create_index(op.f("ix_inspection_programme_id"), "inspection", ["programme_id"], unique=False)
    op.create_index(op.f("ix_inspection_state"), "inspection", ["state"], unique=False)
    op.create_table(
        "issue_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("signer_post_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", db.Instant(timezone=True), nullable=True),
        sa.Column("signer_name", sa.String(length=200), nullable=False),
        sa.Column("signer_post", sa.String(length=200), nullable=False),
        sa.Column("signer_capacity", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_issue_decision_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["person.id"], name=op.f("fk_issue_decision_prepared_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["signer_post_id"], ["post.id"], name=op.f("fk_issue_decision_signer_post_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_decision")),
        sa.UniqueConstraint(
            "agency_id", "number", "decided_on", name=op.f("uq_issue_decision_agency_id_number_decided_on")
        ),
    )
    op.create_index(op.f("ix_issue_decision_agency_id"), "issue_decision", ["agency_id"], unique=False)
    op.create_index(op.f("ix_issue_decision_state"), "issue_decision", ["state"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("(post_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_role_grant_post_or_person")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_role_grant_role_grant_validity")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_role_grant_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_role_grant_post_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_grant_unit_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_agency_id"), "role_grant", ["agency_id"], unique=False)
    op.create_index(op.f("ix_role_grant_person_id"), "role_grant", ["person_id"], unique=False)
    op.create_index(op.f("ix_role_grant_post_id"), "role_grant", ["post_id"], unique=False)
    op.create_table(
        "attendance_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("started_at", db.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", db.Instant(timezone=True), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_attendance_check_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_attendance_check_inspection_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_attendance_check_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_check")),
    )
    op.create_index(op.f("ix_attendance_check_agency_id"), "attendance_check", ["agency_id"], unique=False)
    op.create_index(op.f("ix_attendance_check_inspection_id"), "attendance_check", ["inspection_id"], unique=False)
    op.create_table(
        "block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_block_agency_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_block_document_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block")),
    )
    op.create_index(op.f("ix_block_agency_id"), "block", ["agency_id"], unique=False)
    op.create_index(op.f("ix_block_document_id"), "block", ["document_id"], unique=False)
    op.create_table(
        "checklist_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=15), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_checklist_answer_answered_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_checklist_answer_inspection_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["checklist_question.id"],
            name=op.f("fk_checklist_answer_question_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_checklist_answer_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_answer")),
        sa.UniqueConstraint(
            "inspection_id",
            "unit_id",
            "question_id",
            name=op.f("uq_checklist_answer_inspection_id_unit_id_question_id"),
        ),
    )
    op.create_index(op.f("ix_checklist_answer_inspection_id"), "checklist_answer", ["inspection_id"], unique=False)
    op.create_table(
        "distribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_distribution_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_distribution_document_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_distribution_post_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distribution")),
        sa.UniqueConstraint("document_id", "post_id", name=op.f("uq_distribution_document_id_post_id")),
    )
    op.create_index(op.f("ix_distribution_agency_id"), "distribution", ["agency_id"], unique=False)
    op.create_index(op.f("ix_distribution_document_id"), "distribution", ["document_id"], unique=False)
    op.create_index(op.f("ix_distribution_post_id"), "distribution", ["post_id"], unique=False)
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["corrective_action.id"], name=op.f("fk_extension_action_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_extension_agency_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_extension_asked_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_extension_decided_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index(op.f("ix_extension_action_id"), "extension", ["action_id"], unique=False)
    op.create_index(op.f("ix_extension_agency_id"), "extension", ["agency_id"], unique=False)
    op.create_index(op.f("ix_extension_state"), "extension", ["state"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=20), nullable=False),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("told_at", db.Instant(timezone=True), nullable=True),
        sa.Column(
            "told_to", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("void_at", db.Instant(timezone=True), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["corrective_action.id"], name=op.f("fk_follow_up_action_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_follow_up_agency_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint(
            "action_id", "duty", "series", "offset", name=op.f("uq_follow_up_action_id_duty_series_offset")
        ),
    )
    op.create_index(op.f("ix_follow_up_action_id"), "follow_up", ["action_id"], unique=False)
    op.create_index(op.f("ix_follow_up_agency_id"), "follow_up", ["agency_id"], unique=False)
    op.create_index("ix_follow_up_pending", "follow_up", ["agency_id", "told_at", "void_at", "due_on"], unique=False)
    op.create_table(
        "inspection_checklist",
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("checklist_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checklist_id"], ["checklist.id"], name=op.f("fk_inspection_checklist_checklist_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_inspection_checklist_inspection_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("inspection_id", "checklist_id", name=op.f("pk_inspection_checklist")),
    )
    op.create_table(
        "inspection_document",
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_inspection_document_document_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_document_inspection_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("inspection_id", "document_id", name=op.f("pk_inspection_document")),
    )
    op.create_index(op.f("ix_inspection_document_document_id"), "inspection_document", ["document_id"], unique=False)
    op.create_table(
        "inspection_unit",
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_unit_inspection_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_inspection_unit_unit_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("inspection_id", "unit_id", name=op.f("pk_inspection_unit")),
    )
    op.create_index(op.f("ix_inspection_unit_unit_id"), "inspection_unit", ["unit_id"], unique=False)
    op.create_table(
        "minutes_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("post", sa.String(length=300), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("witness", sa.String(length=200), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("at", db.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_minutes_signature_inspection_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_minutes_signature_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_minutes_signature_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_signature")),
    )
    op.create_index(op.f("ix_minutes_signature_inspection_id"), "minutes_signature", ["inspection_id"], unique=False)
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issue_number", sa.Integer(), nullable=False),
        sa.Column("revision_number", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("change_summary", sa.Text(), nullable=False),
        sa.Column("change_basis", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("review_round", sa.Integer(), nullable=False),
        sa.Column("approver_post_id", sa.Integer(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column(
            "read_from", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("created_at", db.Instant(timezone=True), nullable=False),
        sa.Column("edited_at", db.Instant(timezone=True), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_revision_agency_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["approver_post_id"], ["post.id"], name=op.f("fk_revision_approver_post_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_revision_document_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_revision_document_id_number")),
    )
    op.create_index(op.f("ix_revision_agency_id"), "revision", ["agency_id"], unique=False)
    op.create_index("ix_revision_standing", "revision", ["agency_id", "state"], unique=False)
    op.create_index(op.f("ix_revision_state"), "revision", ["state"], unique=False)
    op.create_index("ix_revision_validity", "revision", ["document_id", "valid_from", "valid_to"], unique=False)
    op.create_table(
        "team_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("post", sa.String(length=300), nullable=False),
        sa.Column("checked_at", db.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_team_member_inspection_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_team_member_person_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
        sa.UniqueConstraint("inspection_id", "person_id", name=op.f("uq_team_member_inspection_id_person_id")),
    )
    op.create_index(op.f("ix_team_member_inspection_id"), "team_member", ["inspection_id"], unique=False)
    op.create_index(op.f("ix_team_member_person_id"), "team_member", ["person_id"], unique=False)
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("asked_at", db.Instant(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("acknowledged_at", db.Instant(timezone=True), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("post_title", sa.String(length=200), nullable=False),
        sa.Column("unit_name", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_acknowledgement_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_acknowledgement_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_acknowledgement_post_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_acknowledgement_revision_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_acknowledgement_unit_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint("revision_id", "person_id", name=op.f("uq_acknowledgement_revision_id_person_id")),
    )
    op.create_index(op.f("ix_acknowledgement_agency_id"), "acknowledgement", ["agency_id"], unique=False)
    op.create_index("ix_acknowledgement_due", "acknowledgement", ["due_on", "acknowledged_at"], unique=False)
    op.create_index("ix_acknowledgement_open", "acknowledgement", ["person_id", "acknowledged_at"], unique=False)
    op.create_index(op.f("ix_acknowledgement_unit_id"), "acknowledgement", ["unit_id"], unique=False)
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("at", db.Instant(timezone=True), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_approval_revision_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("revision_id", name=op.f("uq_approval_revision_id")),
    )
    op.create_table(
        "block_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "content", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["block.id"], name=op.f("fk_block_version_block_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_block_version_revision_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block_version")),
        sa.UniqueConstraint("revision_id", "block_id", name=op.f("uq_block_version_revision_id_block_id")),
    )
    op.create_index(op.f("ix_block_version_block_id"), "block_version", ["block_id"], unique=False)
    op.create_index(op.f("ix_block_version_revision_id"), "block_version", ["revision_id"], unique=False)
    op.create_table(
        "issue_decision_revision",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["issue_decision.id"],
            name=op.f("fk_issue_decision_revision_decision_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_issue_decision_revision_revision_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("decision_id", "revision_id", name=op.f("pk_issue_decision_revision")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("opinion", sa.String(length=10), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("given_at", db.Instant(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("post_title", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_review_post_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_review_revision_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("revision_id", "round", "post_id", name=op.f("uq_review_revision_id_round_post_id")),
    )
    op.create_index(op.f("ix_review_post_id"), "review", ["post_id"], unique=False)
    op.create_index(op.f("ix_review_revision_id"), "review", ["revision_id"], unique=False)
    op.create_table(
        "revision_contributor",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_revision_contributor_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_revision_contributor_revision_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("revision_id", "person_id", name=op.f("pk_revision_contributor")),
    )
    op.create_table(
        "sighting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("at", db.Instant(timezone=True), nullable=False),
        sa.Column("seen_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["check_id"], ["attendance_check.id"], name=op.f("fk_sighting_check_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sighting_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["seen_by_id"], ["person.id"], name=op.f("fk_sighting_seen_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sighting")),
        sa.UniqueConstraint("check_id", "person_id", name=op.f("uq_sighting_check_id_person_id")),
    )
    op.create_index("ix_sighting_person", "sighting", ["person_id"], unique=False)
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("observed_at", db.Instant(timezone=True), nullable=False),
        sa.Column("standard", sa.String(length=20), nullable=False),
        sa.Column("clause", sa.String(length=10), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(length=300), nullable=False),
        sa.Column("grade", sa.String(length=12), nullable=False),
        sa.Column("grade_reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("sighting_id", sa.Integer(), nullable=True),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("notified_at", db.Instant(timezone=True), nullable=True),
        sa.Column("reply_days", sa.Integer(), nullable=True),
        sa.Column("reply_due_on", sa.Date(), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("concluded_at", db.Instant(timezone=True), nullable=True),
        sa.Column(
            "reminded", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_finding_agency_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_finding_document_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_finding_inspection_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["person.id"], name=op.f("fk_finding_noted_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_finding_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_finding_revision_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["sighting_id"], ["sighting.id"], name=op.f("fk_finding_sighting_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_finding_unit_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("agency_id", "year", "sequence", name=op.f("uq_finding_agency_id_year_sequence")),
    )
    op.create_index(op.f("ix_finding_agency_id"), "finding", ["agency_id"], unique=False)
    op.create_index(op.f("ix_finding_inspection_id"), "finding", ["inspection_id"], unique=False)
    op.create_index(op.f("ix_finding_kind"), "finding", ["kind"], unique=False)
    op.create_index(op.f("ix_finding_person_id"), "finding", ["person_id"], unique=False)
    op.create_index(op.f("ix_finding_sighting_id"), "finding", ["sighting_id"], unique=False)
    op.create_index(op.f("ix_finding_state"), "finding", ["state"], unique=False)
    op.create_index(op.f("ix_finding_unit_id"), "finding", ["unit_id"], unique=False)
    op.create_index("ix_finding_window", "finding", ["state", "reply_due_on"], unique=False)
    op.create_table(
        "finding_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("post", sa.String(length=300), nullable=False),
        sa.Column("at", db.Instant(timezone=True), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_finding_reading_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name=op.f("fk_finding_reading_finding_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_finding_reading_person_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_reading")),
    )
    op.create_index(op.f("ix_finding_reading_agency_id"), "finding_reading", ["agency_id"], unique=False)
    op.create_index(op.f("ix_finding_reading_finding_id"), "finding_reading", ["finding_id"], unique=False)
    op.create_table(
        "finding_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("post", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", db.Instant(timezone=True), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_finding_reply_agency_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name=op.f("fk_finding_reply_finding_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_finding_reply_person_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_reply")),
    )
    op.create_index(op.f("ix_finding_reply_agency_id"), "finding_reply", ["agency_id"], unique=False)
    op.create_index(op.f("ix_finding_reply_finding_id"), "finding_reply", ["finding_id"], unique=False)
    op.create_table(
        "finding_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Instant(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("grade", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name=op.f("fk_finding_wording_finding_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_wording")),
    )
    op.create_index(op.f("ix_finding_wording_finding_id"), "finding_wording", ["finding_id"], unique=False)


SQLITE = [
    "CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry BEGIN SELECT RAISE(ABORT, 'journal_entry is append-only'); END",
    "CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry BEGIN SELECT RAISE(ABORT, 'journal_entry is append-only'); END",
    "CREATE TRIGGER journal_seal_no_update BEFORE UPDATE ON journal_seal BEGIN SELECT RAISE(ABORT, 'journal_seal is append-only'); END",
    "CREATE TRIGGER journal_seal_no_delete BEFORE DELETE ON journal_seal BEGIN SELECT RAISE(ABORT, 'journal_seal is append-only'); END",
    "CREATE TRIGGER journal_leaf_no_update BEFORE UPDATE ON journal_leaf BEGIN SELECT RAISE(ABORT, 'journal_leaf is append-only'); END",
    "CREATE TRIGGER journal_leaf_no_delete BEFORE DELETE ON journal_leaf BEGIN SELECT RAISE(ABORT, 'journal_leaf is append-only'); END",
    "CREATE VIRTUAL TABLE search_words USING fts5(folded, content='search_entry', content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER search_entry_in AFTER INSERT ON search_entry BEGIN INSERT INTO search_words(rowid, folded) VALUES (NEW.id, NEW.folded); END",
    "CREATE TRIGGER search_entry_out AFTER DELETE ON search_entry BEGIN INSERT INTO search_words(search_words, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); END",
    "CREATE TRIGGER search_entry_new AFTER UPDATE OF folded ON search_entry BEGIN INSERT INTO search_words(search_words, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); INSERT INTO search_words(rowid, folded) VALUES (NEW.id, NEW.folded); END",
    "CREATE TRIGGER office_hours_overlap_insert AFTER INSERT ON office_hours WHEN EXISTS (SELECT 1 FROM office_hours AS other WHERE other.id <> NEW.id AND other.agency_id = NEW.agency_id AND other.unit_id = NEW.unit_id AND other.unit_id IS NOT NULL AND NEW.unit_id IS NOT NULL AND other.valid_from < coalesce(NEW.valid_to, '9999-12-31') AND NEW.valid_from < coalesce(other.valid_to, '9999-12-31')) BEGIN SELECT RAISE(ABORT, 'office_hours overlaps'); END",
    "CREATE TRIGGER office_hours_overlap_update AFTER UPDATE ON office_hours WHEN EXISTS (SELECT 1 FROM office_hours AS other WHERE other.id <> NEW.id AND other.agency_id = NEW.agency_id AND other.unit_id = NEW.unit_id AND other.unit_id IS NOT NULL AND NEW.unit_id IS NOT NULL AND other.valid_from < coalesce(NEW.valid_to, '9999-12-31') AND NEW.valid_from < coalesce(other.valid_to, '9999-12-31')) BEGIN SELECT RAISE(ABORT, 'office_hours overlaps'); END",
    "CREATE TRIGGER holding_overlap_insert AFTER INSERT ON holding WHEN EXISTS (SELECT 1 FROM holding AS other WHERE other.id <> NEW.id AND other.post_id = NEW.post_id AND other.kind = 'holder' AND NEW.kind = 'holder' AND other.valid_from < coalesce(NEW.valid_to, '9999-12-31') AND NEW.valid_from < coalesce(other.valid_to, '9999-12-31')) BEGIN SELECT RAISE(ABORT, 'holding overlaps'); END",
    "CREATE TRIGGER holding_overlap_update AFTER UPDATE ON holding WHEN EXISTS (SELECT 1 FROM holding AS other WHERE other.id <> NEW.id AND other.post_id = NEW.post_id AND other.kind = 'holder' AND NEW.kind = 'holder' AND other.valid_from < coalesce(NEW.valid_to, '9999-12-31') AND NEW.valid_from < coalesce(other.valid_to, '9999-12-31')) BEGIN SELECT RAISE(ABORT, 'holding overlaps'); END",
    "CREATE TRIGGER revision_overlap_insert AFTER INSERT ON revision WHEN EXISTS (SELECT 1 FROM revision AS other WHERE other.id <> NEW.id AND other.document_id = NEW.document_id AND other.valid_from IS NOT NULL AND NEW.valid_from IS NOT NULL AND other.valid_from < coalesce(NEW.valid_to, '9999-12-31') AND NEW.valid_from < coalesce(other.valid_to, '9999-12-31')) BEGIN SELECT RAISE(ABORT, 'revision overlaps'); END",
    "CREATE TRIGGER revision_overlap_update AFTER UPDATE ON revision WHEN EXISTS (SELECT 1 FROM revision AS other WHERE other.id <> NEW.id AND other.document_id = NEW.document_id AND other.valid_from IS NOT NULL AND NEW.valid_from IS NOT NULL AND other.valid_from < coalesce(NEW.valid_to, '9999-12-31') AND NEW.valid_from < coalesce(other.valid_to, '9999-12-31')) BEGIN SELECT RAISE(ABORT, 'revision overlaps'); END",
    "CREATE TRIGGER revision_head_frozen BEFORE UPDATE ON revision WHEN OLD.state <> 'draft' AND (NEW.document_id IS NOT OLD.document_id OR NEW.number IS NOT OLD.number OR NEW.title IS NOT OLD.title OR NEW.issue_number IS NOT OLD.issue_number OR NEW.revision_number IS NOT OLD.revision_number OR NEW.change_summary IS NOT OLD.change_summary OR NEW.change_basis IS NOT OLD.change_basis OR NEW.content_hash IS NOT OLD.content_hash) BEGIN SELECT RAISE(ABORT, 'the revision is no draft'); END",
    "CREATE TRIGGER acknowledgement_kept BEFORE DELETE ON acknowledgement BEGIN SELECT RAISE(ABORT, 'acknowledgements are never deleted'); END",
    "CREATE TRIGGER acknowledgement_stays BEFORE UPDATE ON acknowledgement WHEN NEW.revision_id <> OLD.revision_id OR NEW.person_id <> OLD.person_id OR (OLD.acknowledged_at IS NOT NULL AND NEW.acknowledged_at IS NOT OLD.acknowledged_at) BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never moved'); END",
    "CREATE TRIGGER approval_no_update BEFORE UPDATE ON approval BEGIN SELECT RAISE(ABORT, 'approval is append-only'); END",
    "CREATE TRIGGER approval_no_delete BEFORE DELETE ON approval BEGIN SELECT RAISE(ABORT, 'approval is append-only'); END",
    "CREATE TRIGGER block_version_frozen_insert BEFORE INSERT ON block_version WHEN (SELECT state FROM revision WHERE id = NEW.revision_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'the revision is no draft'); END",
    "CREATE TRIGGER block_version_frozen_update BEFORE UPDATE ON block_version WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'the revision is no draft'); END",
    "CREATE TRIGGER block_version_frozen_delete BEFORE DELETE ON block_version WHEN (SELECT state FROM revision WHERE id = OLD.revision_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'the revision is no draft'); END",
    "CREATE TRIGGER block_version_stays BEFORE UPDATE OF revision_id, block_id ON block_version BEGIN SELECT RAISE(ABORT, 'a block stays in its revision'); END",
    "CREATE TRIGGER review_given_update BEFORE UPDATE ON review WHEN OLD.opinion <> '' BEGIN SELECT RAISE(ABORT, 'an opinion once given stays'); END",
    "CREATE TRIGGER review_given_delete BEFORE DELETE ON review WHEN OLD.opinion <> '' BEGIN SELECT RAISE(ABORT, 'an opinion once given stays'); END",
    "CREATE TRIGGER finding_reading_no_update BEFORE UPDATE ON finding_reading BEGIN SELECT RAISE(ABORT, 'finding_reading is append-only'); END",
    "CREATE TRIGGER finding_reading_no_delete BEFORE DELETE ON finding_reading BEGIN SELECT RAISE(ABORT, 'finding_reading is append-only'); END",
    "CREATE TRIGGER finding_wording_no_update BEFORE UPDATE ON finding_wording BEGIN SELECT RAISE(ABORT, 'finding_wording is append-only'); END",
    "CREATE TRIGGER finding_wording_no_delete BEFORE DELETE ON finding_wording BEGIN SELECT RAISE(ABORT, 'finding_wording is append-only'); END",
]


POSTGRESQL = [
    "CREATE FUNCTION journal_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'journal_entry is append-only'; END $$",
    "CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_append_only()",
    "CREATE FUNCTION journal_seal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'journal_seal is append-only'; END $$",
    "CREATE TRIGGER journal_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_seal FOR EACH STATEMENT EXECUTE FUNCTION journal_seal_append_only()",
    "CREATE FUNCTION journal_leaf_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'journal_leaf is append-only'; END $$",
    "CREATE TRIGGER journal_leaf_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_leaf FOR EACH STATEMENT EXECUTE FUNCTION journal_leaf_append_only()",
    "CREATE INDEX ix_search_words ON search_entry USING gin (to_tsvector('simple', folded))",
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE office_hours ADD CONSTRAINT ex_office_hours_overlap EXCLUDE USING gist (agency_id WITH =, unit_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (unit_id IS NOT NULL)",
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE holding ADD CONSTRAINT ex_holding_overlap EXCLUDE USING gist (post_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (kind = 'holder')",
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE revision ADD CONSTRAINT ex_revision_overlap EXCLUDE USING gist (document_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (valid_from IS NOT NULL)",
    "CREATE FUNCTION revision_head_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the revision is no draft'; END $$",
    "CREATE TRIGGER revision_head_frozen BEFORE UPDATE ON revision FOR EACH ROW WHEN (OLD.state <> 'draft' AND (NEW.document_id IS DISTINCT FROM OLD.document_id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.title IS DISTINCT FROM OLD.title OR NEW.issue_number IS DISTINCT FROM OLD.issue_number OR NEW.revision_number IS DISTINCT FROM OLD.revision_number OR NEW.change_summary IS DISTINCT FROM OLD.change_summary OR NEW.change_basis IS DISTINCT FROM OLD.change_basis OR NEW.content_hash IS DISTINCT FROM OLD.content_hash)) EXECUTE FUNCTION revision_head_frozen()",
    "CREATE FUNCTION acknowledgement_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'DELETE' OR NEW.revision_id <> OLD.revision_id OR NEW.person_id <> OLD.person_id OR (OLD.acknowledged_at IS NOT NULL AND NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at) THEN RAISE EXCEPTION 'acknowledgements are never deleted or moved'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER acknowledgement_kept BEFORE UPDATE OR DELETE ON acknowledgement FOR EACH ROW EXECUTE FUNCTION acknowledgement_kept()",
    "CREATE FUNCTION approval_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'approval is append-only'; END $$",
    "CREATE TRIGGER approval_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON approval FOR EACH STATEMENT EXECUTE FUNCTION approval_append_only()",
    "CREATE FUNCTION block_version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT state FROM revision WHERE id = coalesce(OLD.revision_id, NEW.revision_id)) <> 'draft' THEN RAISE EXCEPTION 'the revision is no draft'; END IF; IF TG_OP = 'UPDATE' AND (NEW.revision_id <> OLD.revision_id OR NEW.block_id <> OLD.block_id) THEN RAISE EXCEPTION 'a block stays in its revision'; END IF; RETURN coalesce(NEW, OLD); END $$",
    "CREATE TRIGGER block_version_frozen BEFORE INSERT OR UPDATE OR DELETE ON block_version FOR EACH ROW EXECUTE FUNCTION block_version_frozen()",
    "CREATE FUNCTION review_given() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an opinion once given stays'; END $$",
    "CREATE TRIGGER review_given BEFORE UPDATE OR DELETE ON review FOR EACH ROW WHEN (OLD.opinion <> '') EXECUTE FUNCTION review_given()",
    "CREATE FUNCTION finding_reading_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'finding_reading is append-only'; END $$",
    "CREATE TRIGGER finding_reading_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON finding_reading FOR EACH STATEMENT EXECUTE FUNCTION finding_reading_append_only()",
    "CREATE FUNCTION finding_wording_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'finding_wording is append-only'; END $$",
    "CREATE TRIGGER finding_wording_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON finding_wording FOR EACH STATEMENT EXECUTE FUNCTION finding_wording_append_only()",
]
