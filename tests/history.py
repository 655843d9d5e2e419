"""History that a test changes by hand, which the database refuses else (migration 0007)."""

from sqlalchemy import text

from db.engine.work import Work

TRIGGERS = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name")


def unlock(work: Work, *tables: str) -> None:
    """Let the rows of these tables be changed."""
    for table in tables:
        if work.postgres:
            work.connection.exec_driver_sql(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            continue
        for (name,) in work.connection.execute(TRIGGERS, {"name": table}).all():
            work.connection.exec_driver_sql(f"DROP TRIGGER {name}")
