"""What one run carries from fetch to fetch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symphonies.federation.transport.protocol import SubgraphClient

Data = dict[str, Any]


class RunState:
    """The growing result of one operation.

    Attributes:
        data: everything fetched so far, under response keys, keys and other inputs included.
        errors: GraphQL errors with paths of the result.
        variables: coerced variables.
        clients: subgraph clients by service name.
        context: what the caller passed.
        timeout_s: how long one subgraph request may take; None for as long as it likes.
    """

    __slots__ = ("clients", "context", "data", "errors", "timeout_s", "variables")

    def __init__(
        self,
        variables: Mapping[str, Any],
        clients: Mapping[str, SubgraphClient],
        context: object,
        timeout_s: float | None,
    ) -> None:
        self.data: Data = {}
        self.errors: list[dict[str, Any]] = []
        self.variables = variables
        self.clients = clients
        self.context = context
        self.timeout_s = timeout_s
