"""How the gateway talks to a subgraph: one method, whatever lies behind it, and one more for events."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from graphql import OperationDefinitionNode, OperationType


@dataclass(frozen=True, slots=True)
class SubgraphRequest:
    """One operation for one subgraph.

    Attributes:
        document: the operation's text; equal for every run of the same plan, so it is a good cache key.
        operation: the same operation parsed, without fragment definitions or spreads.
        variables: values by name; entity representations among them. Shared: read, do not change.
        context: whatever the caller of the gateway passed, for example the principal.
        service: the subgraph's name.
        client_headers: what the client sent, names in lower case; a rule says what of it is forwarded.
        headers: headers that hooks want to be sent.
        entities: the keys of the answer that ``_entities`` fields have, each with its variable.
    """

    document: str
    operation: OperationDefinitionNode
    variables: Mapping[str, Any]
    context: object = None
    service: str = ""
    client_headers: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    entities: tuple[tuple[str, str], ...] = ()

    @property
    def is_safe(self) -> bool:
        """Whether the request reads only, so that it may be repeated and shared."""
        return self.operation.operation is OperationType.QUERY


@dataclass(frozen=True, slots=True)
class SubgraphResponse:
    """A subgraph's answer; ``data`` now belongs to the gateway, which may change it.

    Attributes:
        data: the result.
        errors: its GraphQL errors.
        headers: response headers, names in lower case.
        extensions: its GraphQL extensions.
    """

    data: dict[str, Any] | None
    errors: Sequence[Mapping[str, Any]] = field(default=())
    headers: Mapping[str, str] = field(default_factory=dict)
    extensions: Mapping[str, Any] = field(default_factory=dict)


class SubgraphClient(Protocol):
    """Anything that can answer subgraph operations."""

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        """Answers one operation.

        Raises:
            SubgraphUnavailable: when there is no GraphQL answer; any other exception is treated the same.
        """
        ...


@runtime_checkable
class EventClient(Protocol):
    """A subgraph client that can also be subscribed to."""

    def subscribe(self, request: SubgraphRequest) -> AsyncIterator[SubgraphResponse]:
        """Yields the subgraph's events until it ends them; closing the iterator ends the subscription.

        Raises:
            SubgraphUnavailable: when the subscription cannot be had, or breaks.
        """
        ...
