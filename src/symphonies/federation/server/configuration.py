"""The configuration file of a served gateway: YAML or JSON, a section for each concern, each optional."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from symphonies.federation.authorization.jwt import JwtRules
from symphonies.federation.authorization.settings import AuthorizationSettings, KeySettings
from symphonies.federation.caching import CacheRules, CacheSettings
from symphonies.federation.composition import Contract
from symphonies.federation.limits import Limits
from symphonies.federation.options import GatewayOptions
from symphonies.federation.subscriptions import SubscriptionOptions
from symphonies.federation.telemetry import TelemetrySettings
from symphonies.federation.traffic import ForwardRules

from .fill import ConfigurationInvalid, divide, fill, read, unknown
from .logs import LogSettings
from .sections import (
    DemandSettings,
    LabelSettings,
    PersistedSettings,
    PerSubgraph,
    TrafficSettings,
    filled,
    per_subgraph,
    traffic,
)
from .settings import CorsSettings, ServerSettings, SubscriptionSettings

OWN_SECTIONS = {"server": {"cors", "subscriptions"}, "gateway": {
    "limits", "subscriptions", "authorization", "max_cost", "list_size",
}}  # fmt: skip
"""Fields that the section of their owner does not set, because a section of their own does."""
ENVIRONMENT = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything that can be set.

    Attributes:
        server: how requests reach the gateway.
        options: how the gateway answers them.
        persisted: documents known beforehand.
        authorization: who may ask, and how that is proven.
        labels: override labels that are on.
        traffic: how each subgraph is reached.
        headers: what of a client's headers each subgraph gets.
        cache: whether answers of subgraphs are cached.
        cached: how long those of each subgraph are good.
        telemetry: spans and measurements.
        contract: which part of the supergraph clients may see, where it is composed from subgraphs.
        hooks: Python files and modules with functions around every stage.
        log: what is logged.
        folder: what paths in the file are relative to.
    """

    server: ServerSettings = field(default_factory=ServerSettings)
    options: GatewayOptions = field(default_factory=GatewayOptions)
    persisted: PersistedSettings = field(default_factory=PersistedSettings)
    authorization: AuthorizationSettings = field(default_factory=AuthorizationSettings)
    labels: LabelSettings = field(default_factory=LabelSettings)
    traffic: PerSubgraph[TrafficSettings] = field(default_factory=lambda: PerSubgraph(TrafficSettings()))
    headers: PerSubgraph[ForwardRules] = field(default_factory=lambda: PerSubgraph(ForwardRules()))
    cache: CacheSettings = field(default_factory=CacheSettings)
    cached: PerSubgraph[CacheRules] = field(default_factory=lambda: PerSubgraph(CacheRules()))
    telemetry: TelemetrySettings = field(default_factory=TelemetrySettings)
    contract: Contract = field(default_factory=Contract)
    hooks: tuple[str, ...] = ()
    log: LogSettings = field(default_factory=LogSettings)
    folder: Path = Path()


def read_configuration(path: Path | None) -> Configuration:
    """Reads a configuration file; ``${NAME}`` in a text stands for what the environment has there.

    Raises:
        ConfigurationInvalid: when it cannot be read or says something unknown.
    """
    if path is None:
        return Configuration()
    return make_configuration(_with_environment(read_document(path), os.environ), path.parent)


def read_document(path: Path) -> Any:
    """Reads a YAML or JSON file.

    Raises:
        ConfigurationInvalid: when there is none or it is neither.
    """
    import yaml

    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationInvalid(f"{path} cannot be read: {_reason(error)}.") from error
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark
        place = f", line {at.line + 1}, column {at.column + 1}" if at else ""
        raise ConfigurationInvalid(f"{path}{place}: neither YAML nor JSON: {error.problem}.") from error
    except yaml.YAMLError as error:
        raise ConfigurationInvalid(f"{path} is neither YAML nor JSON: {error}") from error


def make_configuration(given: object, folder: Path = Path()) -> Configuration:
    """Makes a configuration of plain values.

    Args:
        given: sections by name.
        folder: what paths are relative to.

    Raises:
        ConfigurationInvalid: when it says something unknown.
    """
    if given is None:
        return Configuration(folder=folder)
    if not isinstance(given, Mapping):
        raise ConfigurationInvalid("The configuration must be sections with keys.")
    for name in given:
        if name not in SECTIONS:
            raise ConfigurationInvalid(unknown(str(name), "The configuration", SECTIONS))
    served, events = divide(
        given.get("subscriptions"), "subscriptions", SubscriptionSettings, SubscriptionOptions
    )
    authorization = _authorization(given.get("authorization"))
    demand = fill(DemandSettings, given.get("demand"), "demand")
    server = fill(ServerSettings, given.get("server"), "server", OWN_SECTIONS["server"])
    options = fill(GatewayOptions, given.get("gateway"), "gateway", OWN_SECTIONS["gateway"])
    return Configuration(
        server=replace(server, cors=fill(CorsSettings, given.get("cors"), "cors"), subscriptions=served),
        options=replace(
            options,
            limits=fill(Limits, given.get("limits"), "limits"),
            subscriptions=events,
            authorization=authorization.mode,
            max_cost=demand.max_cost,
            list_size=demand.list_size,
        ),
        authorization=authorization,
        traffic=per_subgraph(given.get("traffic"), "traffic", traffic),
        headers=per_subgraph(given.get("headers"), "headers", filled(ForwardRules)),
        hooks=read(tuple[str, ...], given.get("hooks") or (), "hooks"),
        folder=folder,
        **{name: make(given.get(name)) for name, make in PLAIN.items()},
        **_cache(given.get("cache")),
    )


PLAIN: Mapping[str, Callable[[object], Any]] = {
    "persisted": lambda given: fill(PersistedSettings, given, "persisted"),
    "labels": lambda given: fill(LabelSettings, given, "labels"),
    "telemetry": lambda given: fill(TelemetrySettings, given, "telemetry"),
    "contract": lambda given: fill(Contract, given, "contract"),
    "log": lambda given: fill(LogSettings, given, "log"),
}
"""Sections that are one dataclass each."""
SECTIONS = (
    "server", "cors", "subscriptions", "gateway", "limits", "demand", "persisted", "authorization", "labels",
    "traffic", "headers", "cache", "telemetry", "contract", "hooks", "log",
)  # fmt: skip


def _authorization(given: object) -> AuthorizationSettings:
    """Reads the mode, and under ``jwt`` the keys together with what makes a token good."""
    values = {} if given is None else given
    if not isinstance(values, Mapping):
        raise ConfigurationInvalid("authorization must be a section with keys.")
    for name in values:
        if name not in ("mode", "jwt"):
            raise ConfigurationInvalid(unknown(str(name), "authorization", ("mode", "jwt")))
    plain = fill(AuthorizationSettings, {k: v for k, v in values.items() if k == "mode"}, "authorization")
    if values.get("jwt") is None:
        return plain
    keys, rules = divide(values["jwt"], "authorization.jwt", KeySettings, JwtRules)
    return replace(plain, keys=keys, rules=rules)


def _cache(given: object) -> dict[str, Any]:
    """Reads the cache as a whole, and under ``all`` and ``subgraphs`` how long answers are good."""
    own = set(CacheSettings.__dataclass_fields__)
    cached = per_subgraph(given, "cache", filled(CacheRules), frozenset(own))
    whole = {k: v for k, v in given.items() if k in own} if isinstance(given, Mapping) else {}
    return {"cache": fill(CacheSettings, whole, "cache"), "cached": cached}


def _with_environment(value: Any, environment: Mapping[str, str]) -> Any:
    def named(place: re.Match[str]) -> str:
        if place[1] not in environment:
            raise ConfigurationInvalid(f"The configuration needs {place[1]}, which the environment lacks.")
        return environment[place[1]]

    if isinstance(value, str):
        return ENVIRONMENT.sub(named, value)
    if isinstance(value, list):
        return [_with_environment(each, environment) for each in value]
    if isinstance(value, dict):
        return {key: _with_environment(each, environment) for key, each in value.items()}
    return value


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror or "unknown reason") if isinstance(error, OSError) else "it is not UTF-8"
