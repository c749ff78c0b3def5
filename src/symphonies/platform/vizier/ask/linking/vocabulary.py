"""Everything a principal can speak of: metrics, dimensions and values that they may see, and no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from symphonies.kernel import SymphonyError
from symphonies.platform.semantics import Dimension, Metric, SemanticLayer
from symphonies.platform.vizier.ask.language import Lexicon, stems_of, words_of
from symphonies.platform.vizier.ask.linking.names import NameIndex
from symphonies.platform.vizier.ask.linking.values import ValueIndex

if TYPE_CHECKING:
    from symphonies.platform.security import Scope

_INDEXED = frozenset({"string", "boolean"})
_MOST_VALUES = 20_000


@dataclass(frozen=True)
class Synonym:
    """A phrase that people here use for a metric or a dimension."""

    said: str
    metric: str | None
    dimension: str | None


@dataclass(frozen=True)
class DimensionTerm:
    """A dimension by the words for it; ``paths`` are the ways to reach one of that name."""

    words: tuple[str, ...]
    paths: tuple[str, ...]
    looser: tuple[str, ...] = ()
    """Ways to dimensions of whose name these words are a part."""


@dataclass(frozen=True)
class Vocabulary:
    """What the words of a question may stand for."""

    metrics: Mapping[str, Metric]
    names: NameIndex
    dimensions: Mapping[tuple[str, ...], DimensionTerm]
    values: ValueIndex
    paths: Mapping[str, Mapping[str, Dimension]]
    """Metric -> its dimensions that may be seen, by path."""
    reach: Mapping[str, int]
    """Path -> how many of the metrics have it: the common ones are what people mean first."""
    lexicon: Lexicon
    sizes: Mapping[str, str] = field(default_factory=dict)
    """Path -> the metric by which one of it is big."""
    people: frozenset[tuple[str, str]] = frozenset()
    """Table and column of values that are natural persons."""

    def known(self, word: str) -> bool:
        """Return whether a stem stands in any name."""
        return word in self.words

    @property
    def words(self) -> frozenset[str]:
        """Every word of the catalogue that may be seen."""
        dimensions = {word for key in self.dimensions for word in key}
        return self.names.words | self.names.sayings.words | self.values.words | dimensions


def build_vocabulary(
    layer: SemanticLayer, scope: Scope, lexicon: Lexicon, learned: Iterable[Synonym] = ()
) -> Vocabulary:
    """Return what a principal can speak of.

    Args:
        layer: The catalogue and the engine that knows the values.
        scope: What the principal may see; nothing else is even read.
        lexicon: The language of the questions.
        learned: What people are known to mean; of that, too, only what may be seen.
    """
    learned = tuple(learned)
    metrics = {metric.id: metric for metric in layer.catalog.metrics if layer.sees(metric.id, scope)}
    paths = {name: _visible(layer, name, scope) for name in metrics}
    reach: dict[str, int] = defaultdict(int)
    for found in paths.values():
        for path in found:
            reach[path] += 1
    return Vocabulary(
        metrics,
        NameIndex(
            metrics.values(),
            lexicon,
            [(each.said, each.metric) for each in learned if each.metric in metrics and each.metric],
        ),
        _dimension_terms(layer, paths.values(), lexicon, learned),
        _value_index(layer, scope, paths, lexicon),
        paths,
        reach,
        lexicon,
        {path: size for path in reach if (size := layer.catalog.size_of(path)) in metrics},
        frozenset(
            column_of(dimension)
            for found in paths.values()
            for dimension in found.values()
            if layer.catalog.names_people(dimension)
        ),
    )


def _visible(layer: SemanticLayer, metric: str, scope: Scope) -> dict[str, Dimension]:
    """Return the dimensions of a metric whose tables may be read and whose values are not masked."""
    found = {}
    for dimension in layer.catalog.dimensions_of(metric):
        tables = [dimension.table, *(step.target for step in dimension.steps)]
        used = dimension.expression.columns if dimension.expression else {dimension.column}
        if (
            all(scope.table(name).readable for name in tables)
            and not used & scope.table(dimension.table).masked
        ):
            found[dimension.path] = dimension
    return found


def _dimension_terms(
    layer: SemanticLayer,
    found: Iterable[Mapping[str, Dimension]],
    lexicon: Lexicon,
    learned: Iterable[Synonym],
) -> dict[tuple[str, ...], DimensionTerm]:
    phrases: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    partial: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    known = {path: each for paths in found for path, each in paths.items()}
    for path, dimension in known.items():
        taught = [each.said for each in learned if each.dimension == path]
        for text in (*_called(layer, path, dimension), *taught):
            words = stems_of(text, lexicon.spelling)
            if words:
                phrases[words][path] = None
    for words, paths in list(phrases.items()):
        for place in range(1, len(words) - 1):
            partial[words[place:]] |= paths
        for word in words if len(words) > 1 else ():
            if not lexicon.empty(word) and len(word) > 3 and word not in lexicon.units:
                partial[(word,)] |= paths
    for path, words in _of_owners(phrases):
        partial[words][path] = None
    for path, dimension in known.items():
        for words in _of_rows(path, dimension):
            partial[words][path] = None
    return {
        words: DimensionTerm(words, tuple(phrases.get(words, ())), tuple(partial.get(words, ())))
        for words in {**partial, **phrases}
    }


def _of_owners(phrases: Mapping[tuple[str, ...], Iterable[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what dimensions are called by a part of their owner's name: ``coverage effective date``."""
    for path in {path for paths in phrases.values() for path in paths if "." in path}:
        *_, owner, last = path.split(".")
        parts = stems_of(owner)
        for part in parts[:-1] if len(parts) > 1 else ():
            yield path, (part, *stems_of(last))


def _of_rows(path: str, dimension: Dimension) -> Iterator[tuple[str, ...]]:
    """Yield what a dimension is called by the rows that it is of: ``payment rail`` of payment orders."""
    if dimension.target is None and "." not in path:
        rows = stems_of(dimension.table.rsplit(".", 1)[-1])
        for part in rows:
            yield (part, *stems_of(path))


def _called(layer: SemanticLayer, path: str, dimension: Dimension) -> Iterable[str]:
    *before, last = path.split(".")
    yield last
    if before:
        yield f"{before[-1]} {last}"
    if dimension.expression is not None:
        yield dimension.title
    if dimension.target is not None:
        yield dimension.target.target.split(".")[-1]
    for name in (last, path):
        yield from layer.catalog.synonyms_of(name)


def _value_index(
    layer: SemanticLayer, scope: Scope, paths: Mapping[str, Mapping[str, Dimension]], lexicon: Lexicon
) -> ValueIndex:
    nearest: dict[tuple[str, str], tuple[str, Dimension]] = {}
    for metric, dimensions in paths.items():
        for dimension in dimensions.values():
            key = column_of(dimension)
            if key not in nearest or len(dimension.steps) < len(nearest[key][1].steps):
                nearest[key] = (metric, dimension)
    index = ValueIndex(lexicon)
    for key, (metric, dimension) in nearest.items():
        if dimension.type == "boolean":
            yes, no = (_said_of(layer, dimension, key) for key in ("true", "false"))
            yes = (*yes, *_said_of_yes(layer, dimension, lexicon))
            index.flags.add(column_of(dimension), _last(dimension).replace("_", " "), yes, no)
        elif dimension.type in _INDEXED and not _numbered(layer, dimension):
            called = _called(layer, dimension.path, dimension) if dimension.target is None else ()
            values = _values(layer, scope, metric, dimension)
            said = {value: also for value, _ in values if (also := _said_of(layer, dimension, value))}
            index.add(key, values, called=tuple(called), also=said)
    return index


def _said_of(layer: SemanticLayer, dimension: Dimension, key: str) -> tuple[str, ...]:
    """Return what else people call a value of a dimension."""
    return layer.catalog.synonyms_of(f"{_last(dimension)}.{key.lower().replace(' ', '_')}")


def _said_of_yes(layer: SemanticLayer, dimension: Dimension, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the names of a yes-or-no dimension that say its yes: of ``renewal type`` nothing is said."""
    names = layer.catalog.synonyms_of(_last(dimension))
    sorts = words_of("sorts", "sorted_by")
    return tuple(name for name in names if not sorts & set(stems_of(name, lexicon.spelling)[-1:]))


def _last(dimension: Dimension) -> str:
    return dimension.path.rsplit(".", 1)[-1]


def _values(
    layer: SemanticLayer, scope: Scope, metric: str, dimension: Dimension
) -> tuple[tuple[str, str], ...]:
    if dimension.order:
        return tuple((value, value) for value in dimension.order)
    try:
        return layer.values(metric, dimension.path, scope, limit=_MOST_VALUES)
    except SymphonyError:
        return ()


def column_of(dimension: Dimension) -> tuple[str, str]:
    """Return what a dimension's values belong to: the same for every path that leads there."""
    if dimension.target is not None:
        return (dimension.target.target, dimension.target.target_column)
    return (dimension.table, dimension.column)


def _numbered(layer: SemanticLayer, dimension: Dimension) -> bool:
    """Return whether the values are running numbers of rows, which nobody calls by name."""
    if dimension.target is None:
        return False
    target = layer.catalog.graph.tables[dimension.target.target]
    return target.label is None or target.label in target.key
