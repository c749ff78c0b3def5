"""Read ``metrics.yaml`` files into metrics, telling errors by file and metric."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import ValidationError

from symphonies.kernel import did_you_mean
from symphonies.platform.semantics.catalog.declaration import (
    DimensionDeclaration,
    MetricDeclaration,
    MetricsFile,
)
from symphonies.platform.semantics.catalog.dimensions import Dimension
from symphonies.platform.semantics.catalog.formula import parse_formula
from symphonies.platform.semantics.catalog.measure import Aggregate, Measure, parse_condition, parse_measure
from symphonies.platform.semantics.catalog.metric import Metric, MetricType, Stock, Unit, Variant
from symphonies.platform.semantics.catalog.model import ModelGraph, TableModel
from symphonies.platform.semantics.errors import MetricsInvalidError

if TYPE_CHECKING:
    from symphonies.platform.lakehouse import Contract

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ALLOWED = {
    MetricType.FLOW: (Aggregate.SUM, Aggregate.COUNT),
    MetricType.DISTINCT: (Aggregate.DISTINCT,),
    MetricType.QUANTILE: (Aggregate.AVG, Aggregate.MIN, Aggregate.MAX, Aggregate.QUANTILE),
    MetricType.RATIO: (Aggregate.AVG,),
}
"""The aggregates each type may use; types S and X may use any."""


@dataclass(frozen=True)
class Read:
    """What one ``metrics.yaml`` declares."""

    metrics: list[Metric] = field(default_factory=list)
    dimensions: list[Dimension] = field(default_factory=list)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sizes: dict[str, str] = field(default_factory=dict)


def read_metrics(contract: Contract, path: Path, graph: ModelGraph) -> Read:
    """Read the metrics, expression dimensions and further words of one product; none without such a file.

    Each variant of a metric follows it as a hidden metric of its own, ``<id>@<variant>``.

    Raises:
        MetricsInvalidError: When the file does not fit the schema or names what is not there.
        FormulaInvalidError: When a formula or measure cannot be read.
    """
    file = path / "metrics.yaml"
    if not file.exists():
        return Read()
    declared = _load(file)
    metrics = []
    for name, metric in declared.metrics.items():
        builder = _Builder(contract, graph, f"{contract.id}/{file.name}: metric {name}")
        metrics += [builder.metric(name, metric), *builder.variants(name, metric)]
    dimensions = [
        _Builder(contract, graph, f"{contract.id}/{file.name}: dimension {name}").dimension(name, dimension)
        for name, dimension in declared.dimensions.items()
    ]
    return Read(metrics, dimensions, declared.words, declared.sizes)


def _load(file: Path) -> MetricsFile:
    where = f"{file.parent.name}/{file.name}"
    try:
        loaded = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise MetricsInvalidError(
            f"{where} is not readable YAML: {str(error).splitlines()[0]}",
            hint="Check the indentation near the named line.",
        ) from error
    try:
        return MetricsFile.model_validate(loaded or {})
    except ValidationError as error:
        raise _told(error, where) from error


def _told(error: ValidationError, where: str) -> MetricsInvalidError:
    """Return what pydantic found as an error of ours: by kind, name and field."""
    first = error.errors(include_url=False)[0]
    place = [str(part) for part in first["loc"] if part != "[key]"]
    named = " ".join(
        [part.removesuffix("s") if number == 0 else part for number, part in enumerate(place[:2])]
    )
    field = ".".join(place[2:])
    problem = first["msg"].removeprefix("Value error, ")
    hint = "See the reference of metrics.yaml."
    if first["type"] == "extra_forbidden":
        known = {**MetricDeclaration.model_fields, **DimensionDeclaration.model_fields}
        hint = did_you_mean(place[-1], known)
    return MetricsInvalidError(f"{where}: {named}{': ' + field if field else ''}: {problem}", hint=hint)


class _Builder:
    """Turns one declaration into a checked value."""

    def __init__(self, contract: Contract, graph: ModelGraph, where: str) -> None:
        self.contract = contract
        self.graph = graph
        self.where = where

    def metric(self, name: str, declared: MetricDeclaration) -> Metric:
        """Return the metric, its measure or formula parsed."""
        variants = {
            key: Variant(key, variant.title, variant.label or key, variant.formula or variant.measure or "")
            for key, variant in declared.variants.items()
        }
        fact = measure = formula = time = None
        if declared.fact is not None and declared.measure is not None:
            table = self._table(declared.fact)
            fact = table.name
            money = declared.unit is Unit.MONEY
            measure = parse_measure(declared.measure, declared.where, table, money, self.where)
            self._check_measure(declared, measure)
            time = self._time(declared, table)
        if declared.formula is not None:
            formula = parse_formula(declared.formula, f"{self.where}: formula")
        return Metric(
            id=name,
            title=declared.title,
            description=declared.description,
            type=declared.type,
            unit=declared.unit,
            direction=declared.direction,
            product=self.contract.id,
            owner=declared.owner or self.contract.owner.team,
            freshness=declared.freshness or self.contract.freshness,
            default_grain=declared.default_grain,
            fact=fact,
            time=time,
            measure=measure,
            stock=declared.stock,
            valid_from=declared.valid_from,
            valid_to=declared.valid_to,
            formula=formula,
            text=declared.formula or declared.measure or "",
            dimensions=declared.dimensions,
            target=declared.target,
            band=declared.band,
            possible=declared.possible,
            synonyms=declared.synonyms,
            sayings=declared.sayings,
            framework=dict(declared.framework),
            variants=variants,
            model=declared.model,
            most=declared.most,
            hidden=declared.hidden,
        )

    def variants(self, name: str, declared: MetricDeclaration) -> list[Metric]:
        """Return the variants of a metric as hidden metrics."""
        found = []
        for key, variant in declared.variants.items():
            if variant.measure is not None:
                changes: dict[str, object] = {"measure": variant.measure}
            else:
                without = ("fact", "time", "measure", "where", "stock", "valid_from", "valid_to")
                changes = {**dict.fromkeys(without), "formula": variant.formula}
            changes |= {"hidden": True, "variants": {}, "title": variant.title}
            builder = _Builder(self.contract, self.graph, f"{self.where}: variant {key}")
            found.append(builder.metric(f"{name}@{key}", declared.model_copy(update=changes)))
        return found

    def dimension(self, name: str, declared: DimensionDeclaration) -> Dimension:
        """Return the expression dimension."""
        table = self._table(declared.fact)
        expression = parse_condition(declared.sql, table, self.where)
        title = declared.title or name.replace("_", " ")
        return Dimension(
            name,
            title,
            table.name,
            name,
            "string",
            expression=expression,
            order=declared.order,
            values=declared.order,
        )

    def _table(self, name: str) -> TableModel:
        full = name if "." in name else f"{self.contract.id}.{name}"
        table = self.graph.tables.get(full)
        if table is None:
            raise MetricsInvalidError(
                f"{self.where}: fact {name!r} is no table", hint=did_you_mean(full, self.graph.tables)
            )
        if table.product != self.contract.id and not table.published:
            raise MetricsInvalidError(
                f"{self.where}: {full} is not published by {table.product}",
                hint=f"Ask the owner of {table.product} to publish it.",
            )
        return table

    def _time(self, declared: MetricDeclaration, table: TableModel) -> str | None:
        for column in ("valid_from", "valid_to", "time"):
            name = getattr(declared, column)
            if name is not None and name not in table.columns:
                raise MetricsInvalidError(
                    f"{self.where}: {column}: {table.name} has no column {name!r}",
                    hint=did_you_mean(name, table.columns),
                )
        time = declared.time or table.time
        undated = declared.stock is Stock.INTERVAL or declared.type is MetricType.MODEL
        if time is None and not undated:
            raise MetricsInvalidError(
                f"{self.where}: {table.name} declares no time column",
                hint="Set time: on the metric or on the table.",
            )
        return time

    def _check_measure(self, declared: MetricDeclaration, measure: Measure) -> None:
        allowed = _ALLOWED.get(declared.type)
        if allowed is not None and measure.aggregate not in allowed:
            names = ", ".join(allowed)
            raise MetricsInvalidError(
                f"{self.where}: type {declared.type} cannot use {measure.aggregate}: {declared.measure!r}",
                hint=f"Type {declared.type} takes {names}.",
            )
        if declared.stock is Stock.ACCUMULATE and not measure.additive:
            raise MetricsInvalidError(
                f"{self.where}: stock: accumulate takes sum or count",
                hint="Use stock: interval or last for other aggregates.",
            )
        if measure.uses_as_of and declared.stock is not Stock.INTERVAL:
            raise MetricsInvalidError(
                f"{self.where}: as_of stands only in stock: interval",
                hint="It is the last day of the period.",
            )
