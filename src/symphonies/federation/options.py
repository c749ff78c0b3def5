"""How a gateway behaves."""

from __future__ import annotations

from dataclasses import dataclass, field

from .limits import Limits
from .subscriptions.options import SubscriptionOptions


@dataclass(frozen=True, slots=True)
class GatewayOptions:
    """The switches of a gateway.

    Attributes:
        limits: how large a request may be.
        introspection: whether ``__schema`` and ``__type`` are answered.
        suggestions: whether validation errors name similar fields; off for strangers.
        timeout_s: how long one subgraph request may take; None for as long as it likes.
        plan_bytes: how much memory prepared operations may take, by estimate.
        planning_budget: how much work planning one operation may cost.
        subscriptions: how subscriptions are buffered, shared and limited.
    """

    limits: Limits = field(default_factory=Limits)
    introspection: bool = True
    suggestions: bool = True
    timeout_s: float | None = 30.0
    plan_bytes: int = 64_000_000
    planning_budget: int = 200_000
    subscriptions: SubscriptionOptions = field(default_factory=SubscriptionOptions)
