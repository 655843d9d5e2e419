"""The card of the day: the pinned message of a chat, and whether it is out of date"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.engine.types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "card",
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("before", sa.BigInteger(), nullable=True),
        sa.Column("due_at", db.engine.types.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("bot", "chat", name=op.f("pk_card")),
    )
    op.create_index("ix_card_due_at", "card", ["due_at"])


def downgrade() -> None:
    op.drop_table("card")
