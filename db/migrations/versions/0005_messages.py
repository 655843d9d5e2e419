"""Messages of leaders to their people"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.engine.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_message_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_officer"), ["officer"], unique=False)

    op.create_table(
        "message_addressee",
        sa.Column("message", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=True),
        sa.Column("untold", sa.String(), nullable=False),
        sa.Column("ready_at", db.engine.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["message"], ["message.id"], name=op.f("fk_message_addressee_message")),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_message_addressee_officer")),
        sa.PrimaryKeyConstraint("message", "officer", name=op.f("pk_message_addressee")),
    )
    with op.batch_alter_table("message_addressee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_addressee_officer"), ["officer"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("message_addressee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_addressee_officer"))

    op.drop_table("message_addressee")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_officer"))

    op.drop_table("message")
