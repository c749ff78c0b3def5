"""The configuration file of a served gateway: YAML or JSON, a section for each concern, each optional."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from symphonies.federation.limits import Limits
from symphonies.federation.options import GatewayOptions
from symphonies.federation.subscriptions import SubscriptionOptions

from .fill import ConfigurationInvalid, fill, unknown
from .settings import CorsSettings, ServerSettings, SubscriptionSettings


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
class Configuration:
    """Everything that can be set.

    Attributes:
        server: how requests reach the gateway.
        options: how the gateway answers them.
        persisted: documents known beforehand.
        folder: what paths in the file are relative to.
    """

    server: ServerSettings = field(default_factory=ServerSettings)
    options: GatewayOptions = field(default_factory=GatewayOptions)
    persisted: PersistedSettings = field(default_factory=PersistedSettings)
    folder: Path = Path()


def read_configuration(path: Path | None) -> Configuration:
    """Reads a configuration file.

    Raises:
        ConfigurationInvalid: when it cannot be read or says something unknown.
    """
    return Configuration() if path is None else make_configuration(read_document(path), path.parent)


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
    ours, theirs = _subscriptions(given.get("subscriptions"))
    server = fill(ServerSettings, given.get("server"), "server", {"cors", "subscriptions"})
    return Configuration(
        server=replace(server, cors=fill(CorsSettings, given.get("cors"), "cors"), subscriptions=ours),
        options=replace(
            fill(GatewayOptions, given.get("gateway"), "gateway", {"limits", "subscriptions"}),
            limits=fill(Limits, given.get("limits"), "limits"),
            subscriptions=theirs,
        ),
        persisted=fill(PersistedSettings, given.get("persisted"), "persisted"),
        folder=folder,
    )


SECTIONS = ("server", "cors", "subscriptions", "gateway", "limits", "persisted")


def _subscriptions(given: object) -> tuple[SubscriptionSettings, SubscriptionOptions]:
    """Divides one section between who serves streams and who makes them."""
    values = {} if given is None else given
    if not isinstance(values, Mapping):
        raise ConfigurationInvalid("subscriptions must be a section with keys.")
    server = {each.name for each in fields(SubscriptionSettings)}
    gateway = {each.name for each in fields(SubscriptionOptions)}
    for name in values:
        if name not in server | gateway:
            raise ConfigurationInvalid(unknown(str(name), "subscriptions", server | gateway))
    return (
        fill(SubscriptionSettings, {k: v for k, v in values.items() if k in server}, "subscriptions"),
        fill(SubscriptionOptions, {k: v for k, v in values.items() if k in gateway}, "subscriptions"),
    )


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror or "unknown reason") if isinstance(error, OSError) else "it is not UTF-8"
