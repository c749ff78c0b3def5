"""Another's metrics made into metrics of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

import sqlglot
from sqlglot import exp

from symphonies.kernel import Grain
from symphonies.platform.semantics.catalog.formula import Binary, Node, parse_formula
from symphonies.platform.semantics.catalog.measure import Condition, Measure, parse_measure
from symphonies.platform.semantics.catalog.metric import Direction, Metric, MetricType, Stock, Unit
from symphonies.platform.semantics.catalog.model import ModelGraph, TableModel
from symphonies.platform.semantics.exchange.conditions import condition_of
from symphonies.platform.semantics.exchange.model import ForeignModel, SourceMeasure, SourceMetric
from symphonies.platform.semantics.exchange.views import SCHEMA, ViewStore

_TYPES = {
    "sum": MetricType.FLOW,
    "count": MetricType.FLOW,
    "count_distinct": MetricType.DISTINCT,
}
_CALLS = {
    "sum": "sum({})",
    "count": "count({})",
    "count_distinct": "count(distinct {})",
    "average": "avg({})",
    "min": "min({})",
    "max": "max({})",
    "median": "median({})",
}


class MetricBuilder:
    """Turns metrics of another into ours."""

    def __init__(self, model: ForeignModel, graph: ModelGraph, domain: str, store: ViewStore) -> None:
        self.model = model
        self.graph = graph
        self.domain = domain
        self.store = store
        self.sources = {each.name: each for each in model.sources}
        self.metrics = {each.name: each for each in model.metrics}

    def all(self) -> Iterable[Metric]:
        """Yield every metric, and hidden ones for measures that only formulas use."""
        for metric in self.model.metrics:
            yield self._metric(metric)
        used = {
            name
            for metric in self.model.metrics
            for name in metric.inputs.values()
            if name.startswith("measure:")
        }
        for source in self.model.sources:
            for measure in source.measures:
                if f"measure:{measure.name}" in used:
                    hidden = SourceMetric(f"{measure.name}__base", source=source.name, measure=measure.name)
                    yield replace(self._metric(hidden), hidden=True)

    def _metric(self, metric: SourceMetric) -> Metric:
        base = Metric(
            id=self._id(metric.name),
            title=_title(metric.title, metric.name),
            description=metric.description or _title(metric.title, metric.name),
            type=MetricType.RATIO,
            unit=_unit(metric, None),
            direction=Direction(str(metric.meta.get("direction", "none"))),
            product=SCHEMA,
            owner="",
            freshness=timedelta(days=1),
            default_grain=Grain.MONTH,
            synonyms=metric.synonyms,
            hidden=str(metric.meta.get("hidden", "")).lower() == "true",
        )
        if metric.formula is not None:
            node = self._formula(metric)
            kind = MetricType.FLOW if _adds(node) and self._flows(metric) else MetricType.RATIO
            return replace(base, formula=node, text=metric.formula, type=kind)
        return self._measured(base, metric)

    def _measured(self, base: Metric, metric: SourceMetric) -> Metric:
        source = self.sources.get(metric.source or "")
        measure = (
            next((each for each in source.measures if each.name == metric.measure), None) if source else None
        )
        assert source is not None
        assert measure is not None
        table = self.graph.tables[f"{SCHEMA}.{source.name}"]
        conditions = [condition_of(text, table, self.graph) for text in metric.filters]
        parsed = _parsed(measure, table, base.id)
        if conditions:
            parsed = replace(parsed, where=_all_of(conditions))
        stock = Stock.LAST if measure.last_value and measure.time else None
        kind = MetricType.STOCK if stock else _TYPES.get(measure.aggregate, MetricType.QUANTILE)
        dated = measure.time is not None and self._dated(source.name, measure.time, table)
        time = measure.time if dated else None
        return replace(
            base,
            type=kind,
            unit=_unit(metric, measure),
            fact=table.name,
            time=time,
            measure=parsed,
            stock=stock,
            text=_call(measure),
        )

    def _dated(self, source: str, column: str, table: TableModel) -> bool:
        found = table.columns.get(column)
        return found is not None and found.type in ("date", "timestamp") and self.store.dated(source, column)

    def _formula(self, metric: SourceMetric) -> Node:
        text = metric.formula or "0"
        tree = sqlglot.parse_one(text, dialect="duckdb") if not _ours(text) else None
        if tree is not None:
            for wrapped in list(tree.find_all(exp.Nullif)):
                wrapped.replace(wrapped.this.copy())
            text = tree.sql()
        for name in sorted(metric.inputs, key=len, reverse=True):
            text = re.sub(rf"\b{re.escape(name)}\b(?!\.)", self._input(metric.inputs[name]), text)
        return parse_formula(text, f"{self._id(metric.name)}: formula")

    def _input(self, name: str) -> str:
        if name.startswith("measure:"):
            return self._id(f"{name.removeprefix('measure:')}__base")
        call = re.fullmatch(r"(\w+)\((\w+),(.*)\)", name)
        return f"{call[1]}({self._id(call[2])},{call[3]})" if call else self._id(name)

    def _flows(self, metric: SourceMetric) -> bool:
        inputs = [self.metrics.get(name) for name in metric.inputs.values()]
        return all(each is not None and self._adds_up(each) for each in inputs)

    def _adds_up(self, metric: SourceMetric) -> bool:
        if metric.formula is not None:
            return False
        source = self.sources.get(metric.source or "")
        kinds = [each.aggregate for each in source.measures if each.name == metric.measure] if source else []
        return kinds in (["sum"], ["count"])

    def _id(self, name: str) -> str:
        return f"{self.domain}.{name.lower()}"


def _parsed(measure: SourceMeasure, table: TableModel, where: str) -> Measure:
    return parse_measure(_call(measure), None, table, False, where)


def _call(measure: SourceMeasure) -> str:
    column = f'"{measure.name}__value"'
    if measure.aggregate == "percentile":
        return f"quantile({column}, {measure.quantile})"
    return _CALLS[measure.aggregate].format(column)


def _all_of(conditions: Sequence[Condition]) -> Condition:
    tree = conditions[0].tree
    for other in conditions[1:]:
        tree = exp.And(this=tree, expression=other.tree)
    columns = frozenset(name for each in conditions for name in each.columns)
    return Condition(" AND ".join(each.text for each in conditions), tree, columns)


def _unit(metric: SourceMetric, measure: SourceMeasure | None) -> Unit:
    given = metric.meta.get("unit")
    if given:
        return Unit(str(given))
    counts = measure is not None and measure.aggregate in ("count", "count_distinct")
    ones = measure is not None and measure.aggregate == "sum" and measure.expression.strip() == "1"
    return Unit.COUNT if counts or ones else Unit.NUMBER


def _title(given: str, name: str) -> str:
    words = (given or name).replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _ours(text: str) -> bool:
    return text.startswith(("trailing(", "to_date("))


def _adds(node: Node) -> bool:
    return not isinstance(node, Binary) or (node.operator in "+-" and _adds(node.left) and _adds(node.right))
