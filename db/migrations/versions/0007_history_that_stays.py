"""History that stays: what no table told so far, and nothing of it is changed or deleted by hand"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.engine.types

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

HISTORY = ("visit", "correction", "detail", "review", "reassignment", "area_change", "change")
"""Tables whose rows are only ever added."""
ACT = ("id", "household", "kind", "ladder", "step", "officer", "at", "note", "file", "due_at")
"""The columns of pursuit_act that stay. Who a case was handed to (receiver) goes over with `catat officer replace`."""
OF_TRAINING = "EXISTS (SELECT 1 FROM officer WHERE id = {} AND trains IS NOT NULL)"
"""A training list is made anew, and its history with it; that of a real officer never is."""
WHOSE = {"detail": "(SELECT officer FROM visit WHERE id = OLD.visit)"}
REFUSED = "history stays as it is: rows of {} are only added, never changed or deleted"
FUNCTION = """
CREATE OR REPLACE FUNCTION history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    gone jsonb;
BEGIN
    IF TG_OP = 'DELETE' THEN
        gone := to_jsonb(OLD);
        IF EXISTS (
            SELECT 1 FROM officer WHERE trains IS NOT NULL AND id = COALESCE(
                gone ->> 'officer', (SELECT visit.officer FROM visit WHERE visit.id = (gone ->> 'visit')::bigint)
            )
        ) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'history stays as it is: rows of % are only added, never changed or deleted', TG_TABLE_NAME;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household", sa.BigInteger(), nullable=True),
        sa.Column("officer", sa.String(), nullable=True),
        sa.Column("at", db.engine.types.Instant(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("face", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("before", db.engine.types.Json, nullable=False),
        sa.Column("after", db.engine.types.Json, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["household"], ["household.id"], name=op.f("fk_change_household")),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"], name=op.f("fk_change_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_household"), ["household"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_officer"), ["officer"], unique=False)
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.add_column(sa.Column("came", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("face", sa.String(), server_default="", nullable=False))
    for statement in _on_postgres() if op.get_bind().dialect.name == "postgresql" else _on_sqlite():
        op.execute(sa.text(statement.replace(":", r"\:")))


def _on_postgres() -> list[str]:
    made = [FUNCTION]
    for table in (*HISTORY, "pursuit_act"):
        columns = f" OF {', '.join(ACT)}" if table == "pursuit_act" else ""
        each = "FOR EACH ROW EXECUTE FUNCTION history_stays()"
        made += [
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE{columns} ON {table} {each}",
            f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {each}",
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} EXECUTE FUNCTION history_stays()",
        ]
    return made


def _on_sqlite() -> list[str]:
    made = []
    for table in (*HISTORY, "pursuit_act"):
        columns = f" OF {', '.join(ACT)}" if table == "pursuit_act" else ""
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED.format(table)}'); END"
        training = OF_TRAINING.format(WHOSE.get(table, "OLD.officer"))
        made += [
            f'CREATE TRIGGER {table}_stays BEFORE UPDATE{columns} ON "{table}" {refuse}',
            f'CREATE TRIGGER {table}_kept BEFORE DELETE ON "{table}" WHEN NOT {training} {refuse}',
        ]
    return made


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute("DROP FUNCTION history_stays() CASCADE")
    else:
        for table in (*HISTORY, "pursuit_act"):
            op.execute(f"DROP TRIGGER {table}_stays")
            op.execute(f"DROP TRIGGER {table}_kept")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_column("face")
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.drop_column("came")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_officer"))
        batch_op.drop_index(batch_op.f("ix_change_household"))
    op.drop_table("change")
