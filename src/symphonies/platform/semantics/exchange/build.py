"""Another's model made into a catalogue of ours, over views that carry its names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

import sqlglot
from sqlglot import exp

from symphonies.kernel import Grain
from symphonies.platform.semantics.catalog.catalog import Catalog
from symphonies.platform.semantics.catalog.check import check_cycles, check_names
from symphonies.platform.semantics.catalog.formula import Binary, Node, parse_formula
from symphonies.platform.semantics.catalog.measure import Condition, Measure, parse_measure
from symphonies.platform.semantics.catalog.metric import Direction, Metric, MetricType, Stock, Unit
from symphonies.platform.semantics.catalog.model import ColumnModel, ModelGraph, Reference, TableModel
from symphonies.platform.semantics.errors import MetricsInvalidError
from symphonies.platform.semantics.exchange.conditions import condition_of
from symphonies.platform.semantics.exchange.implied import kinds_of
from symphonies.platform.semantics.exchange.model import ForeignModel, Source, SourceMeasure, SourceMetric

SCHEMA = "catalogue"
"""The schema of the views."""
_LABELS = ("name", "title", "label", "number")
"""Endings of a field that people know a row by."""
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


class ViewStore(Protocol):
    """Where the views of an import lie, as far as building the catalogue needs to look."""

    def columns(self, view: str) -> Mapping[str, str]:
        """Return the columns of a view with their contract types."""
        ...

    def unique(self, view: str, column: str) -> bool:
        """Return whether a column holds each value once: only such a key may be joined to."""
        ...

    def dated(self, view: str, column: str) -> bool:
        """Return whether a column holds any date."""
        ...


@dataclass(frozen=True)
class Imported:
    """A catalogue of another, ready to be queried."""

    catalog: Catalog
    notes: tuple[str, ...]


def view_sql(source: Source, models: Mapping[str, str]) -> str:
    """Return the SELECT that gives a source's columns their names.

    Args:
        source: The source.
        models: SQL of models by name, for sources that are no tables.
    """
    named: dict[str, str] = {}
    for each in source.entities:
        named[f"{each.name}__key"] = each.expression
    for each in source.fields:
        named[each.name] = each.expression
    for each in source.measures:
        named[f"{each.name}__value"] = each.expression
    model = models.get(source.relation.lower())
    relation = f"({model.strip().rstrip(';')}) AS base" if model else f"{source.relation} AS base"
    if re.match(r"\s*select\b", source.relation, re.IGNORECASE):
        relation = f"({source.relation}) AS base"
    columns = ", ".join(f'({expression}) AS "{name}"' for name, expression in named.items())
    return f"SELECT {columns or '*'} FROM {relation}"


def build_catalog(model: ForeignModel, store: ViewStore, domain: str) -> Imported:
    """Return the catalogue of a model.

    Args:
        model: As read.
        store: Where :func:`view_sql` of every source has been put.
        domain: The first part of every metric's id.

    Raises:
        FormulaInvalidError: When a formula or measure cannot be read.
        MetricsInvalidError: When a metric names one that is not there.
        MetricCycleError: When metrics are defined by each other in a circle.
    """
    notes = list(model.notes)
    tables = {f"{SCHEMA}.{each.name}": _table(each, store.columns(each.name)) for each in model.sources}
    references = _references(model.sources, store, notes)
    tables = {name: replace(table, references=references.get(name, {})) for name, table in tables.items()}
    graph = ModelGraph(tables)
    model = replace(model, metrics=_computable(model, graph, notes))
    builder = _Builder(model, graph, domain, store)
    metrics = {metric.id: metric for metric in builder.all()}
    check_names(metrics)
    check_cycles(metrics)
    words = {
        name: synonyms
        for source in model.sources
        for name, synonyms in [
            (source.name, source.synonyms),
            *((each.name, (*([each.title] if each.title else []), *each.synonyms)) for each in source.fields),
        ]
        if synonyms
    }
    catalog = Catalog(_without_kinds(graph, model.sources), metrics, {}, domain, words)
    return Imported(catalog, tuple(notes))


def _without_kinds(graph: ModelGraph, sources: Sequence[Source]) -> ModelGraph:
    """Return the graph without the ways to sources that only mark rows: there is nothing to split by."""
    kinds = {f"{SCHEMA}.{source.name}" for source, _ in kinds_of(sources)}
    tables = {
        name: replace(
            table,
            references={key: each for key, each in table.references.items() if each.target not in kinds},
        )
        for name, table in graph.tables.items()
    }
    return ModelGraph(tables)


def _computable(model: ForeignModel, graph: ModelGraph, notes: list[str]) -> tuple[SourceMetric, ...]:
    """Return the metrics whose measures, filters and inputs are all there; the notes name the others."""
    measures = {(source.name, measure.name) for source in model.sources for measure in source.measures}
    names = {name for _, name in measures}
    left = {metric.name: metric for metric in model.metrics if _filtered(metric, graph, notes)}
    while True:
        lost = [name for name, metric in left.items() if not _stands(metric, measures, names, left)]
        if not lost:
            return tuple(left.values())
        for name in lost:
            notes.append(f"metric {name}: what it is computed from is not there")
            del left[name]


def _filtered(metric: SourceMetric, graph: ModelGraph, notes: list[str]) -> bool:
    """Return whether every filter of a metric can be tested: it may name a source that cannot be joined."""
    table = graph.tables.get(f"{SCHEMA}.{metric.source}")
    if table is None:
        return True
    try:
        for text in metric.filters:
            condition_of(text, table, graph)
    except MetricsInvalidError as error:
        notes.append(f"metric {metric.name}: {error.message}")
        return False
    return True


def _stands(
    metric: SourceMetric, measures: set[tuple[str, str]], names: set[str], left: Mapping[str, SourceMetric]
) -> bool:
    if metric.formula is None:
        return (metric.source or "", metric.measure or "") in measures
    for given in metric.inputs.values():
        call = re.fullmatch(r"\w+\((\w+),.*\)", given)
        name = call[1] if call else given
        if name.removeprefix("measure:") not in names and name not in left:
            return False
    return True


def _table(source: Source, types: Mapping[str, str]) -> TableModel:
    keys = {f"{each.name}__key": each for each in source.entities}
    described = {each.name: each for each in source.fields}
    found = {}
    for name, kind in types.items():
        meaning = described[name].description if name in described else ""
        found[name] = ColumnModel(name, kind, meaning, name in described, None, None)
    primary = [name for name, each in keys.items() if each.kind in ("primary", "unique", "natural")]
    full = f"{SCHEMA}.{source.name}"
    named = [each.name for each in source.fields if each.name.endswith(_LABELS)]
    label = next(iter([*named, *primary]), None)
    return TableModel(full, SCHEMA, tuple(primary[:1]), label, None, True, None, found, {})


def _references(
    sources: Sequence[Source], store: ViewStore, notes: list[str]
) -> dict[str, dict[str, Reference]]:
    owners: dict[str, list[str]] = {}
    for source in sources:
        for each in source.entities:
            if each.kind not in ("primary", "unique", "natural"):
                continue
            if store.unique(source.name, f"{each.name}__key"):
                owners.setdefault(each.name, []).append(source.name)
            else:
                notes.append(f"{source.name}: key {each.name} is not unique, so nothing is joined to it")
    found: dict[str, dict[str, Reference]] = {}
    for source in sources:
        own = found.setdefault(f"{SCHEMA}.{source.name}", {})
        for each in source.entities:
            for owner in owners.get(each.name, ()):
                if owner == source.name:
                    continue
                alone = len([name for name in owners[each.name] if name != source.name]) == 1
                main = owner == each.name or (alone and each.kind == "foreign")
                name = each.name if main else owner
                column = f"{each.name}__key"
                own.setdefault(name, Reference(name, column, f"{SCHEMA}.{owner}", column, own=main))
    return found


class _Builder:
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
