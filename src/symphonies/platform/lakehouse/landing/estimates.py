"""What engines told: which of their tables stand on which model, day and data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

import pyarrow as pa

from symphonies.platform.lakehouse.ports import Engine

_TABLE = "meta.estimates"


@dataclass(frozen=True)
class Told:
    """What an engine's rows stand on.

    Attributes:
        engine: who told them.
        version: of its model.
        as_of: the last day that was known.
        seed: of all chance in it.
        basis: another text as soon as the data or the models behind it are others.
    """

    engine: str
    version: int
    as_of: date
    seed: int
    basis: str


@dataclass(frozen=True)
class Estimate(Told):
    """One table of estimates.

    Attributes:
        table: ``product.table``.
        told_at: when, in UTC.
    """

    table: str
    told_at: datetime


def note_estimate(engine: Engine, table: str, told: Told, now: datetime) -> None:
    """Store what a table's rows stand on in place of what they stood on before."""
    row = {"table_name": table, **asdict(told), "told_at": now.replace(tzinfo=None)}
    engine.execute(f"DELETE FROM {_TABLE} WHERE table_name = ?", [table])
    engine.append(_TABLE, pa.Table.from_pylist([row]))


def read_estimates(engine: Engine) -> Mapping[str, Estimate]:
    """Return what engines have told, by ``product.table``."""
    rows = engine.execute(f'SELECT table_name AS "table", * EXCLUDE (table_name) FROM {_TABLE}').to_pylist()
    return {row["table"]: Estimate(**row) for row in rows}
