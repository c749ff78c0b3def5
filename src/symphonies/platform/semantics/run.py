"""The semantic layer at work: plan, run, tidy."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

from symphonies.kernel import Kept
from symphonies.platform.semantics.catalog.catalog import Catalog
from symphonies.platform.semantics.company import Company
from symphonies.platform.semantics.errors import QueryInvalidError
from symphonies.platform.semantics.planning.compile import compile_query, compile_values
from symphonies.platform.semantics.planning.currency import ENTITY, TRANSACTION
from symphonies.platform.semantics.planning.security import may_read
from symphonies.platform.semantics.query import MetricQuery
from symphonies.platform.semantics.result import ColumnKind, CompiledQuery, MetricResult

if TYPE_CHECKING:
    import pyarrow as pa

    from symphonies.platform.security import Scope

PLANS = 2048
"""How many plans are remembered."""


class QueryEngine(Protocol):
    """What the semantic layer needs of an engine."""

    def execute(self, sql: str, /) -> pa.Table:
        """Run a query and return its rows."""
        ...


class SemanticLayer:
    """Answers metric queries over one engine, for one company; safe to share between threads."""

    def __init__(
        self, catalog: Catalog, engine: QueryEngine, company: Company, *, dialect: str = "duckdb"
    ) -> None:
        self.catalog = catalog
        self.engine = engine
        self.company = company
        self.dialect = dialect
        self._plans: Kept[tuple[object, ...], CompiledQuery] = Kept(PLANS)

    def plan(self, query: MetricQuery, scope: Scope) -> CompiledQuery:
        """Return the SQL of a query, from memory when the same was planned for an equal scope.

        Raises:
            SymphonyError: As :func:`compile_query` does.
        """
        since = self._since(query) if query.period is None and query.grain is not None else None
        key = (_key(query), scope.fingerprint, self._company_key(), self.catalog.version, self.dialect, since)
        known = self._plans.get(key) if scope.fingerprint else None
        if known is not None:
            return known
        compiled = compile_query(query, self.catalog, scope, self.company, self.dialect, since=since)
        return self._plans.put(key, compiled) if scope.fingerprint else compiled

    def run(self, query: MetricQuery, scope: Scope) -> MetricResult:
        """Answer a query with what a principal may see.

        Raises:
            SymphonyError: As :func:`compile_query` does.
            QueryInvalidError: No exchange rate leads to the currency that is asked for.
        """
        compiled = self.plan(query, scope)
        rows = self.engine.execute(compiled.sql)
        notes = [*compiled.notes, *self._unrated(compiled, rows, scope)]
        periods = compiled.periods
        if query.period is None and query.grain is not None and rows.num_rows:
            first = rows.column("period")[0].as_py()
            periods = tuple(info for info in periods if info.start >= first)
        return MetricResult(
            query,
            compiled.columns,
            rows,
            tuple(notes),
            compiled.sql,
            self.company.as_of,
            periods,
            compiled.plan,
        )

    def explain(self, query: MetricQuery, scope: Scope) -> str:
        """Return the plan of a query in words, then its SQL."""
        return self.plan(query, scope).explained

    def sees(self, metric_id: str, scope: Scope) -> bool:
        """Return whether a principal may read everything a metric is made of.

        Raises:
            MetricUnknownError: There is no such metric.
        """
        return may_read(self.catalog, metric_id, scope)

    def values(
        self, metric_id: str, path: str, scope: Scope, *, limit: int = 20_000
    ) -> tuple[tuple[str, str], ...]:
        """Return the keys and labels that a dimension of a metric takes, as far as a principal may see them.

        Raises:
            MetricUnknownError: There is no such metric.
            DimensionUnreachableError: The metric cannot be split by the dimension.
        """
        sql = compile_values(path, metric_id, self.catalog, scope, self.company, self.dialect, limit)
        if sql is None:
            return ()
        found = self.engine.execute(sql).to_pylist()
        return tuple((row["key"], row["label"] or row["key"]) for row in found)

    def _unrated(self, compiled: CompiledQuery, rows: pa.Table, scope: Scope) -> list[str]:
        """Name the currencies without a rate, when a figure is missing that they could explain."""
        if compiled.unrated_sql is None:
            return []
        figures = [
            column.name
            for column in compiled.columns
            if column.kind in (ColumnKind.METRIC, ColumnKind.COMPARISON)
        ]
        if not any(rows.column(name).null_count for name in figures):
            return []
        missing = self.engine.execute(compiled.unrated_sql).column(0).to_pylist()
        if not missing:
            return []
        self._check_target(compiled.query.currency, scope)
        names = sorted({name or "no currency" for name in missing})
        return [f"No exchange rate for {', '.join(names)}: figures that need it are left empty."]

    def _check_target(self, currency: str, scope: Scope) -> None:
        """Refuse a currency that no rate leads to: rates would be missed for whatever is asked in it."""
        if currency in ("group", ENTITY, TRANSACTION, self.company.currency):
            return
        known = self._rated()
        if currency not in known:
            shown = ", ".join(known) if scope.table(self.catalog.graph.fx_rate or "").readable else ""
            raise QueryInvalidError(
                f"No exchange rate leads to {currency}.",
                hint=f"There are rates of {shown}." if shown else "Ask for it in the group's currency.",
            )

    def _rated(self) -> list[str]:
        """Return the currencies that have a rate, or rates of others."""
        if self.catalog.graph.fx_rate is None:
            return []
        schema, _, name = self.catalog.graph.fx_rate.partition(".")
        codes = (f'SELECT "{column}" AS code FROM "{schema}"."{name}"' for column in ("currency", "base"))
        both = f"SELECT DISTINCT code FROM ({' UNION ALL '.join(codes)}) AS known ORDER BY code"
        return self.engine.execute(both).column(0).to_pylist()

    def _since(self, query: MetricQuery) -> date | None:
        """Return the first day any fact of a query has rows for."""
        found = []
        for name in query.metrics:
            definition = self.catalog.definition(name, query.variants.get(name))
            for leaf in self.catalog.leaf_metrics(definition.id):
                time = leaf.valid_from or leaf.time
                if leaf.fact is not None and time is not None:
                    schema, table = leaf.fact.split(".")
                    sql = f'SELECT MIN(CAST("{time}" AS DATE)) AS first FROM "{schema}"."{table}"'
                    found.append(self.engine.execute(sql).column(0)[0].as_py())
        known = [day for day in found if day is not None]
        return min(known) if known else None

    def _company_key(self) -> tuple[object, ...]:
        company = self.company
        return (company.currency, company.as_of, company.fiscal_year_start_month, company.calendar)


def _key(query: MetricQuery) -> tuple[object, ...]:
    return (
        query.metrics,
        query.by,
        query.grain,
        query.period,
        query.where,
        query.compare,
        query.currency,
        query.calendar,
        tuple(sorted(query.variants.items())),
        query.top,
        query.share,
        query.limit,
        query.having,
        query.dense,
    )
