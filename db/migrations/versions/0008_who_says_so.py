"""Who says what a report or an act says: seen or told by the household (self), or by proxy"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("visit", "pursuit_act")
ACT = ("id", "household", "kind", "ladder", "step", "officer", "at", "note", "file", "due_at")
"""The columns of pursuit_act that stayed so far; its trigger names them, those of visit name none."""
REFUSED = "history stays as it is: rows of pursuit_act are only added, never changed or deleted"


def upgrade() -> None:
    # Plain ALTER TABLE on both databases: a table that is made anew on SQLite loses its triggers.
    for table in TABLES:
        op.add_column(table, sa.Column("source", sa.String(), server_default="self", nullable=False))
    _guard(*ACT, "source")


def downgrade() -> None:
    _guard(*ACT)
    for table in TABLES:
        op.drop_column(table, "source")


def _guard(*columns: str) -> None:
    """Let these columns of pursuit_act stay as they are (migration 0007)."""
    named = ", ".join(columns)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER pursuit_act_stays ON pursuit_act")
        each = "FOR EACH ROW EXECUTE FUNCTION history_stays()"
    else:
        op.execute("DROP TRIGGER pursuit_act_stays")
        each = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    made = f"CREATE TRIGGER pursuit_act_stays BEFORE UPDATE OF {named} ON pursuit_act {each}"
    op.execute(sa.text(made.replace(":", r"\:")))
