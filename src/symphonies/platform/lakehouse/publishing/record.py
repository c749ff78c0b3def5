"""Remembers what was published from which data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from symphonies.platform.lakehouse.ports import Engine

PUBLICATIONS = "meta.publication"


@dataclass(frozen=True)
class Publication:
    """The newest state of a table in the open lake."""

    table: str
    version: str
    """The data version that was published."""
    snapshot_id: int
    rows: int
    published_at: datetime


def prepare_publishing(engine: Engine) -> None:
    """Create the table of publications."""
    engine.execute(
        f"CREATE TABLE IF NOT EXISTS {PUBLICATIONS} (table_name VARCHAR PRIMARY KEY, "
        "version VARCHAR, snapshot_id BIGINT, row_count BIGINT, published_at TIMESTAMP)"
    )


def read_publications(engine: Engine) -> dict[str, Publication]:
    """Return what is published, by table."""
    return {
        row["table_name"]: Publication(
            row["table_name"], row["version"], row["snapshot_id"], row["row_count"], row["published_at"]
        )
        for row in engine.execute(f"FROM {PUBLICATIONS}").to_pylist()
    }


def write_publication(engine: Engine, publication: Publication) -> None:
    """Store what was published in place of the state before."""
    engine.execute(
        f"INSERT OR REPLACE INTO {PUBLICATIONS} VALUES (?, ?, ?, ?, ?)",
        [
            publication.table,
            publication.version,
            publication.snapshot_id,
            publication.rows,
            publication.published_at.replace(tzinfo=None),
        ],
    )
