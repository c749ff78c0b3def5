"""Remembers which models the last build could not bring up to date."""

from __future__ import annotations

from datetime import datetime

from symphonies.platform.lakehouse.ports import Engine

FAILURES = "meta.model_failure"


def prepare_failures(engine: Engine) -> None:
    """Create the table of failures."""
    engine.execute(
        f"CREATE TABLE IF NOT EXISTS {FAILURES} (table_name VARCHAR PRIMARY KEY, because VARCHAR, "
        "failed_at TIMESTAMP)"
    )


def write_failures(engine: Engine, failures: dict[str, str], now: datetime) -> None:
    """Store the models that failed, or that read one that failed, in place of those before, if they differ.

    Args:
        engine: The store.
        failures: The failed model behind it, by table.
        now: The present instant.
    """
    stored = {row["table_name"]: row["because"] for row in engine.execute(f"FROM {FAILURES}").to_pylist()}
    if stored == failures:
        return
    with engine.transaction():
        engine.execute(f"DELETE FROM {FAILURES}")
        for table, because in failures.items():
            engine.execute(
                f"INSERT INTO {FAILURES} VALUES (?, ?, ?)", [table, because, now.replace(tzinfo=None)]
            )


def read_failures(engine: Engine, product: str) -> dict[str, str]:
    """Return the failed model behind each table of a product that is not up to date."""
    found = engine.execute(
        f"SELECT table_name, because FROM {FAILURES} WHERE split_part(table_name, '.', 1) = ? "
        "ORDER BY table_name",
        [product],
    )
    return {row["table_name"]: row["because"] for row in found.to_pylist()}
