"""Another's model made into a catalogue of ours, over views that carry its names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from symphonies.platform.semantics.catalog.catalog import Catalog
from symphonies.platform.semantics.catalog.check import check_cycles, check_names
from symphonies.platform.semantics.catalog.model import ModelGraph
from symphonies.platform.semantics.errors import MetricsInvalidError
from symphonies.platform.semantics.exchange.conditions import condition_of
from symphonies.platform.semantics.exchange.metrics import MetricBuilder
from symphonies.platform.semantics.exchange.model import ForeignModel, Source, SourceMetric
from symphonies.platform.semantics.exchange.tables import build_tables, without_kinds
from symphonies.platform.semantics.exchange.views import SCHEMA, ViewStore


@dataclass(frozen=True)
class Imported:
    """A catalogue of another, ready to be queried."""

    catalog: Catalog
    notes: tuple[str, ...]


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
    graph = build_tables(model.sources, store, notes)
    model = replace(model, metrics=_computable(model, graph, notes))
    metrics = {metric.id: metric for metric in MetricBuilder(model, graph, domain, store).all()}
    check_names(metrics)
    check_cycles(metrics)
    catalog = Catalog(without_kinds(graph, model.sources), metrics, {}, domain, _words(model.sources))
    return Imported(catalog, tuple(notes))


def _words(sources: Sequence[Source]) -> dict[str, tuple[str, ...]]:
    """Return what sources and fields are called besides their names."""
    return {
        name: synonyms
        for source in sources
        for name, synonyms in [
            (source.name, source.synonyms),
            *((each.name, (*([each.title] if each.title else []), *each.synonyms)) for each in source.fields),
        ]
        if synonyms
    }


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
