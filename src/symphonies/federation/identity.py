"""Who asks: what the gateway itself knows of a caller, whatever proved it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Identity:
    """A caller as the authorisation directives and the caches see it.

    Attributes:
        subject: a name that no two callers share; None when nobody is signed in.
        scopes: what @requiresScopes asks for.
        policies: the policies of @policy that hold for this caller.
        claims: the verified claims it all came from.
    """

    subject: str | None = None
    scopes: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()
    claims: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""
        return self.subject is not None


ANONYMOUS = Identity()
