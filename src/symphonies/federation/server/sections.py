"""The sections of a configuration that belong to no other area."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from symphonies.federation.traffic import TrafficRules
from symphonies.federation.traffic.client import Protocol

from .fill import ConfigurationInvalid, divide, fill, unknown

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PersistedSettings:
    """Documents known before they are asked for.

    Attributes:
        documents: a folder of ``.graphql`` files, a manifest in JSON, or what a gateway recorded.
        only_trusted: whether every other document is refused.
        remember: how many documents sent with their hash are remembered.
    """

    documents: Path | None = None
    only_trusted: bool = False
    remember: int = 1000


@dataclass(frozen=True, slots=True)
class LabelSettings:
    """Progressive overrides.

    Attributes:
        active: labels that are on for every request, besides those that ``percent(x)`` draws and hooks add.
    """

    active: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DemandSettings:
    """What operations may cost.

    Attributes:
        max_cost: the most an operation may cost by estimate; None for any cost.
        list_size: the length a list is assumed to have when nothing is said about it.
    """

    max_cost: float | None = None
    list_size: int = 10


@dataclass(frozen=True, slots=True)
class AddressSettings:
    """Where a subgraph is, when not where the supergraph says.

    Attributes:
        url: for queries and mutations.
        events: for subscriptions.
        protocol: how events are asked for.
        max_bytes: the largest answer that is read.
    """

    url: str | None = None
    events: str | None = None
    protocol: Protocol = "websocket"
    max_bytes: int = 64_000_000


@dataclass(frozen=True, slots=True)
class TrafficSettings:
    """How one subgraph is reached.

    Attributes:
        rules: how requests to it are treated.
        address: where it is.
    """

    rules: TrafficRules = field(default_factory=TrafficRules)
    address: AddressSettings = AddressSettings()


@dataclass(frozen=True, slots=True)
class PerSubgraph(Generic[T]):
    """Settings for every subgraph, and others for some.

    Attributes:
        all: for those that are not named.
        named: by the subgraph's name; what they do not set is as for all.
    """

    all: T
    named: Mapping[str, T] = field(default_factory=dict)

    def of(self, name: str) -> T:
        """Returns the settings of one subgraph."""
        return self.named.get(name, self.all)


def per_subgraph(
    given: object, where: str, make: Callable[[object, str], T], besides: frozenset[str] = frozenset()
) -> PerSubgraph[T]:
    """Reads a section with the keys ``all`` and ``subgraphs``.

    Args:
        given: the section.
        where: what it is called in messages.
        make: makes settings of plain values and their name.
        besides: further keys of the section, which are read elsewhere.

    Raises:
        ConfigurationInvalid: when it says something unknown.
    """
    section = _mapping(given, where)
    known = {"all", "subgraphs"} | besides
    for name in section:
        if name not in known:
            raise ConfigurationInvalid(unknown(str(name), where, known))
    for_all = _mapping(section.get("all"), f"{where}.all")
    named = _mapping(section.get("subgraphs"), f"{where}.subgraphs")
    return PerSubgraph(
        make(for_all, f"{where}.all"),
        {
            str(name): make(_over(for_all, values, at := f"{where}.subgraphs.{name}"), at)
            for name, values in named.items()
        },
    )


def traffic(given: object, where: str) -> TrafficSettings:
    """Reads how one subgraph is reached."""
    return TrafficSettings(*divide(given, where, TrafficRules, AddressSettings))


def filled(kind: type[T]) -> Callable[[object, str], T]:
    """Returns the function that makes settings of one kind."""
    return lambda given, where: fill(kind, given, where)


def _over(below: Mapping[str, Any], given: object, where: str) -> dict[str, Any]:
    """Returns values with others put over them, section by section."""
    merged = dict(below)
    for name, value in _mapping(given, where).items():
        under = merged.get(name)
        is_both = isinstance(value, Mapping) and isinstance(under, Mapping)
        merged[name] = _over(under, value, f"{where}.{name}") if is_both and under is not None else value
    return merged


def _mapping(given: object, where: str) -> Mapping[str, Any]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise ConfigurationInvalid(f"{where} must be a section with keys.")
    return given
