"""A gateway over real HTTP subgraphs, made of a configuration as ``serve`` makes it, in this process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from symphonies.federation import CacheStore, Invalidations
from symphonies.federation.server import GatewayApp, GatewayHandle
from symphonies.federation.server.assembly import Shared, assemble
from symphonies.federation.server.configuration import make_configuration
from symphonies.federation.server.invalidate import InvalidationEndpoint
from tests.integration.gateway_server import running
from tests.integration.subgraph_server import Subgraphs, subgraphs


@asynccontextmanager
async def configured(state: Subgraphs, folder: Path | None = None, **sections: Any) -> AsyncIterator[str]:
    """Serves a gateway over subgraphs and yields its GraphQL address."""
    configuration = make_configuration(sections, folder or Path())
    cache = configuration.cache
    store = CacheStore(cache.max_bytes, cache.max_entry_bytes) if cache.enabled else None
    handle = GatewayHandle(*assemble(state.supergraph(), configuration, Shared(store)))
    routes = {}
    if store is not None and cache.invalidation_path and cache.invalidation_key:
        routes[cache.invalidation_path] = InvalidationEndpoint(Invalidations(store), cache.invalidation_key)
    async with running(GatewayApp(handle, configuration.server, routes=routes)) as address:
        try:
            yield f"http://{address}{configuration.server.path}"
        finally:
            await handle.close()


@asynccontextmanager
async def gateway(folder: Path | None = None, **sections: Any) -> AsyncIterator[tuple[Subgraphs, str]]:
    """Serves subgraphs and a gateway over them."""
    async with subgraphs() as state, configured(state, folder, **sections) as url:
        yield state, url
