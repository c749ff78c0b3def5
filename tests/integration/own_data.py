"""Building a company from its own files, and asking it for figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from symphonies.kernel import Grain, Period
from symphonies.platform.connectors import Loaded, load_company
from symphonies.platform.lakehouse import Lakehouse, LakehouseSettings, discover_products, open_engine
from symphonies.platform.security import Scope, TableScope
from symphonies.platform.semantics import MetricQuery, SemanticLayer, load_catalog

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "own_data"


class OwnCompany:
    """A company loaded and built from a folder of ``examples/own_data``."""

    def __init__(self, name: str, store: Path) -> None:
        products = discover_products()
        self.lakehouse = Lakehouse(open_engine(LakehouseSettings(store=store)), products, store)
        self.lakehouse.prepare()
        self.loaded: Loaded = load_company(self.lakehouse, EXAMPLES / name)
        self.lakehouse.build(publish=False)
        self.layer = SemanticLayer(load_catalog(products), self.lakehouse.engine, self.lakehouse.company)
        tables = {
            f"{product.id}.{table}": TableScope(readable=True)
            for product in products
            for table in product.contract.tables
        }
        self.scope = Scope("everyone", tables, "everyone")

    def figure(
        self,
        metric: str,
        first: date,
        end: date,
        *,
        grain: Grain | None = Grain.MONTH,
        by: tuple[str, ...] = (),
        variant: str | None = None,
    ) -> dict[object, float]:
        """Return a metric from ``first`` to ``end`` (excluded), by period start or by one dimension."""
        query = MetricQuery(
            (metric,),
            by=by,
            grain=grain,
            period=Period(first, end),
            variants={metric: variant} if variant else {},
        )
        rows = self.layer.run(query, self.scope).rows.to_pylist()
        return {row[by[0]] if by else row["period"]: row[metric] for row in rows}

    def rows(self, query: str) -> list[dict[str, object]]:
        """Return rows of the store."""
        found: list[dict[str, object]] = self.lakehouse.engine.execute(query).to_pylist()
        return found

    def close(self) -> None:
        """Let go of the store."""
        self.lakehouse.engine.close()
