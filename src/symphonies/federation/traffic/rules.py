"""How requests to one subgraph are treated."""

from __future__ import annotations

from dataclasses import dataclass

from .redacting import Telling


@dataclass(frozen=True, slots=True)
class RetryRules:
    """When a request is sent again.

    Attributes:
        attempts: how often in all; only what reads is sent more than once.
        first_delay_s: the longest pause before the second attempt; each later one may be twice as long.
        longest_delay_s: no pause is longer.
        budget_ratio: repeats may make up at most this share of requests, so that an outage is not amplified.
    """

    attempts: int = 3
    first_delay_s: float = 0.05
    longest_delay_s: float = 1.0
    budget_ratio: float = 0.2


@dataclass(frozen=True, slots=True)
class BreakerRules:
    """When a subgraph that fails is left alone.

    Attributes:
        failure_ratio: from this share of failures on.
        fewest: judged over at least so many requests.
        window_s: of the last so many seconds.
        pause_s: for how long it is left alone before one request tries again.
    """

    failure_ratio: float = 0.5
    fewest: int = 20
    window_s: float = 10.0
    pause_s: float = 5.0


@dataclass(frozen=True, slots=True)
class TrafficRules:
    """How requests to one subgraph are treated.

    Attributes:
        timeout_s: how long an answer may take, repeats included.
        retry: None sends everything once.
        breaker: None never leaves the subgraph alone.
        share: whether equal reads that are under way at the same time are sent once.
        at_once: how many requests may be under way; None for any number.
        waiting: how many more may wait for their turn.
        errors: what of its errors clients are told: ``told`` except what servers add for their developers,
            or ``hidden`` except their place.
    """

    timeout_s: float = 30.0
    retry: RetryRules | None = RetryRules()
    breaker: BreakerRules | None = BreakerRules()
    share: bool = True
    at_once: int | None = None
    waiting: int = 1000
    errors: Telling = "told"
