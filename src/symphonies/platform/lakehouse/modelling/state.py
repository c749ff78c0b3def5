"""What is known of each model's table: from which SQL and which data it was made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from symphonies.platform.lakehouse.contracts.contract import Table
from symphonies.platform.lakehouse.engine.tables import column_types
from symphonies.platform.lakehouse.modelling.model import ResolvedModel
from symphonies.platform.lakehouse.modelling.references import COMPANY
from symphonies.platform.lakehouse.ports import Engine

STATE = "meta.model_state"
_COLUMNS = (
    "table_name VARCHAR PRIMARY KEY, own_hash VARCHAR, model_hash VARCHAR, inputs VARCHAR, "
    "version BIGINT, watermark VARCHAR, row_count BIGINT, seconds DOUBLE, built_at TIMESTAMP"
)

Versions = Mapping[str, str]
"""The version of the data in each table, by ``product.table``; it changes when the data do."""


@dataclass(frozen=True)
class ModelState:
    """How a model's table was last built."""

    own_hash: str
    """Of its SELECT, its header and its declared columns."""
    model_hash: str
    """Of all that and of the models it reads."""
    inputs: Versions = field(repr=False)
    """Data versions of the tables it read."""
    version: int
    """Grows whenever the table's data change."""
    watermark: str | None
    rows: int
    seconds: float
    built_at: datetime


@dataclass(frozen=True)
class ModelHashes:
    """Identity of a model's definition."""

    own: str
    full: str


def prepare_state(engine: Engine) -> None:
    """Create the table of model states."""
    engine.execute(f"CREATE TABLE IF NOT EXISTS {STATE} ({_COLUMNS})")


def read_states(engine: Engine) -> dict[str, ModelState]:
    """Return the state of every model built so far, by table."""
    return {
        row["table_name"]: ModelState(
            own_hash=row["own_hash"],
            model_hash=row["model_hash"],
            inputs=json.loads(row["inputs"]),
            version=row["version"],
            watermark=row["watermark"],
            rows=row["row_count"],
            seconds=row["seconds"],
            built_at=row["built_at"],
        )
        for row in engine.execute(f"FROM {STATE}").to_pylist()
    }


def write_state(engine: Engine, table: str, state: ModelState) -> None:
    """Store the state of a model's table in place of the one before."""
    engine.execute(
        f"INSERT OR REPLACE INTO {STATE} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            table,
            state.own_hash,
            state.model_hash,
            json.dumps(dict(state.inputs), sort_keys=True),
            state.version,
            state.watermark,
            state.rows,
            state.seconds,
            state.built_at,
        ],
    )


def forget_state(engine: Engine, table: str) -> None:
    """Remove the state of a table that no model fills any more."""
    engine.execute(f"DELETE FROM {STATE} WHERE table_name = ?", [table])


def hash_models(models: Mapping[str, ResolvedModel], declared: Mapping[str, Table]) -> dict[str, ModelHashes]:
    """Return the hashes of models given in build order; layout and comments do not count.

    Args:
        models: Resolved models by table.
        declared: Contract tables by ``product.table``.
    """
    hashes: dict[str, ModelHashes] = {}
    for table, model in models.items():
        columns = column_types(declared[table]) if table in declared else {}
        header = [model.model.kind, *model.model.key, model.model.watermark or ""]
        own = _digest(model.model.sql, *header, *(f"{name} {kind}" for name, kind in columns.items()))
        full = _digest(own, *(hashes[name].full for name in model.reads if name in hashes))
        hashes[table] = ModelHashes(own, full)
    return hashes


def read_newest_loads(engine: Engine) -> dict[str, int]:
    """Return the last load that changed each landed table; tables without rows are absent."""
    found = engine.execute(
        "SELECT product || '.' || table_name AS name, max(load_id) AS newest "
        "FROM meta.loads WHERE landed > 0 GROUP BY ALL"
    )
    return {row["name"]: row["newest"] for row in found.to_pylist()}


def read_source_versions(engine: Engine) -> dict[str, str]:
    """Return the data version of every landed table with rows (its last load), and of the company."""
    company = engine.execute(f"FROM {COMPANY}").to_pylist()
    versions = {table: str(load) for table, load in read_newest_loads(engine).items()}
    return versions | {COMPANY: _digest(*(str(row) for row in company))}


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
