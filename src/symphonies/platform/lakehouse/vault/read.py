"""Reads tables out of the vault: as they are, and as they were."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa

from symphonies.platform.lakehouse.engine.names import LOAD_ID, quoted
from symphonies.platform.lakehouse.ports import Engine
from symphonies.platform.lakehouse.vault.design import HASH_KEY, HistoryDesign
from symphonies.platform.lakehouse.vault.generate import LOADED_AT, SCHEMA


def state_query(design: HistoryDesign, *, at: bool = False) -> str:
    """Return the SELECT of each key's newest state: the contract's columns and ``_load_id``.

    Args:
        design: The history to read.
        at: Whether to take the newest state up to the instant ``$at`` instead of the newest of all.
    """
    keys = ", ".join(f"hub.{quoted(name)}" for name in design.key)
    columns = ", ".join(quoted(name) for name in (*design.columns, LOAD_ID))
    rest = "".join(f", state.{quoted(name)}" for name in design.payload)
    until = f" WHERE {LOADED_AT} <= $at" if at else ""
    newest = (
        f"SELECT * FROM {SCHEMA}.{quoted(design.satellite)}{until} "
        f"QUALIFY row_number() OVER (PARTITION BY {HASH_KEY} ORDER BY {LOAD_ID} DESC) = 1"
    )
    return (
        f"SELECT {columns} FROM (SELECT {keys}{rest}, state.{LOAD_ID} FROM ({newest}) AS state "
        f"JOIN {SCHEMA}.{quoted(design.hub)} AS hub ON hub.{HASH_KEY} = state.{HASH_KEY})"
    )


def read_history(engine: Engine, design: HistoryDesign, at: datetime) -> pa.Table:
    """Return a table's rows as they were at an instant (UTC), in the order of their keys."""
    order = ", ".join(quoted(name) for name in design.key)
    moment = at.replace(tzinfo=None) if at.tzinfo is None else at.astimezone(UTC).replace(tzinfo=None)
    columns = ", ".join(quoted(name) for name in design.columns)
    return engine.execute(
        f"SELECT {columns} FROM ({state_query(design, at=True)}) ORDER BY {order}", {"at": moment}
    )


def rebuild_current(engine: Engine, design: HistoryDesign) -> int:
    """Fill a current table anew from its history and return the number of its rows."""
    target = f"{quoted(design.product)}.{quoted(design.table)}"
    columns = ", ".join(quoted(name) for name in (*design.columns, LOAD_ID))
    with engine.transaction():
        engine.execute(f"DELETE FROM {target}")
        engine.execute(f"INSERT INTO {target} ({columns}) {state_query(design)}")
        return int(engine.execute(f"SELECT count(*) FROM {target}").column(0)[0].as_py())
