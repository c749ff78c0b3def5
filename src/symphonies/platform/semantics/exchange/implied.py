"""Metrics that a model implies without declaring them: bare measures, and measures of a kind of row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from symphonies.platform.semantics.exchange.model import Source, SourceField, SourceMeasure, SourceMetric

_CONSTANT = re.compile(r"\d+|true|'[^']*'", re.IGNORECASE)
_KEYS = ("primary", "unique", "natural")


def implied(sources: Sequence[Source], metrics: Sequence[SourceMetric]) -> Iterator[SourceMetric]:
    """Yield metrics for measures and kinds of rows that no declared metric is of.

    A source without measures of its own, which shares the key of one that has them and marks its rows by a
    constant, is a kind of that source's rows: the premiums among the amounts of policies. Each measure that
    adds up is then a metric of that kind.
    """
    declared = {metric.name for metric in metrics}
    bare = {metric.measure for metric in metrics if metric.measure and not metric.filters}
    for source in sources:
        for measure in source.measures:
            if measure.name not in bare | declared:
                yield SourceMetric(
                    measure.name, measure.title, measure.description, source.name, measure.name
                )
    filtered = " ".join(text for metric in metrics for text in metric.filters)
    for kind, flag in kinds_of(sources):
        if f"__{flag.name}'" in filtered or f'__{flag.name}"' in filtered:
            continue
        for source in _measured(kind, sources):
            for measure in source.measures:
                if measure.aggregate == "sum":
                    yield _of_kind(kind, flag, source, measure)


def _of_kind(kind: Source, flag: SourceField, source: Source, measure: SourceMeasure) -> SourceMetric:
    several = sum(each.aggregate == "sum" for each in source.measures) > 1
    amount = measure.name.removeprefix("total_") if several else "amount"
    key = next(each.name for each in kind.entities if each.kind in _KEYS)
    words = kind.name.replace("_", " ")
    return SourceMetric(
        name=f"{kind.name}_{amount}",
        title=f"{words} {amount.replace('_', ' ')}",
        description=f"{measure.description or measure.name.replace('_', ' ')}, of {words} only",
        source=source.name,
        measure=measure.name,
        filters=(f"{{{{ Dimension('{key}__{flag.name}') }}}} = {flag.expression}",),
        synonyms=(words,) if not several else (),
    )


def kinds_of(sources: Sequence[Source]) -> Iterator[tuple[Source, SourceField]]:
    """Yield sources that do no more than mark the rows of another, with the mark."""
    for source in sources:
        marks = [field for field in source.fields if _CONSTANT.fullmatch(field.expression.strip())]
        if not source.measures and len(marks) == 1 and any(each.kind in _KEYS for each in source.entities):
            yield source, marks[0]


def _measured(kind: Source, sources: Sequence[Source]) -> Iterator[Source]:
    keys = {each.name for each in kind.entities if each.kind in _KEYS}
    for source in sources:
        own = {each.name for each in source.entities if each.kind in _KEYS}
        if source.measures and keys & own:
            yield source
