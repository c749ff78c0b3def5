"""How a gateway behaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .authorization import Mode
from .identity import Identity
from .limits import Limits
from .subscriptions.options import SubscriptionOptions

Suggestions = Literal["everybody", "signed_in", "nobody"]


@dataclass(frozen=True, slots=True)
class GatewayOptions:
    """The switches of a gateway.

    Attributes:
        limits: how large a request may be.
        introspection: whether ``__schema`` and ``__type`` are answered.
        suggestions: who is told of similar names when a name is wrong: ``signed_in`` keeps the schema from
            strangers.
        timeout_s: how long one subgraph request may take; None for as long as it likes.
        plan_bytes: how much memory prepared operations may take, by estimate.
        planning_budget: how many places of the query graph planning one operation may look at.
        planning_s: how much processor time planning one operation may take, in seconds.
        deferred: how many fragments one answer may defer; one that wants more comes in one piece.
        subscriptions: how subscriptions are buffered, shared and limited.
        authorization: whether what a caller may not see becomes null, or refuses the request.
        max_cost: the most an operation may cost by estimate; None for any cost.
        list_size: the length a list is assumed to have when nothing is said about it.
    """

    limits: Limits = field(default_factory=Limits)
    introspection: bool = True
    suggestions: Suggestions = "signed_in"
    timeout_s: float | None = 30.0
    plan_bytes: int = 64_000_000
    planning_budget: int = 1_000
    planning_s: float = 0.5
    deferred: int = 50
    subscriptions: SubscriptionOptions = field(default_factory=SubscriptionOptions)
    authorization: Mode = "filter"
    max_cost: float | None = None
    list_size: int = 10

    def suggests_to(self, identity: Identity) -> bool:
        """Returns whether a caller is told of similar names."""
        return self.suggestions == "everybody" or (
            self.suggestions == "signed_in" and identity.is_authenticated
        )
