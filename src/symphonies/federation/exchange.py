"""One request on its way through the gateway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import OperationDefinitionNode

from .identity import ANONYMOUS, Identity
from .request import GraphQLRequest


@dataclass(slots=True, eq=False)
class Exchange:
    """What is known of one request so far; hooks read it and may change it.

    Attributes:
        request: what was asked.
        context: whatever the caller of the gateway passed; handed to every subgraph client.
        identity: who asks; a ``request`` hook sets it.
        labels: override labels a ``request`` hook switches on, besides those that ``percent(x)`` draws.
        operation: the operation that runs, once the document is read.
        response_headers: headers a server adds to its answer.
        facts: what the stages found out, by name, for logs and measurements: ``cost``, ``plan_cached``.
    """

    request: GraphQLRequest
    context: object = None
    identity: Identity = ANONYMOUS
    labels: frozenset[str] = frozenset()
    operation: OperationDefinitionNode | None = None
    response_headers: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def headers(self) -> Mapping[str, str]:
        """The client's headers, names in lower case."""
        return self.request.headers
