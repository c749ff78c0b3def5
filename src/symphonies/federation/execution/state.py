"""What one run carries from fetch to fetch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symphonies.federation.exchange import Exchange
from symphonies.federation.hooks import FetchHook
from symphonies.federation.transport.protocol import SubgraphClient

Data = dict[str, Any]


class RunState:
    """The growing result of one operation.

    Attributes:
        data: everything fetched so far, under response keys, keys and other inputs included.
        errors: GraphQL errors with paths of the result.
        variables: coerced variables.
        clients: subgraph clients by service name.
        exchange: the request it is for.
        timeout_s: how long one subgraph request may take; None for as long as it likes.
        hooks: what runs around every subgraph request.
    """

    __slots__ = ("clients", "data", "errors", "exchange", "hooks", "timeout_s", "variables")

    def __init__(
        self,
        variables: Mapping[str, Any],
        clients: Mapping[str, SubgraphClient],
        exchange: Exchange,
        timeout_s: float | None,
        hooks: tuple[FetchHook, ...] = (),
    ) -> None:
        self.data: Data = {}
        self.errors: list[dict[str, Any]] = []
        self.variables = variables
        self.clients = clients
        self.exchange = exchange
        self.timeout_s = timeout_s
        self.hooks = hooks
