"""Which of the groups are kept: the first so many, and those whose figure passes an amount."""

from __future__ import annotations

from symphonies.platform.semantics import Direction, Having, Metric, Top, Unit
from symphonies.platform.vizier.ask.language import Sense, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing import MetricMention, Reading

_SEVERAL = 10
"""How many ``the worst payers`` are."""
_EVERY = 1_000_000
"""More groups than a figure has."""


def top_of(reading: Reading, metric: Metric, by: tuple[str, ...], *, moved: bool) -> Top | None:
    """Return how many groups are kept and from which end; None for all, unless they are put by a change."""
    if reading.rank is None or not by or (is_order(reading) and not moved):
        return None
    every = _EVERY if is_order(reading) else 0
    return Top(reading.rank.n or every or _how_many(reading), rest=False, lowest=lowest(reading, metric))


def is_order(reading: Reading) -> bool:
    """Return whether a superlative says in which order all groups stand, not how many are kept."""
    return reading.rank is not None and reading.ordered and not reading.rank.n


def _how_many(reading: Reading) -> int:
    """Return 1 for ``which bank holds most``, several for ``the worst payers``."""
    singular = Sense.WHICH in reading.asks or Sense.WHO in reading.asks
    return 1 if singular and not reading.plural else _SEVERAL if reading.plural else 1


def having_of(reading: Reading, metric: Metric) -> tuple[Having, ...]:
    """Return the limits of a figure, a percentage as a ratio."""
    limit = reading.threshold
    if limit is None:
        return ()
    value = limit.amount.value
    if metric.unit is Unit.RATIO and limit.amount.unit is None and value > 1:
        value /= 100
    other = reading.ceiling
    upper = () if other is None else (Having(metric.id, other.op, other.amount.value),)
    return (Having(metric.id, limit.op, value), *upper)


def lowest(reading: Reading, metric: Metric) -> bool:
    """Return whether the smallest figures are wanted: of the best and worst, by which way is good."""
    sense = reading.rank.sense if reading.rank is not None else Sense.TOP
    if sense in (Sense.TOP, Sense.BOTTOM):
        return sense is Sense.BOTTOM
    low_is_good = metric.direction is Direction.DOWN
    return low_is_good if sense is Sense.BEST else not low_is_good


def size_of_ranked(mention: MetricMention, reading: Reading, vocabulary: Vocabulary) -> list[str]:
    """Return what a thing is big by, where only money or that is named: suppliers ``by billed volume``."""
    if reading.rank is None or not mention.stems:
        return []
    sizes, alike = vocabulary.sizes, vocabulary.lexicon.alike
    money = set(mention.stems) <= words_of("money")
    return [
        sizes[path]
        for term in reading.groups
        for path in term.paths
        if path in sizes
        if money
        or (
            alike.get(term.words) in words_of("parties")
            and vocabulary.names.speaks_of(sizes[path], mention.stems)
        )
    ][:1]
