"""What follows a visit"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.engine.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["giver"], ["officer.id"], name=op.f("fk_proposal_giver")),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_proposal_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_officer"), ["officer"], unique=False)

    op.create_table(
        "contact_hour",
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("weekend", sa.Boolean(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("tried", sa.Integer(), nullable=False),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("area", "weekend", "part", name=op.f("pk_contact_hour")),
    )
    op.create_table(
        "bookmark",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_bookmark")),
    )
    op.create_table(
        "help_letter",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household", sa.BigInteger(), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("sent_at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("due_at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("answered_at", db.engine.types.Instant(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["household"], ["household.id"], name=op.f("fk_help_letter_household")),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_help_letter_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_letter")),
    )
    with op.batch_alter_table("help_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_letter_household"), ["household"], unique=False)

    op.create_table(
        "proposal_share",
        sa.Column(
            "proposal", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("households", db.engine.types.Json, nullable=False),
        sa.Column("metres", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("decided_at", db.engine.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposal.id"], name=op.f("fk_proposal_share_proposal")),
        sa.ForeignKeyConstraint(["receiver"], ["officer.id"], name=op.f("fk_proposal_share_receiver")),
        sa.PrimaryKeyConstraint("proposal", "receiver", name=op.f("pk_proposal_share")),
    )
    with op.batch_alter_table("proposal_share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_share_receiver"), ["receiver"], unique=False)

    op.create_table(
        "pursuit",
        sa.Column(
            "household", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("ladder", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("begun_at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("since", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("due_at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("next_at", db.engine.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["household"], ["household.id"], name=op.f("fk_pursuit_household")),
        sa.ForeignKeyConstraint(["owner"], ["officer.id"], name=op.f("fk_pursuit_owner")),
        sa.PrimaryKeyConstraint("household", name=op.f("pk_pursuit")),
    )
    with op.batch_alter_table("pursuit", schema=None) as batch_op:
        batch_op.create_index("ix_pursuit_next_at", ["next_at"], unique=False)
        batch_op.create_index("ix_pursuit_owner_due_at", ["owner", "due_at"], unique=False)

    op.create_table(
        "pursuit_act",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ladder", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("receiver", sa.String(), nullable=True),
        sa.Column("due_at", db.engine.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["household"], ["household.id"], name=op.f("fk_pursuit_act_household")),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_pursuit_act_officer")),
        sa.ForeignKeyConstraint(["receiver"], ["officer.id"], name=op.f("fk_pursuit_act_receiver")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pursuit_act")),
    )
    with op.batch_alter_table("pursuit_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pursuit_act_household"), ["household"], unique=False)

    op.create_table(
        "reassignment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household", sa.BigInteger(), nullable=False),
        sa.Column("giver", sa.String(), nullable=True),
        sa.Column("receiver", sa.String(), nullable=True),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["giver"], ["officer.id"], name=op.f("fk_reassignment_giver")),
        sa.ForeignKeyConstraint(["household"], ["household.id"], name=op.f("fk_reassignment_household")),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_reassignment_officer")),
        sa.ForeignKeyConstraint(["receiver"], ["officer.id"], name=op.f("fk_reassignment_receiver")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reassignment")),
    )
    with op.batch_alter_table("reassignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reassignment_household"), ["household"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit", sa.BigInteger(), nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_review_officer")),
        sa.ForeignKeyConstraint(["visit"], ["visit.id"], name=op.f("fk_review_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index("ix_review_visit_id", ["visit", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index("ix_review_visit_id")

    op.drop_table("review")
    with op.batch_alter_table("reassignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reassignment_household"))

    op.drop_table("reassignment")
    with op.batch_alter_table("pursuit_act", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pursuit_act_household"))

    op.drop_table("pursuit_act")
    with op.batch_alter_table("pursuit", schema=None) as batch_op:
        batch_op.drop_index("ix_pursuit_owner_due_at")
        batch_op.drop_index("ix_pursuit_next_at")

    op.drop_table("pursuit")
    with op.batch_alter_table("proposal_share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_share_receiver"))

    op.drop_table("proposal_share")
    with op.batch_alter_table("help_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_letter_household"))

    op.drop_table("help_letter")
    op.drop_table("bookmark")
    op.drop_table("contact_hour")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_officer"))

    op.drop_table("proposal")
