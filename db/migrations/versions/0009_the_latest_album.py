"""The latest album of a chat: where its photos go"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.engine.types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chat", sa.Column("album", db.engine.types.Json, nullable=True))


def downgrade() -> None:
    op.drop_column("chat", "album")
