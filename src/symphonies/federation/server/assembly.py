"""A gateway put together from a supergraph document and a configuration."""

from __future__ import annotations

from pathlib import Path

from symphonies.federation.changes import read_operations
from symphonies.federation.gateway import Gateway
from symphonies.federation.limits import PersistedDocuments
from symphonies.federation.supergraph import read_supergraph
from symphonies.federation.transport import HttpClient

from .configuration import Configuration, PersistedSettings
from .handle import Close, closing


def assemble(sdl: str, configuration: Configuration) -> tuple[Gateway, Close]:
    """Makes a gateway whose subgraphs are behind the URLs in the document.

    Returns:
        The gateway, and what closes its clients.

    Raises:
        SupergraphInvalid: when the document cannot be read.
        FederationError: when something the configuration names cannot be.
    """
    clients = {graph.name: HttpClient(graph.url) for graph in read_supergraph(sdl).graphs.values()}
    documents = persisted_documents(configuration.persisted, configuration.folder)
    return Gateway(sdl, clients, configuration.options, documents), closing(clients.values())


def persisted_documents(settings: PersistedSettings, folder: Path) -> PersistedDocuments:
    """Reads the documents known beforehand.

    Raises:
        OperationsUnreadable: when they cannot be read.
    """
    path = settings.documents
    trusted = [] if path is None else [each.document for each in read_operations(folder / path)]
    return PersistedDocuments(trusted, only_trusted=settings.only_trusted, remember=settings.remember)
