"""One metric field answered: figures with state, freshness, trust and lineage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from symphonies.kernel import ForbiddenError
from symphonies.platform.semantics import Catalog, Metric, MetricQuery, MetricType, Unit
from symphonies.platform.subgraphs.context import MetricAnswer, ProductStatus, RequestContext, as_of_day
from symphonies.platform.subgraphs.metrics.definition import definition_of
from symphonies.platform.subgraphs.metrics.request import calendar_of, read_query
from symphonies.platform.subgraphs.metrics.rows import metric_rows
from symphonies.platform.subgraphs.metrics.standing import fact_products, freshness_of, lineage_of, trust_of


@dataclass(frozen=True)
class _State:
    state: str
    reason: str | None = None
    next_step: str | None = None


class MetricFields:
    """Answers the metric fields of one request."""

    def __init__(self, catalog: Catalog, context: RequestContext) -> None:
        self._catalog = catalog
        self._context = context
        self._status: Callable[[str], ProductStatus] = cache(context.status)

    def answer(self, metric_id: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a ``MetricResult``: what cannot be shown is a state with its reason, never zeros.

        Raises:
            MetricUnknownError: There is no such metric or variant.
            ArgumentInvalidError: An argument cannot be used.
            SymphonyError: The semantic layer refuses the query, for example a wrong roll-up.
        """
        metric = self._catalog.metric(metric_id)
        query = read_query(metric, arguments, self._context.company)
        leaves = self._catalog.leaf_metrics(self._catalog.definition(metric_id, arguments.get("variant")).id)
        statuses = [self._status(product) for product in fact_products(leaves)]
        state, found = self._run(metric, query, statuses)
        return self._result(metric, query, leaves, statuses, state, found)

    def _run(
        self, metric: Metric, query: MetricQuery, statuses: Sequence[ProductStatus]
    ) -> tuple[_State, MetricAnswer | None]:
        missing = next((status for status in statuses if not status.connected), None)
        try:
            found = self._context.semantics.run(query, self._context.scope)
        except ForbiddenError as error:
            return _State("FORBIDDEN", error.message, error.hint or None), None
        if missing is not None:
            return _State("NOT_CONNECTED", missing.reason, missing.next_step), None
        return _state_of(metric, found, statuses, self._doubt), found

    def _doubt(self, metric: Metric) -> _State | None:
        """Return why what a model says is a draft; None where a person approved the model."""
        estimate = self._context.estimates(metric.fact) if metric.fact else None
        if estimate is None or estimate.as_of != as_of_day(self._context.company):
            since = f" since {estimate.as_of}" if estimate else ""
            by = f" of a simple method ({metric.model})" if metric.model else ""
            return _State(
                "DRAFT",
                f"This is the word{by}: no engine has told it{since or ' yet'}.",
                "Engines tell it while the product is served, or at once: symphonies models estimate",
            )
        if estimate.is_reviewed:
            return None
        return _State(
            "DRAFT",
            f"Told by {estimate.label}: nobody has reviewed that model yet.",
            f"Read its card, then approve it: symphonies models approve {estimate.engine} --by NAME",
        )

    def _result(
        self, metric: Metric, query: MetricQuery, leaves: Sequence[Metric],
        statuses: Sequence[ProductStatus], state: _State, found: MetricAnswer | None,
    ) -> Mapping[str, Any]:  # fmt: skip
        context = self._context
        as_of = as_of_day(context.company)
        calendar = calendar_of(context.company, query.calendar)
        period = query.period
        return {
            "definition": lambda: definition_of(metric, self._catalog),
            "state": state.state,
            "reason": state.reason,
            "nextStep": state.next_step,
            "currency": _currency(metric, query, context),
            "asOf": as_of.isoformat(),
            "period": {"from": period.start.isoformat(), "to": period.last_day.isoformat()}
            if period
            else None,
            "freshness": lambda: freshness_of(metric, statuses),
            "trust": lambda: trust_of(statuses),
            "rows": lambda: metric_rows(found.rows, metric, query, calendar, as_of) if found else [],
            "sql": found.sql if found else None,
            "lineage": lambda: [] if state.state == "FORBIDDEN" else lineage_of(leaves, context.lineage),
        }


def _state_of(
    metric: Metric,
    found: MetricAnswer,
    statuses: Sequence[ProductStatus],
    doubt: Callable[[Metric], _State | None],
) -> _State:
    values = found.rows.column(metric.id) if found.rows.num_rows else None
    notes = " ".join(str(note) for note in found.notes) or None
    if values is None or values.null_count == len(values):
        return _State("EMPTY", notes or "There is nothing to count in this period with these filters.")
    if metric.type is MetricType.MODEL and (doubted := doubt(metric)) is not None:
        return doubted
    if notes:
        return _State("PARTIAL", notes)
    stale = [status for status in statuses if status.fresh is False]
    if stale:
        return _State("STALE", "The newest load is older than promised.", "Load the newest data.")
    return _State("READY")


def _currency(metric: Metric, query: MetricQuery, context: RequestContext) -> str | None:
    if metric.unit is not Unit.MONEY or query.currency in ("entity", "transaction"):
        return None
    return context.company.currency if query.currency == "group" else query.currency
