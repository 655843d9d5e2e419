"""By which settings a process runs, as keyed digests: whether processes differ"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.engine.types

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("process", sa.Column("settings", db.engine.types.Json, nullable=True))


def downgrade() -> None:
    op.drop_column("process", "settings")
