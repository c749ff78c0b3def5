"""What a guarded element demands: alternatives of scopes and policies."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import Any

from symphonies.federation.subgraph import Element

Alternatives = list[frozenset[str]]
"""Any one of the sets suffices; all of a set is needed."""


@dataclass(slots=True)
class Guard:
    """What a caller must have: to be logged in, and one alternative of scopes and of policies."""

    authenticated: bool = False
    scopes: Alternatives = field(default_factory=lambda: [frozenset()])
    policies: Alternatives = field(default_factory=lambda: [frozenset()])

    def add(self, element: Element) -> None:
        """Adds what an element demands."""
        self.authenticated |= element.has("authenticated")
        for applied in element.directives:
            if applied.name == "requiresScopes":
                self.scopes = both(self.scopes, alternatives(applied.arguments.get("scopes")))
            elif applied.name == "policy":
                self.policies = both(self.policies, alternatives(applied.arguments.get("policies")))

    def covers(self, other: Guard) -> bool:
        """Returns whether whoever passes this guard passes the other too."""
        return (
            (self.authenticated or not other.authenticated)
            and _implies(self.scopes, other.scopes)
            and _implies(self.policies, other.policies)
        )


def alternatives(value: Any) -> Alternatives:
    """Reads the argument of @requiresScopes or @policy."""
    if not isinstance(value, list):
        return [frozenset()]
    return [frozenset(str(v) for v in inner) for inner in value if isinstance(inner, list)] or [frozenset()]


def both(left: Alternatives, right: Alternatives) -> Alternatives:
    """Returns what it takes to satisfy two demands."""
    return list(dict.fromkeys(a | b for a, b in product(left, right)))


def _implies(mine: Alternatives, theirs: Alternatives) -> bool:
    return all(any(their <= my for their in theirs) for my in mine)
