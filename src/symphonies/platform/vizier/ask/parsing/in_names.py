"""Limits said inside the name of a figure: the framework of ``SOX tests performed``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symphonies.platform.vizier.ask.language import stems_of
from symphonies.platform.vizier.ask.linking import CALLED, ValueTerm, Vocabulary
from symphonies.platform.vizier.ask.linking.vocabulary import column_of
from symphonies.platform.vizier.ask.parsing.reading import MetricMention, Reading, ValueMention

_NAMED = 0.9
"""A figure named this well is named."""
_EXACT = 0.98
"""A figure named in full fits this well."""
_SHORT = re.compile(r"[A-Z]{2,}")
"""How a value begins that is a proper name: ``SOX 404``."""
_CURRENCY = "currency"
_LONGEST = 3
"""No such value has more words."""


def limits_in_names(reading: Reading, vocabulary: Vocabulary) -> list[ValueMention]:
    """Return the values that stand in the names of figures and are no part of what the figures are.

    Args:
        reading: The slots; what is limited in other words is left alone.
        vocabulary: Of whoever asks.
    """
    limited = {term.column for mention in reading.values for term, _ in mention.candidates}
    return [
        mention
        for figure in reading.metrics
        for mention in _inside(figure, vocabulary)
        if not limited & {term.column for term, _ in mention.candidates}
    ]


def _inside(figure: MetricMention, vocabulary: Vocabulary) -> Iterator[ValueMention]:
    """Yield the values among the words of a name."""
    words = stems_of(figure.text, vocabulary.lexicon.spelling)
    for start in range(len(words)):
        for end in range(min(start + _LONGEST, len(words)), start, -1):
            said, rest = words[start:end], (*words[:start], *words[end:])
            values = _limits(figure, said, rest, vocabulary) if rest else {}
            if values:
                yield ValueMention(tuple(values.items()), " ".join(said))
                break


def _limits(
    figure: MetricMention, said: tuple[str, ...], rest: tuple[str, ...], vocabulary: Vocabulary
) -> dict[ValueTerm, float]:
    """Return the values that words limit a figure to; where it is named, the rest alone must name it."""
    metric, root = figure.candidates[0][0][0], vocabulary.lexicon.root
    known = vocabulary.metrics[metric]
    told = set(map(root, stems_of(f"{known.title} {known.description or ''} {_tail(metric)}")))
    another = max(vocabulary.names.fit(said).values(), default=0.0) >= _NAMED
    stop, idle = vocabulary.lexicon.stop & set(said), all(map(vocabulary.lexicon.empty, said))
    if said in vocabulary.dimensions or another or stop or set(map(root, said)) <= told:
        return {}
    columns = {column_of(each) for each in vocabulary.paths[metric].values()}
    fits = {
        term: fit
        for term, fit in vocabulary.values.fit(said).items()
        if fit >= CALLED and term.column in columns and not (idle and term.label[:1].isupper())
        if _CURRENCY not in term.column[1]  # "made of each euro invested" is made of all of them
    }
    if figure.fit < _NAMED:
        return {term: fit for term, fit in fits.items() if term.label[:1].isupper()}
    alone = vocabulary.names.fit(rest)
    whole = max((fit for (name, _), fit in alone.items() if name == metric), default=0.0) >= _EXACT
    named = whole or (told & set(map(root, rest)) and vocabulary.names.speaks_of(metric, rest))
    return {term: fit for term, fit in fits.items() if named and (whole or _SHORT.match(term.label))}


def _tail(metric: str) -> str:
    """Return what a figure is called within its product: the open of ``ap.open``."""
    return metric.split(".", 1)[-1]
