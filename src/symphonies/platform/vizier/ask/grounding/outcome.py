"""What grounding comes to: a plan, a question back, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass, field

from symphonies.platform.semantics import MetricQuery, Top
from symphonies.platform.vizier.ask.language import Amount, When
from symphonies.platform.vizier.ask.parsing import Intent, Offer, View


@dataclass(frozen=True)
class Plan:
    """A question that can be answered."""

    query: MetricQuery
    intent: Intent = Intent.FIGURE
    view: View = View.AUTO
    confidence: float = 1.0
    change: Amount | None = None
    """For what-if: by how much."""
    until: When | None = None
    """For forecasts: how far."""
    movers: Top | None = None
    """Keep the groups that changed most, by the comparison."""
    ascending: bool | None = None
    """Whether the smallest figures are to stand first, or the largest; None where nobody says."""
    notes: tuple[str, ...] = field(default=())
    """What was taken for granted, for the person to see."""


@dataclass(frozen=True)
class AskBack:
    """Nothing is computed before the person has chosen."""

    question: str
    choices: tuple[str, ...]
    """Each is a question that can be asked as it stands."""
    offer: Offer | None = None
    """For a choice between figures: the phrase that was not clear, and what each choice takes it for."""


@dataclass(frozen=True)
class Refusal:
    """It cannot be answered, and why."""

    reason: str
    suggestions: tuple[str, ...] = ()
    because: str = "unanswerable"


Outcome = Plan | AskBack | Refusal
