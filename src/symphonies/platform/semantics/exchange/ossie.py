"""Apache Ossie (the Open Semantic Interchange): datasets, relationships, fields, metrics.

It has no cumulative, offset or semi-additive figures: those are left out on the way out, and said so.

Source: Apache Ossie core metadata specification, 0.1.1 (draft 0.2.0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlglot
from sqlglot import exp

from symphonies.platform.semantics.catalog.catalog import Catalog
from symphonies.platform.semantics.catalog.measure import FACT
from symphonies.platform.semantics.catalog.metric import Metric
from symphonies.platform.semantics.exchange.model import (
    Entity,
    ForeignModel,
    Source,
    SourceField,
    SourceMeasure,
    SourceMetric,
)

VERSION = "0.1.1"
_AGGREGATES: dict[type, str] = {
    exp.Sum: "sum",
    exp.Count: "count",
    exp.Avg: "average",
    exp.Min: "min",
    exp.Max: "max",
    exp.Median: "median",
}


def read_ossie(documents: Sequence[Mapping[str, Any]]) -> ForeignModel:
    """Read documents with ``semantic_model``; a metric over several aggregates becomes a formula."""
    sources: list[Source] = []
    metrics: list[SourceMetric] = []
    notes: list[str] = []
    for document in documents:
        for model in document["semantic_model"]:
            found = [_source(each, model.get("relationships") or ()) for each in model.get("datasets") or ()]
            read = _Metrics({each.name: each for each in found}, notes)
            for metric in model.get("metrics") or ():
                read.add(metric)
            sources += read.sources.values()
            metrics += read.metrics
    return ForeignModel(tuple(sources), tuple(metrics), tuple(notes))


def _source(dataset: Mapping[str, Any], relationships: Sequence[Mapping[str, Any]]) -> Source:
    key = dataset.get("primary_key") or []
    entities = [Entity(dataset["name"], "primary", key[0])] if len(key) == 1 else []
    entities += [
        Entity(each["to"], "foreign", each["from_columns"][0])
        for each in relationships
        if each["from"] == dataset["name"] and len(each["from_columns"]) == 1
    ]
    fields = tuple(
        SourceField(
            each["name"],
            _expression(each),
            bool((each.get("dimension") or {}).get("is_time")),
            each.get("label") or "",
            each.get("description") or "",
            _synonyms(each),
        )
        for each in dataset.get("fields") or ()
    )
    return Source(
        dataset["name"],
        dataset["source"],
        tuple(entities),
        fields,
        (),
        dataset.get("description") or "",
        _synonyms(dataset),
    )


class _Metrics:
    """Takes each aggregate of a metric's expression as a measure of its dataset."""

    def __init__(self, sources: dict[str, Source], notes: list[str]) -> None:
        self.sources = sources
        self.metrics: list[SourceMetric] = []
        self.notes = notes

    def add(self, metric: Mapping[str, Any]) -> None:
        """Add one metric, and a hidden one for each further aggregate in it."""
        tree = sqlglot.parse_one(_expression(metric), dialect="duckdb")
        told = SourceMetric(
            metric["name"],
            metric.get("title") or "",
            metric.get("description") or "",
            synonyms=_synonyms(metric),
        )
        aggregates = list(tree.find_all(exp.AggFunc))
        if not aggregates:
            self.notes.append(f"metric {metric['name']}: no aggregate in its expression")
            return
        if aggregates[0] is tree:
            owner, measure = self._measure(metric["name"], aggregates[0])
            self.metrics.append(replace(told, source=owner, measure=measure))
            return
        inputs: dict[str, str] = {}
        for place, aggregate in enumerate(aggregates):
            name = f"{metric['name']}_{place + 1}"
            owner, measure = self._measure(name, aggregate)
            self.metrics.append(SourceMetric(name, source=owner, measure=measure, meta={"hidden": "true"}))
            inputs[f"a{place}"] = name
            aggregate.replace(exp.column(f"a{place}"))
        for wrapped in list(tree.find_all(exp.Nullif)):
            wrapped.replace(wrapped.this.copy())
        formula = tree.sql(dialect="duckdb")
        self.metrics.append(replace(told, formula=formula, inputs=inputs))

    def _measure(self, name: str, aggregate: exp.AggFunc) -> tuple[str, str]:
        columns = list(aggregate.find_all(exp.Column))
        owner = next((column.table for column in columns if column.table), next(iter(self.sources)))
        inner = aggregate.this
        kind = _AGGREGATES.get(type(aggregate), "sum")
        if isinstance(inner, exp.Distinct):
            kind, inner = "count_distinct", inner.expressions[0]
        for column in inner.find_all(exp.Column) if isinstance(inner, exp.Expression) else ():
            column.set("table", None)
        expression = "1" if inner is None or isinstance(inner, exp.Star) else inner.sql(dialect="duckdb")
        source = self.sources[owner]
        time = next((each.name for each in source.fields if each.time), None)
        added = SourceMeasure(f"{name}__measure", kind, expression, time)
        self.sources[owner] = replace(source, measures=(*source.measures, added))
        return owner, added.name


def to_ossie(catalog: Catalog, name: str) -> dict[str, Any]:
    """Return a catalogue as one Ossie document; figures it has no words for are named in an extension."""
    facts = {metric.fact for metric in catalog.all_metrics if metric.fact}
    tables = {full: catalog.graph.tables[full] for full in sorted(facts)}
    waiting = list(tables.values())
    while waiting:
        for reference in waiting.pop().references.values():
            if reference.single and reference.target not in tables:
                tables[reference.target] = catalog.graph.tables[reference.target]
                waiting.append(tables[reference.target])
    told = [metric for metric in catalog.all_metrics if _can_tell(metric)]
    left = sorted({metric.id for metric in catalog.metrics} - {metric.id for metric in told})
    model: dict[str, Any] = {
        "name": name,
        "datasets": [_dataset(table) for table in tables.values()],
        "relationships": [
            {
                "name": f"{full}.{reference.name}",
                "from": full,
                "to": reference.target,
                "from_columns": [reference.column],
                "to_columns": [reference.target_column],
            }
            for full, table in tables.items()
            for reference in table.references.values()
            if reference.single and reference.target in tables
        ],
        "metrics": [_told_metric(metric) for metric in told],
    }
    if left:
        model["custom_extensions"] = [
            {"vendor_name": "COMMON", "data": f"not expressible: {', '.join(left)}"}
        ]
    return {"version": VERSION, "semantic_model": [model]}


def _can_tell(metric: Metric) -> bool:
    measure = metric.measure
    return measure is not None and metric.stock is None and not measure.uses_as_of


def _dataset(table: Any) -> dict[str, Any]:
    return {
        "name": table.name,
        "source": table.name,
        "primary_key": list(table.key),
        "fields": [
            {
                "name": column.name,
                "expression": _in_ansi(column.name),
                "description": column.meaning,
                **(
                    {"dimension": {"is_time": column.type in ("date", "timestamp")}}
                    if _groups(column)
                    else {}
                ),
            }
            for column in table.columns.values()
        ],
    }


def _groups(column: Any) -> bool:
    return bool(column.dimension) or column.type in ("date", "timestamp")


def _told_metric(metric: Metric) -> dict[str, Any]:
    measure = metric.measure
    assert measure is not None
    argument = None if measure.argument is None else _qualified(measure.argument, metric.fact or "")
    if measure.where is not None:
        kept = argument if argument is not None else exp.Literal.number(1)
        argument = exp.Case(ifs=[exp.If(this=_qualified(measure.where.tree, metric.fact or ""), true=kept)])
    inner = "*" if argument is None else argument.sql()
    function = {
        "distinct": "COUNT(DISTINCT {})",
        "quantile": f"PERCENTILE_CONT({measure.quantile:g}, {{}})",
    }.get(measure.aggregate, f"{measure.aggregate.upper()}({{}})")
    return {
        "name": metric.id,
        "expression": _in_ansi(function.format(inner)),
        "description": metric.description,
        "ai_context": {"synonyms": [metric.title, *metric.synonyms]},
    }


def _qualified(tree: exp.Expression, fact: str) -> exp.Expression:
    copied = tree.copy()
    for column in copied.find_all(exp.Column):
        if column.table == FACT:
            column.set("table", exp.to_identifier(fact, quoted=True))
    return copied


def _in_ansi(expression: str) -> dict[str, Any]:
    return {"dialects": [{"dialect": "ANSI_SQL", "expression": expression}]}


def _expression(declared: Mapping[str, Any]) -> str:
    dialects = declared["expression"]["dialects"]
    ansi = [each for each in dialects if each.get("dialect", "ANSI_SQL") == "ANSI_SQL"]
    return str((ansi or dialects)[0]["expression"])


def _synonyms(declared: Mapping[str, Any]) -> tuple[str, ...]:
    context = declared.get("ai_context")
    found = context.get("synonyms") if isinstance(context, Mapping) else None
    return tuple(str(each) for each in found or ())
