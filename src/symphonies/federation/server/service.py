"""Everything a served gateway is made of, from the files it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from symphonies.federation.caching import CacheStore, Invalidations
from symphonies.federation.composition import Contract
from symphonies.federation.gateway import Gateway
from symphonies.federation.telemetry import Gauges, MeasuredApp, open_telemetry

from .app import GatewayApp
from .assembly import Shared, assemble
from .configuration import Configuration, read_configuration
from .fill import ConfigurationInvalid
from .handle import Close, GatewayHandle
from .hookfiles import hook_files
from .invalidate import InvalidationEndpoint
from .logs import configure_log
from .reload import Reloader
from .sources import SubgraphList, SupergraphFile
from .wire import Application


@dataclass(frozen=True, slots=True)
class Service:
    """A gateway that is ready to be served.

    Attributes:
        app: the ASGI application.
        path: where it answers GraphQL.
    """

    app: Application
    path: str


def make_service(
    supergraph: Path | None,
    subgraphs: Path | None,
    config: Path | None,
    *,
    watch: bool,
    contract: Contract | None = None,
) -> Service:
    """Reads files and makes a service of them.

    Args:
        supergraph: a composed supergraph.
        subgraphs: the list of subgraphs to compose, when there is none.
        config: the configuration; what it says of ``server``, ``cors``, ``cache``, ``telemetry`` and ``log``
            stays as it is read now.
        contract: which part of it clients may see, where it is composed; None: as the configuration says.
        watch: whether the supergraph and the rest of the configuration are taken over when a file changes.

    Raises:
        FederationError: when a file cannot be read, or does not mean what it should.
    """
    configuration = read_configuration(config)
    configure_log(configuration.log)
    source = _source(supergraph, subgraphs, partial(_contract, config, contract))
    shared = _shared(configuration)
    sdl = asyncio.run(source.read())
    handle = GatewayHandle(*assemble(sdl, configuration, shared))
    reloader = Reloader(handle, source.read, partial(_assemble_anew, config, shared), sdl)
    background: list[Callable[[], Coroutine[Any, Any, None]]] = [reloader.on_signal]
    if watch:
        background.append(partial(reloader.on_change, source.files, partial(_settings_files, config)))
    app = GatewayApp(
        handle, configuration.server, background=background, routes=_routes(configuration, shared)
    )
    return Service(_measured(app, handle, configuration, shared), configuration.server.path)


def _source(
    supergraph: Path | None, subgraphs: Path | None, contract: Callable[[], Contract | None]
) -> SupergraphFile | SubgraphList:
    if supergraph is None:
        assert subgraphs is not None
        return SubgraphList(subgraphs, contract)
    if contract() is not None:
        raise ConfigurationInvalid(
            "A contract applies where subgraphs are composed; a composed supergraph is served as it is."
        )
    return SupergraphFile(supergraph)


def _contract(config: Path | None, given: Contract | None) -> Contract | None:
    """Returns the contract as the command line says, else the configuration now; None when neither does."""
    if given is not None:
        return given
    written = read_configuration(config).contract
    return None if written == Contract() else written


def _shared(configuration: Configuration) -> Shared:
    cache = configuration.cache
    store = CacheStore(cache.max_bytes, cache.max_entry_bytes) if cache.enabled else None
    return Shared(store, open_telemetry(configuration.telemetry))


def _routes(configuration: Configuration, shared: Shared) -> dict[str, Application]:
    cache = configuration.cache
    if shared.store is None or cache.invalidation_path is None or cache.invalidation_key is None:
        return {}
    endpoint = InvalidationEndpoint(Invalidations(shared.store), cache.invalidation_key)
    return {cache.invalidation_path: endpoint}


def _measured(
    app: GatewayApp, handle: GatewayHandle, configuration: Configuration, shared: Shared
) -> Application:
    telemetry, store = shared.telemetry, shared.store
    if telemetry is None:
        return app
    Gauges(
        plan_bytes=lambda: handle.gateway.plan_bytes,
        subscriptions=lambda: handle.subscriptions,
        streams=lambda: app.streams,
        cache_bytes=None if store is None else lambda: store.bytes,
        cache_entries=None if store is None else lambda: len(store),
    ).watch(telemetry)
    server = configuration.server
    routes = {server.path, server.health_path, server.readiness_path, configuration.cache.invalidation_path}
    return MeasuredApp(app, telemetry, frozenset(route for route in routes if route is not None))


def _settings_files(config: Path | None) -> list[Path]:
    """Returns the files whose change calls for a new gateway of the same supergraph."""
    if config is None:
        return []
    try:
        configuration = read_configuration(config)
    except ConfigurationInvalid:
        return [config]
    return [config, *hook_files(configuration.hooks, configuration.folder)]


def _assemble_anew(config: Path | None, shared: Shared, sdl: str) -> tuple[Gateway, Close]:
    return assemble(sdl, read_configuration(config), shared)
