"""The catalogue as a model is shown it: what this person may see, and of that what may be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from symphonies.platform.lakehouse import Privacy
from symphonies.platform.semantics import Catalog, Dimension, Metric
from symphonies.platform.vizier.ask.language import tokenise
from symphonies.platform.vizier.ask.linking import ValueTerm, Vocabulary
from symphonies.platform.vizier.ask.linking.vocabulary import column_of
from symphonies.platform.vizier.disclosure import Disclosure

MOST_METRICS = 120
MOST_SYNONYMS = 3
FEW_VALUES = 12
"""A dimension with no more values shows all of them; of others only those that the question names."""
LONGEST_NAME = 4
"""Words of a value that are looked for in a question."""

Named = Mapping[ValueTerm, str]
"""The values that a question names, and in which words."""


@dataclass
class Sheet:
    """What is shown, what class it has, and which words of the question are to be kept apart."""

    shown: dict[str, Any] = field(default_factory=dict)
    classes: set[Privacy] = field(default_factory=lambda: {Privacy.INTERNAL})
    people: set[str] = field(default_factory=set)
    withheld: set[str] = field(default_factory=set)


def sheet_of(
    question: str, vocabulary: Vocabulary, catalog: Catalog, disclosure: Disclosure, today: date
) -> Sheet:
    """Return the catalogue for one question.

    Args:
        question: as asked.
        vocabulary: the words of the person who asks; nothing else is shown.
        catalog: where dimensions come from.
        disclosure: what may be told of the values of dimensions; people are never listed.
        today: the last day the figures speak of.
    """
    metrics = _nearest(question, vocabulary)
    sheet, named = Sheet(), _named(question, vocabulary)
    first: dict[tuple[str, str], str] = {}
    dimensions: dict[str, Any] = {}
    paths = {path: each for metric in metrics for path, each in _paths(metric, vocabulary).items()}
    for path, dimension in sorted(paths.items(), key=lambda item: (item[0].count("."), item[0])):
        column = column_of(dimension)
        if column in first:
            dimensions[path] = {"as": first[column]}
            continue
        first[column] = path
        spoken = {term: words for term, words in named.items() if term.column == column}
        dimensions[path] = _values(dimension, spoken, sheet, vocabulary, catalog, disclosure)
    sheet.shown = {
        "question": question,
        "today": today.isoformat(),
        "figures": _families(metrics, vocabulary),
        "dimensions": dimensions,
    }
    return sheet


def _values(
    dimension: Dimension,
    spoken: Named,
    sheet: Sheet,
    vocabulary: Vocabulary,
    catalog: Catalog,
    disclosure: Disclosure,
) -> dict[str, Any]:
    """Return what is shown of a dimension's values, and note on the sheet what that means."""
    if disclosure.is_personal(dimension, catalog):
        sheet.people |= set(spoken.values())
        return {"values": "people"}
    classes = disclosure.of_dimension(dimension, catalog)
    if not disclosure.allows(classes):
        sheet.withheld |= set(spoken.values())
        return {}
    values = vocabulary.values.all_of(column_of(dimension))
    listed = values if len(values) <= FEW_VALUES else spoken
    if not listed:
        return {}
    sheet.classes |= classes
    return {"values": sorted({term.label for term in listed})}


def _families(metrics: Iterable[Metric], vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """Return metrics with those that are kept by the same dimensions side by side."""
    families: dict[tuple[str, ...], list[Metric]] = defaultdict(list)
    for metric in metrics:
        families[tuple(sorted(_paths(metric, vocabulary)))].append(metric)
    return [
        {"kept_by": list(by), "metrics": [_told(metric, vocabulary) for metric in found]}
        for by, found in families.items()
    ]


def _told(metric: Metric, vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "id": metric.id,
        "title": metric.title,
        "means": metric.description,
        "unit": str(metric.unit),
        "also": list(metric.synonyms[:MOST_SYNONYMS]),
        "has_plan": metric.target is not None and metric.target in vocabulary.metrics,
    }


def _nearest(question: str, vocabulary: Vocabulary) -> list[Metric]:
    from rapidfuzz import fuzz

    asked = question.lower()

    def fit(metric: Metric) -> float:
        return max(fuzz.token_set_ratio(asked, name.lower()) for name in (metric.title, *metric.synonyms))

    return sorted(vocabulary.metrics.values(), key=lambda metric: (-fit(metric), metric.id))[:MOST_METRICS]


def _paths(metric: Metric, vocabulary: Vocabulary) -> dict[str, Dimension]:
    return {path: each for path, each in vocabulary.paths[metric.id].items() if path.count(".") <= 1}


def _named(question: str, vocabulary: Vocabulary) -> dict[ValueTerm, str]:
    """Return the values whose names, or telling parts of them, stand in a question; the longest words win."""
    tokens = tokenise(question, vocabulary.lexicon.spelling)
    terms = vocabulary.names.words | {word for key in vocabulary.dimensions for word in key}
    found: dict[ValueTerm, str] = {}
    for length in range(LONGEST_NAME, 0, -1):
        for start in range(len(tokens) - length + 1):
            piece = tokens[start : start + length]
            stems = tuple(token.stem for token in piece)
            if length == 1 and stems[0] in terms:
                continue
            words = question[piece[0].start : piece[-1].end]
            for term in vocabulary.values.fit(stems):
                found.setdefault(term, words)
    return found
