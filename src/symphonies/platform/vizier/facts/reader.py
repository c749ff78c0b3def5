"""For whom facts are ranked: what is theirs, and what they know already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from symphonies.platform.vizier.facts.advice import Advice
from symphonies.platform.vizier.facts.driver import Driver
from symphonies.platform.vizier.facts.fact import Fact
from symphonies.platform.vizier.facts.measured import Level
from symphonies.platform.vizier.facts.outlook import Chance, Outlook
from symphonies.platform.vizier.facts.seen import Seen
from symphonies.platform.vizier.facts.unusual import Unusual

BAD_NEWS = 1.5
MINE = 1.5
KNOWN = 0.35
"""What a fact weighs that was said already and has not moved since."""
FEW = 0.5
"""What is unusual weighs so much less where only a few cases stand behind it."""
NEWS = 1.25
"""What a fact weighs for somebody who was here before and was not told it, or not with this figure."""
MOVED_RATIO = 0.02
"""A value within this of what was said counts as the same."""


@dataclass(frozen=True)
class Reader:
    """One person before the page.

    Attributes:
        duties: weight of a metric or of a product (``ar``) for this person; 1 where nothing is said.
        places: values of dimensions this person answers for, by dimension path.
        said: fact key -> the value this person was told last.
        seen: metric id -> what this person saw at the last visit.
    """

    duties: Mapping[str, float] = field(default_factory=dict)
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)
    said: Mapping[str, float] = field(default_factory=dict)
    seen: Mapping[str, Seen] = field(default_factory=dict)

    def duty(self, metric: str) -> float:
        """Return how much a metric weighs: its own weight, else its product's."""
        return self.duties.get(metric, self.duties.get(metric.partition(".")[0], 1.0))


def value_of(fact: Fact) -> float | None:
    """Return the figure a fact is remembered by."""
    if isinstance(fact, Unusual):
        return fact.value
    first = next(iter(fact.claims()), None)
    return None if first is None else first.value


def materiality(fact: Fact, reader: Reader | None = None) -> float:
    """Return a fact's rank for a reader: unusual and far from the reference first; known news last.

    Bad news weighs half more, so does what the reader answers for. The scale has no unit: 0 is nothing,
    a level half off its plan is 2, a change four deviations out is 4.
    """
    reader = reader or Reader()
    weight = reader.duty(fact.subject.metric) * (BAD_NEWS if fact.good is False else 1.0)
    if any(part.value in reader.places.get(part.dimension, ()) for part in fact.subject.scope):
        weight *= MINE
    if reader.said:
        weight *= KNOWN if is_known(fact, reader) else NEWS
    return weight * _size(fact)


def rank(facts: Iterable[Fact], reader: Reader | None = None) -> list[Fact]:
    """Return facts, the most material first; equal ones keep their order."""
    return sorted(facts, key=lambda fact: materiality(fact, reader), reverse=True)


def is_known(fact: Fact, reader: Reader) -> bool:
    """Return whether a reader was told a fact, and its figure is still the same."""
    before, now = reader.said.get(fact.key), value_of(fact)
    if before is None or now is None:
        return False
    return abs(now - before) <= MOVED_RATIO * max(abs(before), abs(now))


def _size(fact: Fact) -> float:
    match fact:
        case Level():
            base = fact.reference.value if fact.reference else None
            return min(fact.surprise, 4.0) + 4.0 * _relative(fact.delta, base)
        case Unusual():
            return (FEW if fact.few else 1.0) * (4.0 * (1.0 - min(fact.chance * 20, 1.0)) + 1.0)
        case Driver():
            named = 0.5 if fact.shares and fact.single else 0.0
            return min(fact.surprise, 4.0) + 4.0 * _relative(fact.change, fact.base) + named
        case Outlook():
            return 1.0 + 4.0 * _relative(None if fact.now is None else fact.value - fact.now, fact.now)
        case Chance():
            return 8.0 * fact.probability
        case Advice():
            return 3.0 / fact.place
        case _:
            return 0.0


def _relative(change: float | None, base: float | None) -> float:
    return min(abs(change / base), 1.0) if change is not None and base else 0.0
