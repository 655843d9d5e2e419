"""What waits to leave is no call of Telegram any more: it waits under a status of its own

A process of the release before, which may still run, leaves it alone. What that one has posted waits with the rest.
"""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE outbox SET status = 'waiting' WHERE status = 'queued'")


def downgrade() -> None:
    op.execute("UPDATE outbox SET status = 'queued' WHERE status = 'waiting'")
