"""Everything a served gateway is made of, from the files it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from symphonies.federation.gateway import Gateway

from .app import GatewayApp
from .assembly import assemble
from .configuration import read_configuration
from .handle import Close, GatewayHandle
from .reload import Reloader
from .sources import SubgraphList, SupergraphFile


@dataclass(frozen=True, slots=True)
class Service:
    """A gateway that is ready to be served.

    Attributes:
        app: the ASGI application.
        path: where it answers GraphQL.
    """

    app: GatewayApp
    path: str


def make_service(
    supergraph: Path | None, subgraphs: Path | None, config: Path | None, *, watch: bool
) -> Service:
    """Reads files and makes a service of them.

    Args:
        supergraph: a composed supergraph.
        subgraphs: the list of subgraphs to compose, when there is none.
        config: the configuration; what it says of ``server`` and ``cors`` stays as it is read now.
        watch: whether the supergraph is taken over when a file changes.

    Raises:
        FederationError: when a file cannot be read, or does not mean what it should.
    """
    configuration = read_configuration(config)
    if supergraph is not None:
        source: SupergraphFile | SubgraphList = SupergraphFile(supergraph)
    else:
        assert subgraphs is not None
        source = SubgraphList(subgraphs)
    sdl = asyncio.run(source.read())
    handle = GatewayHandle(*assemble(sdl, configuration))
    reloader = Reloader(handle, source.read, partial(_assemble_anew, config), sdl)
    background: list[Callable[[], Coroutine[Any, Any, None]]] = [reloader.on_signal]
    if watch:
        background.append(partial(reloader.on_change, source.files))
    app = GatewayApp(handle, configuration.server, background=background)
    return Service(app, configuration.server.path)


def _assemble_anew(config: Path | None, sdl: str) -> tuple[Gateway, Close]:
    return assemble(sdl, read_configuration(config))
