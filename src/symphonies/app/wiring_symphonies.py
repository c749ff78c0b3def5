"""The subgraphs that symphonies bring along: each a ``subgraph.py`` in a symphony's folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from graphql import GraphQLSchema

from symphonies.app.remembering import STATUS_AGE_S, remembered, stamp_of
from symphonies.app.tables import StoreTables
from symphonies.app.wiring import Instance
from symphonies.federation import make_subgraph_schema
from symphonies.kernel import Clock
from symphonies.platform.lakehouse import DatedCompany
from symphonies.platform.learning import Registry, find_version, label_of, open_registry
from symphonies.platform.records import Records
from symphonies.platform.vizier import Foresight

SUITE = Path(__file__).parent.parent / "suite"
MODULE, FORESIGHT = "subgraph", "foresight"
PATIENCE_S = 2.0
"""How long one question waits for what is being prepared; then whoever asks is told what is being done."""


class SymphonySubgraph(Protocol):
    """What a ``subgraph.py`` offers."""

    SDL: str
    """Federation schema; a schema file beside the module is the usual home."""

    def open_desk(self, services: Any) -> Any:
        """Return what answers, over the services of an instance; it is handed to the others."""
        ...

    def prepare(self, desk: Any) -> None:
        """Make ready what takes long, before anybody asks."""
        ...

    def resolvers(self, desk: Any) -> Mapping[str, Mapping[str, Callable[..., Any]]]:
        """Return field resolvers by type."""
        ...

    def references(self, desk: Any) -> Mapping[str, Callable[..., Any]]:
        """Return, by entity, how a key becomes the entity."""
        ...

    def events(self, desk: Any) -> Mapping[str, Callable[..., Any]]:
        """Return, by field of the subscription type, a generator of its events."""
        ...


def symphony_subgraphs(suite: Path = SUITE) -> dict[str, SymphonySubgraph]:
    """Return the subgraphs of the installed symphonies, by symphony."""
    return {
        file.parent.name: cast(
            "SymphonySubgraph", import_module(f"symphonies.suite.{file.parent.name}.{MODULE}")
        )
        for file in sorted(suite.glob(f"*/{MODULE}.py"))
    }


@dataclass(frozen=True)
class Services:
    """What an instance lends to the resolvers of its symphonies."""

    instance: Instance
    patience_s: float | None = PATIENCE_S
    """How long a question waits for what is being prepared; None: until it is there."""

    @property
    def records(self) -> Records:
        """What people decide and keep."""
        return self.instance.records

    @property
    def company(self) -> DatedCompany:
        """Whose figures these are."""
        return self.instance.company

    @property
    def store(self) -> Path:
        """The folder of the store."""
        return self.instance.settings.lakehouse.store

    @property
    def data_version(self) -> str:
        """Another one as soon as other data are there."""
        return self._data_version("")

    @cached_property
    def _data_version(self) -> Callable[[str], str]:
        def ask(_: str) -> str:
            return stamp_of(self.instance.lakehouse.status(product.id) for product in self.instance.products)

        return remembered(ask, STATUS_AGE_S)

    @property
    def clock(self) -> Clock:
        """Tells the time."""
        return self.instance.clock

    @cached_property
    def registry(self) -> Registry:
        """Where models are kept."""
        return open_registry(self.instance.settings.learning, self.store)

    def served(self, engine: str) -> str:
        """Return what the served model of an engine is called, such as ``receipts 3``; empty for none."""
        return self._served(engine)

    @cached_property
    def _served(self) -> Callable[[str], str]:
        def ask(engine: str) -> str:
            known = self.registry.champion(engine) is not None
            return label_of(find_version(self.registry, engine)) if known else ""

        return remembered(ask, STATUS_AGE_S)

    @cached_property
    def tables(self) -> StoreTables:
        """The published tables of the products."""
        return StoreTables(self.instance.lakehouse.engine)


def symphony_desks(instance: Instance, patience_s: float | None = PATIENCE_S) -> Mapping[str, Any]:
    """Return what answers for each symphony over an instance, by symphony; opened once.

    Args:
        instance: the product.
        patience_s: how long a question waits for what is being prepared; counts when they are opened.
    """
    if not instance.desks:
        services = Services(instance, patience_s)
        instance.desks |= {name: part.open_desk(services) for name, part in symphony_subgraphs().items()}
    return instance.desks


def symphony_foresights(instance: Instance, suite: Path = SUITE) -> tuple[Foresight, ...]:
    """Return what foretells: each a module in a symphony's folder ``foresight``, its words beside it."""
    desks = symphony_desks(instance)
    files = sorted(suite.glob(f"*/{FORESIGHT}/*.yaml"))
    names = [(file.parents[1].name, file.stem) for file in files]
    modules = [
        (symphony, import_module(f"symphonies.suite.{symphony}.{FORESIGHT}.{engine}"))
        for symphony, engine in names
    ]
    return tuple(module.open_foresight(desks[symphony]) for symphony, module in modules)


def symphony_schemas(instance: Instance) -> dict[str, GraphQLSchema]:
    """Return the executable schemas of the symphonies' subgraphs, by symphony."""
    desks = symphony_desks(instance)
    return {
        name: make_subgraph_schema(
            part.SDL, part.resolvers(desks[name]), part.references(desks[name]), part.events(desks[name])
        )
        for name, part in symphony_subgraphs().items()
    }
