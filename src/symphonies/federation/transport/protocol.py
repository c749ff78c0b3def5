"""How the gateway talks to a subgraph: one method, whatever lies behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from graphql import OperationDefinitionNode


@dataclass(frozen=True, slots=True)
class SubgraphRequest:
    """One operation for one subgraph.

    Attributes:
        document: the operation's text; equal for every run of the same plan, so it is a good cache key.
        operation: the same operation parsed, without fragment definitions or spreads.
        variables: values by name; entity representations among them. Shared: read, do not change.
        context: whatever the caller of the gateway passed, for example the principal.
    """

    document: str
    operation: OperationDefinitionNode
    variables: Mapping[str, Any]
    context: object = None


@dataclass(frozen=True, slots=True)
class SubgraphResponse:
    """A subgraph's answer; ``data`` now belongs to the gateway, which may change it."""

    data: dict[str, Any] | None
    errors: Sequence[Mapping[str, Any]] = field(default=())


class SubgraphClient(Protocol):
    """Anything that can answer subgraph operations."""

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        """Answers one operation.

        Raises:
            SubgraphUnavailable: when there is no GraphQL answer; any other exception is treated the same.
        """
        ...
