"""A gateway put together from a supergraph document and a configuration."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from symphonies.federation.authorization.rules import Rules
from symphonies.federation.caching import CachedFetches, CacheStore, Lookup, tell_cache_control
from symphonies.federation.changes import read_operations
from symphonies.federation.exchange import Exchange
from symphonies.federation.gateway import Gateway
from symphonies.federation.hooks import Hooks
from symphonies.federation.limits import PersistedDocuments
from symphonies.federation.supergraph import Graph, Supergraph, api_schema, read_supergraph
from symphonies.federation.telemetry import Telemetry, telemetry_fetch_hooks, telemetry_hooks
from symphonies.federation.traffic import Shaped, SubgraphAddress, make_client

from .configuration import Configuration
from .fill import ConfigurationInvalid, unknown
from .handle import Close, closing
from .hookfiles import load_hooks
from .sections import PersistedSettings, PerSubgraph


@dataclass(frozen=True, slots=True)
class Shared:
    """What gateways that follow one another have in common.

    Attributes:
        store: cached answers; None when nothing is cached.
        telemetry: the instruments; None when nothing is measured.
    """

    store: CacheStore | None = None
    telemetry: Telemetry | None = None


def assemble(sdl: str, configuration: Configuration, shared: Shared | None = None) -> tuple[Gateway, Close]:
    """Makes a gateway whose subgraphs are behind the URLs in the document.

    Args:
        sdl: the supergraph document.
        configuration: everything that can be set.
        shared: what it has in common with the gateway it follows.

    Returns:
        The gateway, and what closes its clients.

    Raises:
        SupergraphInvalid: when the document cannot be read.
        FederationError: when something the configuration names cannot be.
    """
    supergraph = read_supergraph(sdl)
    graphs = {graph.name: graph for graph in supergraph.graphs.values()}
    _check_names(configuration.traffic, "traffic.subgraphs", graphs)
    _check_names(configuration.headers, "headers.subgraphs", graphs)
    _check_names(configuration.cached, "cache.subgraphs", graphs)
    clients = {name: _client(graph, configuration) for name, graph in graphs.items()}
    hooks = _hooks(supergraph, configuration, shared or Shared())
    documents = persisted_documents(configuration.persisted, configuration.folder)
    return Gateway(sdl, clients, configuration.options, documents, hooks), closing(clients.values())


def persisted_documents(settings: PersistedSettings, folder: Path) -> PersistedDocuments:
    """Reads the documents known beforehand.

    Raises:
        OperationsUnreadable: when they cannot be read.
    """
    path = settings.documents
    trusted = [] if path is None else [each.document for each in read_operations(folder / path)]
    return PersistedDocuments(trusted, only_trusted=settings.only_trusted, remember=settings.remember)


def _client(graph: Graph, configuration: Configuration) -> Shaped:
    settings = configuration.traffic.of(graph.name)
    at = settings.address
    address = SubgraphAddress(at.url or graph.url, at.events, at.protocol, at.max_bytes)
    if not address.url.startswith(("http://", "https://")):
        raise ConfigurationInvalid(
            f"Subgraph {graph.name} has no address to send requests to: {address.url!r} is no http url."
        )
    return make_client(address, settings.rules, configuration.headers.of(graph.name))


def _hooks(supergraph: Supergraph, configuration: Configuration, shared: Shared) -> Hooks:
    """Returns all hooks, the outermost first: measuring, caching's word, who asks, the operator's own."""
    hooks = Hooks()
    if shared.telemetry is not None:
        hooks += telemetry_hooks(shared.telemetry)
    if shared.store is not None:
        hooks += Hooks(request=(tell_cache_control,))
    identity = configuration.authorization.identity(configuration.folder)
    if identity is not None:
        hooks += Hooks(connect=(identity.connect,), request=(identity,))
    if configuration.labels.active:
        hooks += Hooks(request=(_switch_on(configuration.labels.active),))
    policies = Rules(supergraph.document).policies
    hooks += load_hooks(configuration.hooks, configuration.folder, policies)
    if shared.store is not None:
        hooks += Hooks(fetch=(_cached(supergraph, configuration, shared.store, shared.telemetry),))
    if shared.telemetry is not None:
        traffic = configuration.traffic
        urls = {g.name: traffic.of(g.name).address.url or g.url for g in supergraph.graphs.values()}
        hooks += telemetry_fetch_hooks(shared.telemetry, urls)
    return hooks


def _cached(
    supergraph: Supergraph, configuration: Configuration, store: CacheStore, telemetry: Telemetry | None
) -> CachedFetches:
    def observe(seen: Lookup) -> None:
        assert telemetry is not None
        for result, count in (("hit", seen.hits), ("miss", seen.misses)):
            facts = {"graphql.gateway.subgraph.name": seen.service, "graphql.gateway.cache.result": result}
            telemetry.cache.add(count, facts)

    headers = configuration.headers
    return CachedFetches(
        store,
        supergraph.document,
        api_schema(supergraph.document),
        configuration.cached.of,
        lambda request: headers.of(request.service).forwarded(request.client_headers),
        observe=observe if telemetry is not None else None,
    )


def _switch_on(labels: frozenset[str]) -> Any:
    async def hook(exchange: Exchange, proceed: Callable[[], Awaitable[Any]]) -> Any:
        exchange.labels |= labels
        return await proceed()

    return hook


def _check_names(settings: PerSubgraph[Any], where: str, graphs: Collection[str]) -> None:
    for name in settings.named:
        if name not in graphs:
            raise ConfigurationInvalid(unknown(name, where, graphs))
