"""The metric catalogue: every metric and dimension of every product, loaded once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from symphonies.kernel import did_you_mean
from symphonies.platform.semantics.catalog.check import check_cycles, check_names
from symphonies.platform.semantics.catalog.dimensions import Dimension, dimensions_of_table, resolve
from symphonies.platform.semantics.catalog.formula import references
from symphonies.platform.semantics.catalog.metric import Metric, Stock
from symphonies.platform.semantics.catalog.model import Declared, ModelGraph, build_graph
from symphonies.platform.semantics.catalog.parse import read_metrics
from symphonies.platform.semantics.catalog.ratio import Ratio, ratio_of
from symphonies.platform.semantics.catalog.search import search_metrics
from symphonies.platform.semantics.catalog.words import in_words
from symphonies.platform.semantics.errors import (
    DimensionUnreachableError,
    MetricsInvalidError,
    MetricUnknownError,
)


class Catalog:
    """Immutable; share one instance."""

    def __init__(
        self,
        graph: ModelGraph,
        metrics: Mapping[str, Metric],
        expressions: Mapping[tuple[str, str], Dimension],
        version: str,
        words: Mapping[str, tuple[str, ...]] | None = None,
        sizes: Mapping[str, str] | None = None,
    ) -> None:
        self.graph = graph
        self.version = version
        """Changes whenever a metric or contract does: part of every cache key."""
        self._metrics = MappingProxyType(dict(metrics))
        self._expressions = dict(expressions)
        self._words = dict(words or {})
        self._sizes = dict(sizes or {})
        self._leaves = lru_cache(maxsize=None)(self._leaves_of)
        self._dimensions = lru_cache(maxsize=None)(self._dimensions_of)
        self._reach = lru_cache(maxsize=4096)(self._reach_of)

    def __reduce__(self) -> tuple[type[Catalog], tuple[object, ...]]:
        """Return how the same one is made in another process."""
        told = (dict(self._metrics), self._expressions, self.version, self._words, self._sizes)
        return Catalog, (self.graph, *told)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The metrics shown to people, by id; building blocks are left out."""
        return tuple(metric for metric in self._metrics.values() if not metric.hidden)

    @property
    def all_metrics(self) -> tuple[Metric, ...]:
        """Every metric, building blocks included, variants left out."""
        return tuple(metric for metric in self._metrics.values() if "@" not in metric.id)

    def metric(self, metric_id: str) -> Metric:
        """Return a metric by id.

        Raises:
            MetricUnknownError: Naming near misses.
        """
        metric = self._metrics.get(metric_id)
        if metric is None:
            known = (each.id for each in self.all_metrics)
            raise MetricUnknownError(
                f"There is no metric {metric_id!r}.", hint=did_you_mean(metric_id, known)
            )
        return metric

    def definition(self, metric_id: str, variant: str | None = None) -> Metric:
        """Return the metric as a variant defines it; the metric itself without one.

        Raises:
            MetricUnknownError: Naming the variants there are.
        """
        metric = self.metric(metric_id)
        if variant is None:
            return metric
        if variant not in metric.variants:
            raise MetricUnknownError(
                f"Metric {metric_id} has no variant {variant!r}.", hint=did_you_mean(variant, metric.variants)
            )
        return self._metrics[metric.variants[variant].id_of(metric_id)]

    def search(self, text: str, *, limit: int = 10) -> tuple[Metric, ...]:
        """Return the metrics whose title, id, synonyms or description fit a text, best first."""
        return search_metrics(self._metrics.values(), text, limit)

    def synonyms_of(self, dimension: str) -> tuple[str, ...]:
        """Return what else people call a dimension by its name or path, or a value of it: ``paid.true``."""
        return self._words.get(dimension, ())

    def size_of(self, dimension: str) -> str | None:
        """Return the metric that tells how big one of a dimension is; None: none is declared."""
        return self._sizes.get(dimension)

    def formula_in_words(self, metric_id: str, variant: str | None = None) -> str:
        """Return how a metric is computed, with titles for ids; its description for a measure."""
        metric = self.definition(metric_id, variant)
        if metric.formula is None:
            return metric.description
        return in_words(metric.formula, lambda name: self.metric(name).title)

    def ratio(self, metric_id: str) -> Ratio | None:
        """Return a metric as one that adds up over groups by another that does; None where it is not."""
        found = ratio_of(self.metric(metric_id).formula)
        if found is None or not self.metric(found.numerator).additive_over_groups:
            return None
        return found if self.metric(found.denominator).additive_over_groups else None

    def leaf_metrics(self, metric_id: str) -> tuple[Metric, ...]:
        """Return the metrics with a measure that a metric is made of, each once."""
        return self._leaves(metric_id)

    def dimensions_of(self, metric_id: str) -> tuple[Dimension, ...]:
        """Return every dimension a metric can be grouped and filtered by."""
        return self._dimensions(metric_id)

    def names_people(self, dimension: Dimension) -> bool:
        """Return whether the values of a dimension are natural persons."""
        column = self.graph.tables[dimension.table].columns.get(dimension.column)
        return column is not None and column.personal

    def dimension(self, metric_id: str, path: str) -> Dimension:
        """Return the dimension a path names for a metric.

        Raises:
            DimensionUnreachableError: Naming near misses.
        """
        dimension = self._reach(metric_id, path)
        if dimension is None:
            known = [each.path for each in self.dimensions_of(metric_id)]
            raise DimensionUnreachableError(
                f"Metric {metric_id} cannot be grouped or filtered by {path!r}.",
                hint=did_you_mean(path, known),
                metric=metric_id,
                dimension=path,
            )
        return dimension

    def reaches(self, metric_id: str, path: str) -> bool:
        """Return whether a metric can be grouped and filtered by a path."""
        return self._reach(metric_id, path) is not None

    def leaf_dimension(self, leaf: Metric, path: str) -> Dimension | None:
        """Return the dimension of a leaf's fact that a path names, whatever the leaf is restricted to."""
        if leaf.fact is None:
            return None
        expression = self._expressions.get((leaf.fact, path))
        if expression is not None:
            needs_as_of = expression.expression is not None and expression.expression.uses_as_of
            return expression if not needs_as_of or leaf.stock is Stock.INTERVAL else None
        return resolve(path, self.graph.tables[leaf.fact], self.graph)

    def _reach_of(self, metric_id: str, path: str) -> Dimension | None:
        metric = self.metric(metric_id)
        if not _permitted(metric, path):
            return None
        found: Dimension | None = None
        for leaf in self._leaves(metric_id):
            dimension = self.leaf_dimension(leaf, path) if _permitted(leaf, path) else None
            if dimension is None or (found is not None and found.meaning_key != dimension.meaning_key):
                return None
            found = found or dimension
        return found

    def _dimensions_of(self, metric_id: str) -> tuple[Dimension, ...]:
        leaves = self._leaves(metric_id)
        if not leaves or leaves[0].fact is None:
            return ()
        first = leaves[0].fact
        table = self.graph.tables[first]
        declared = [dimension for (fact, _), dimension in self._expressions.items() if fact == first]
        candidates = [*declared, *dimensions_of_table(table, self.graph)]
        return tuple(each for each in candidates if self._reach(metric_id, each.path) is not None)

    def _leaves_of(self, metric_id: str) -> tuple[Metric, ...]:
        metric = self.metric(metric_id)
        if metric.measure is not None:
            return (metric,)
        if metric.formula is None:
            return ()
        found = {
            leaf.id: leaf
            for reference in references(metric.formula)
            for leaf in self._leaves_of(reference.metric)
        }
        return tuple(found.values())


def load_catalog(products: Iterable[Declared]) -> Catalog:
    """Read the metrics of all products over their contracts.

    Args:
        products: Anything with a ``contract`` and a ``path`` where ``metrics.yaml`` may stand.

    Raises:
        MetricsInvalidError: When a file does not fit the schema, or two products declare one id.
        MetricUnknownError: When a size is told by a metric that is not there.
        FormulaInvalidError: When a formula or measure cannot be read.
        MetricCycleError: When metrics are defined by each other in a circle.
        DimensionUnreachableError: When a metric is restricted to a dimension it cannot reach.
    """
    found = sorted(products, key=lambda product: product.contract.id)
    graph = build_graph([product.contract for product in found])
    metrics: dict[str, Metric] = {}
    expressions: dict[tuple[str, str], Dimension] = {}
    words: dict[str, tuple[str, ...]] = {}
    sizes: dict[str, str] = {}
    digest = hashlib.sha256()
    for product in found:
        read = read_metrics(product.contract, product.path, graph)
        for metric in read.metrics:
            if metric.id in metrics:
                raise MetricsInvalidError(
                    f"metric {metric.id} is declared by {metrics[metric.id].product} and by {metric.product}",
                    hint="Rename one of them: ids are global.",
                )
            metrics[metric.id] = metric
        expressions |= {(dimension.table, dimension.path): dimension for dimension in read.dimensions}
        sizes |= read.sizes
        for name, synonyms in read.words.items():
            words[name] = (*words.get(name, ()), *synonyms)
        digest.update(product.contract.model_dump_json().encode())
        file = product.path / "metrics.yaml"
        digest.update(file.read_bytes() if file.exists() else b"")
    check_names(metrics)
    check_cycles(metrics)
    catalog = Catalog(graph, metrics, expressions, digest.hexdigest()[:16], words, sizes)
    _check_restrictions(catalog)
    for path, metric in sizes.items():
        catalog.dimension(metric, path)
    return catalog


def _permitted(metric: Metric, path: str) -> bool:
    if metric.dimensions is None:
        return True
    return any(path == allowed or path.startswith(f"{allowed}.") for allowed in metric.dimensions)


def _check_restrictions(catalog: Catalog) -> None:
    for metric in catalog.all_metrics:
        for path in metric.dimensions or ():
            catalog.dimension(metric.id, path)
