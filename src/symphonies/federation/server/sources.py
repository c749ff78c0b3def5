"""Where a gateway's supergraph comes from."""

from __future__ import annotations

from pathlib import Path

from symphonies.federation.gateway import Gateway
from symphonies.federation.supergraph import read_supergraph
from symphonies.federation.transport import HttpClient

from .handle import Close, closing


def load(path: Path) -> tuple[Gateway, Close]:
    """Makes the gateway of a supergraph file, its subgraphs behind the URLs that stand in it."""
    sdl = path.read_text("utf-8")
    clients = {g.name: HttpClient(g.url) for g in read_supergraph(sdl).graphs.values()}
    return Gateway(sdl, clients), closing(clients.values())
