"""How a product stands: connected, fresh, trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from symphonies.platform.lakehouse.contracts.contract import Severity
from symphonies.platform.lakehouse.contracts.product import Product
from symphonies.platform.lakehouse.engine.names import quoted_table
from symphonies.platform.lakehouse.modelling.failures import read_failures
from symphonies.platform.lakehouse.ports import Engine
from symphonies.platform.lakehouse.quality.results import CheckResult, read_facts, read_results


class Trust(StrEnum):
    """What the checks say of a product's data."""

    VERIFIED = "verified"
    """Every check passed."""
    WARNING = "warning"
    """Something is to be known, but the figures stand."""
    FAILED = "failed"
    """A promise is broken; the figures may be wrong."""
    UNKNOWN = "unknown"
    """Nothing has been checked yet."""


@dataclass(frozen=True)
class ProductStatus:
    """How a product stands now."""

    product: str
    connected: bool
    """Whether any of its source tables holds rows."""
    rows: int
    """Rows in its source tables."""
    loaded_at: datetime | None
    """The instant (UTC) of its newest load."""
    newest_on: date | None
    """The newest business day in its data, up to the as-of day."""
    fresh: bool | None
    """Whether the newest load is as young as promised; None before the first."""
    trust: Trust
    failed: tuple[CheckResult, ...] = ()
    """Checks that did not pass, errors first."""
    reasons: tuple[str, ...] = ()
    """Why trust is not ``verified``, in words."""
    reason: str | None = None
    """Why it is not connected."""
    next_step: str | None = None
    """What to do about it."""
    checks: int = field(default=0)
    """How many checks were run."""

    def to_dict(self) -> dict[str, object]:
        """Return the status as plain values."""
        return {
            "product": self.product,
            "connected": self.connected,
            "rows": self.rows,
            "loaded_at": self.loaded_at.isoformat() if self.loaded_at else None,
            "newest_on": self.newest_on.isoformat() if self.newest_on else None,
            "fresh": self.fresh,
            "trust": self.trust.value,
            "failed": [check.to_dict() for check in self.failed],
            "reasons": list(self.reasons),
            "reason": self.reason,
            "next_step": self.next_step,
            "checks": self.checks,
        }

    def lines(self) -> list[str]:
        """Return the status for people."""
        if not self.connected:
            return [f"{self.product}: not connected. {self.reason}", f"  {self.next_step}"]
        age = {True: "fresh", False: "stale", None: "never loaded"}[self.fresh]
        newest = f"newest {self.newest_on}" if self.newest_on else "undated"
        head = f"{self.product}: {self.rows:,} rows, {age}, {newest}, {self.trust}"
        return [head, *(f"  {reason}" for reason in self.reasons)]


def read_status(engine: Engine, product: Product, now: datetime) -> ProductStatus:
    """Return how a product stands.

    Args:
        engine: The store.
        product: The product.
        now: The present instant (UTC).
    """
    rows = _count_rows(engine, product)
    if rows == 0:
        return _not_connected(product)
    loaded_at, quarantined = _read_loads(engine, product)
    results = read_results(engine, product.id)
    failed = tuple(
        sorted(
            (one for one in results if not one.passed),
            key=lambda one: (one.severity is not Severity.ERROR, one.table, one.name),
        )
    )
    sources = {f"{product.id}.{name}" for name in _sources(product)}
    days = [
        fact.newest_on for table, fact in read_facts(engine).items() if table in sources and fact.newest_on
    ]
    told = [*quarantined, *_late_models(engine, product)]
    return ProductStatus(
        product=product.id,
        connected=True,
        rows=rows,
        loaded_at=loaded_at,
        newest_on=max(days, default=None),
        fresh=now - loaded_at <= product.contract.freshness if loaded_at else None,
        trust=_trust(results, failed, bool(told)),
        failed=failed,
        reasons=(*(one.sentence for one in failed), *told),
        checks=len(results),
    )


def _sources(product: Product) -> Sequence[str]:
    """Return the tables that say whether a product has data: landed ones, else all."""
    return tuple(product.source_tables) or tuple(product.contract.tables)


def _trust(results: Sequence[CheckResult], failed: Sequence[CheckResult], told: bool) -> Trust:
    if not results:
        return Trust.UNKNOWN
    if any(one.severity is Severity.ERROR for one in failed):
        return Trust.FAILED
    return Trust.WARNING if failed or told else Trust.VERIFIED


def _late_models(engine: Engine, product: Product) -> list[str]:
    """Return what the last build could not bring up to date."""
    return [
        f"{table} is of an earlier build, because {because if because != table else 'its model'} failed."
        for table, because in read_failures(engine, product.id).items()
    ]


def _count_rows(engine: Engine, product: Product) -> int:
    counts = " UNION ALL ".join(
        f"SELECT count(*) AS n FROM {quoted_table(f'{product.id}.{name}')}" for name in _sources(product)
    )
    if not counts:
        return 0
    return int(engine.execute(f"SELECT CAST(sum(n) AS BIGINT) FROM ({counts})").column(0)[0].as_py())


def _read_loads(engine: Engine, product: Product) -> tuple[datetime | None, list[str]]:
    """Return when the newest load was, and what the newest load of each table left in quarantine."""
    rows = engine.execute(
        "SELECT table_name, max(loaded_at) AS loaded_at, arg_max(quarantined, load_id) AS quarantined "
        "FROM meta.loads WHERE product = ? GROUP BY table_name ORDER BY table_name",
        [product.id],
    ).to_pylist()
    found = [row for row in rows if row["table_name"] not in product.engine_tables]
    newest = max((row["loaded_at"] for row in found), default=None)
    kept_out = [
        f"{row['quarantined']:,} rows of the newest load of {product.id}.{row['table_name']} "
        "are in quarantine."
        for row in found
        if row["quarantined"]
    ]
    return (newest.replace(tzinfo=UTC) if newest else None), kept_out


def _not_connected(product: Product) -> ProductStatus:
    tables = product.source_tables
    main = next((name for name, table in tables.items() if table.time), next(iter(tables), None))
    name = f"{product.id}.{main}" if main else product.id
    return ProductStatus(
        product=product.id,
        connected=False,
        rows=0,
        loaded_at=None,
        newest_on=None,
        fresh=None,
        trust=Trust.UNKNOWN,
        reason=f"No rows have been loaded into {name}.",
        next_step=f"Load a file: symphonies load {product.id} --from FILE --map MAPPING",
    )
