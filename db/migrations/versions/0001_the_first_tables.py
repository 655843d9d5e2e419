"""The first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.engine.types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("kemendagri", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("scheme", "code", name=op.f("pk_area")),
    )
    op.create_table(
        "due_run",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("due_at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("started_at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("counts", db.engine.types.Json, nullable=False),
        sa.PrimaryKeyConstraint("job", "due_at", "region", name=op.f("pk_due_run")),
    )
    op.create_table(
        "failure",
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("failed_at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("parked", sa.Boolean(), nullable=False),
        sa.Column("update", db.engine.types.Json, nullable=True),
        sa.PrimaryKeyConstraint("bot", "update_id", name=op.f("pk_failure")),
    )
    op.create_table(
        "inbox",
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("arrived_at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot", "update_id", name=op.f("pk_inbox")),
    )
    op.create_table(
        "officer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("supervisor", sa.String(), nullable=True),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("last_no", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["supervisor"], ["officer.id"], name=op.f("fk_officer_supervisor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
    )
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_officer_region"), ["region"], unique=False)
        batch_op.create_index(batch_op.f("ix_officer_supervisor"), ["supervisor"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("not_before", db.engine.types.Instant(timezone=True), nullable=True),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("params", db.engine.types.Json, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("sent_at", db.engine.types.Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_bot_chat_status", ["bot", "chat", "status"], unique=False)
        batch_op.create_index("ix_outbox_bot_status_lane_id", ["bot", "status", "lane", "id"], unique=False)

    op.create_table(
        "chat",
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("officer", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("blocked_at", db.engine.types.Instant(timezone=True), nullable=True),
        sa.Column("talk_no", sa.Integer(), nullable=False),
        sa.Column("talk", db.engine.types.Json, nullable=True),
        sa.Column("checks_on", sa.Date(), nullable=True),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_chat_officer")),
        sa.PrimaryKeyConstraint("bot", "chat", name=op.f("pk_chat")),
        sa.UniqueConstraint("officer", name=op.f("uq_chat_officer")),
    )
    op.create_table(
        "household",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("enumerator", sa.String(), nullable=True),
        sa.Column("no", sa.Integer(), nullable=True),
        sa.Column("kk_hash", sa.String(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("status_at", db.engine.types.Instant(timezone=True), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("revisit_at", db.engine.types.Instant(timezone=True), nullable=True),
        sa.Column("reminded_at", db.engine.types.Instant(timezone=True), nullable=True),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["enumerator"], ["officer.id"], name=op.f("fk_household_enumerator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("area", "number", name=op.f("uq_household_area_number")),
        sa.UniqueConstraint("enumerator", "no", name=op.f("uq_household_enumerator_no")),
        sa.UniqueConstraint("receipt", name=op.f("uq_household_receipt")),
    )
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.create_index("ix_household_enumerator_settled_on", ["enumerator", "settled_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_household_kk_hash"), ["kk_hash"], unique=False)
        batch_op.create_index("ix_household_revisit_at", ["revisit_at"], unique=False)

    op.create_table(
        "invite",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("expires_at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("used_at", db.engine.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_invite_officer")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_invite")),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household", sa.BigInteger(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("visited_at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("arrived_at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("revisit_at", db.engine.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["household"], ["household.id"], name=op.f("fk_visit_household")),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_visit_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_household"), ["household"], unique=False)
        batch_op.create_index("ix_visit_officer_day", ["officer", "day"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_officer_day")
        batch_op.drop_index(batch_op.f("ix_visit_household"))

    op.drop_table("visit")
    op.drop_table("invite")
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.drop_index("ix_household_revisit_at")
        batch_op.drop_index(batch_op.f("ix_household_kk_hash"))
        batch_op.drop_index("ix_household_enumerator_settled_on")

    op.drop_table("household")
    op.drop_table("chat")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_bot_status_lane_id")
        batch_op.drop_index("ix_outbox_bot_chat_status")

    op.drop_table("outbox")
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_officer_supervisor"))
        batch_op.drop_index(batch_op.f("ix_officer_region"))

    op.drop_table("officer")
    op.drop_table("inbox")
    op.drop_table("failure")
    op.drop_table("due_run")
    op.drop_table("area")
