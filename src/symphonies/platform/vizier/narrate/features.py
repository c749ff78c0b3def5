"""What words bend by: which way, how far, how sure."""

from __future__ import annotations

from symphonies.platform.vizier.facts import Fact, Level

SMALL, LARGE = 0.02, 0.15
"""A change below the one is small, from the other on large, as a ratio of what it is set against."""


def way_of(change: float) -> str:
    """Return ``up`` or ``down``."""
    return "up" if change > 0 else "down"


def side_of(change: float, unit: str) -> str:
    """Return on which side of its reference a value lies; a date lies later or earlier."""
    if unit == "date":
        return "later" if change > 0 else "earlier"
    return "above" if change > 0 else "below"


def size_of(change: float, base: float) -> str:
    """Return how large a change is: ``small``, ``medium`` or ``large``."""
    relative = abs(change / base) if base else 1.0
    return "small" if relative < SMALL else "large" if relative >= LARGE else "medium"


def hedge_of(confidence: float) -> str:
    """Return how sure a sentence may sound."""
    return "sure" if confidence >= 0.99 else "likely" if confidence >= 0.7 else "open"


def part_of(explained: float) -> str:
    """Return how much of a change its causes explain; ``over``: more than all, others worked against them."""
    if explained > 1.1:
        return "over"
    return "all" if explained >= 0.9 else "most" if explained >= 0.5 else "half"


def odds_of(probability: float) -> str:
    """Return how a probability sounds."""
    return (
        "rare"
        if probability < 0.1
        else "low"
        if probability < 0.4
        else "even"
        if probability < 0.6
        else "high"
    )


def gap_of(fact: Level) -> tuple[float, float]:
    """Return a level's gap and what it is measured from; zeros without a reference."""
    return (fact.delta or 0.0, fact.reference.value) if fact.reference else (0.0, 0.0)


def features_of(fact: Fact, number: str, gender: str) -> dict[str, str]:
    """Return the features that do not depend on what a fact is set against."""
    return {
        "number": number,
        "gender": gender or "n",
        "grain": fact.subject.span.grain.value,
        "hedge": hedge_of(fact.confidence),
        "counted": "many" if fact.subject.unit == "count" else "one",
    }
