"""A day in the chat"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.engine.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_absence_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_officer"), ["officer"], unique=False)

    op.create_table(
        "area_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_area_change_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_change")),
    )
    with op.batch_alter_table("area_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_change_officer"), ["officer"], unique=False)

    op.create_table(
        "training_step",
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_training_step_officer")),
        sa.PrimaryKeyConstraint("officer", "step", name=op.f("pk_training_step")),
    )
    op.create_table(
        "giving_back",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household", sa.BigInteger(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", db.engine.types.Instant(timezone=True), nullable=True),
        sa.Column("given_to", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["officer.id"], name=op.f("fk_giving_back_decided_by")),
        sa.ForeignKeyConstraint(["given_to"], ["officer.id"], name=op.f("fk_giving_back_given_to")),
        sa.ForeignKeyConstraint(["household"], ["household.id"], name=op.f("fk_giving_back_household")),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_giving_back_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_giving_back")),
    )
    with op.batch_alter_table("giving_back", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_giving_back_household"), ["household"], unique=False)
        batch_op.create_index("ix_giving_back_officer_decided_at", ["officer", "decided_at"], unique=False)

    op.create_table(
        "correction",
        sa.Column("visit", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("replacement", sa.BigInteger(), nullable=True),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_correction_officer")),
        sa.ForeignKeyConstraint(["replacement"], ["visit.id"], name=op.f("fk_correction_replacement")),
        sa.ForeignKeyConstraint(["visit"], ["visit.id"], name=op.f("fk_correction_visit")),
        sa.PrimaryKeyConstraint("visit", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index("ix_correction_officer_day", ["officer", "day"], unique=False)

    op.create_table(
        "detail",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["visit"], ["visit.id"], name=op.f("fk_detail_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_detail")),
    )
    with op.batch_alter_table("detail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_detail_visit"), ["visit"], unique=False)

    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("quiet_from", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("quiet_until", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("training", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.add_column(sa.Column("families", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("trains", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_officer_trains"), ["trains"], unique=False)

    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmed", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("families", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE visit SET families = 1 WHERE outcome IN ('complete', 'partial')")
    op.execute("UPDATE visit SET confirmed = true")  # until now the latest visit decided: what stood goes on to stand
    op.execute("UPDATE household SET families = 1 WHERE status IN ('complete', 'partial')")


def downgrade() -> None:
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_column("families")
        batch_op.drop_column("confirmed")

    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_officer_trains"))
        batch_op.drop_column("trains")

    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.drop_column("families")

    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.drop_column("training")
        batch_op.drop_column("quiet_until")
        batch_op.drop_column("quiet_from")

    with op.batch_alter_table("detail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_detail_visit"))

    op.drop_table("detail")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index("ix_correction_officer_day")

    op.drop_table("correction")
    with op.batch_alter_table("giving_back", schema=None) as batch_op:
        batch_op.drop_index("ix_giving_back_officer_decided_at")
        batch_op.drop_index(batch_op.f("ix_giving_back_household"))

    op.drop_table("giving_back")
    op.drop_table("training_step")
    with op.batch_alter_table("area_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_area_change_officer"))

    op.drop_table("area_change")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_officer"))

    op.drop_table("absence")
