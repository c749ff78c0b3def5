"""The graph of an instance, asked in the process as one of its people."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from symphonies.app.contexts import make_contexts
from symphonies.app.supergraph import build_supergraph
from symphonies.app.wiring import Instance
from symphonies.federation import GraphQLRequest

Ask = Callable[..., Any]


def asking(instance: Instance) -> Ask:
    """Returns what answers a query for somebody, the CFO when nobody is named."""
    graph, contexts = build_supergraph(instance), make_contexts(instance)

    def one(query: str, who: str = "cfo", **variables: Any) -> Any:
        request = GraphQLRequest(query, variables)
        return asyncio.run(graph.gateway.execute(request, contexts.of(instance.principals[who])))

    return one
