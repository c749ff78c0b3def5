"""The page of the gateway's configuration file, from the settings it is read into and their docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from symphonies.federation.authorization.jwt import JwtRules
from symphonies.federation.authorization.settings import AuthorizationSettings, KeySettings
from symphonies.federation.caching import CacheRules, CacheSettings
from symphonies.federation.composition import Contract
from symphonies.federation.limits import Limits
from symphonies.federation.options import GatewayOptions
from symphonies.federation.server.configuration import OWN_SECTIONS
from symphonies.federation.server.logs import LogSettings
from symphonies.federation.server.sections import (
    AddressSettings,
    DemandSettings,
    LabelSettings,
    PersistedSettings,
)
from symphonies.federation.server.settings import CorsSettings, ServerSettings, SubscriptionSettings
from symphonies.federation.subscriptions import SubscriptionOptions
from symphonies.federation.telemetry import TelemetrySettings
from symphonies.federation.traffic import BreakerRules, ForwardRules, RetryRules, TrafficRules
from tools.reference.markdown import code, table

HEAD = """# Configuration of the gateway

What `symphonies gateway serve --config FILE` reads: YAML or JSON, a section for each concern. Every section
and every key may be left out; one that is not listed here is refused. `${NAME}` in a text stands for the
environment variable of that name. Paths are relative to the file. Sections with `all` may have `subgraphs`
beside it: the same keys by the subgraph's name, over those of `all`.
"""
SECTIONS: dict[str, tuple[type[Any], ...]] = {
    "server": (ServerSettings,),
    "cors": (CorsSettings,),
    "subscriptions": (SubscriptionSettings, SubscriptionOptions),
    "gateway": (GatewayOptions,),
    "limits": (Limits,),
    "demand": (DemandSettings,),
    "persisted": (PersistedSettings,),
    "authorization": (AuthorizationSettings,),
    "authorization.jwt": (KeySettings, JwtRules),
    "labels": (LabelSettings,),
    "traffic.all": (TrafficRules, AddressSettings),
    "traffic.all.retry": (RetryRules,),
    "traffic.all.breaker": (BreakerRules,),
    "headers.all": (ForwardRules,),
    "cache": (CacheSettings,),
    "cache.all": (CacheRules,),
    "telemetry": (TelemetrySettings,),
    "contract": (Contract,),
    "log": (LogSettings,),
}
ELSEWHERE = {**OWN_SECTIONS, "authorization": {"keys", "rules"}}
"""Fields that are set in a section of their own."""
TYPES = {Path: "path", int: "whole number", float: "number", bool: "true or false"}
HOOKS = """
## hooks

A list of Python files, which end in `.py`, and of modules by their dotted name; see
[hooks](../gateway/hooks.md).
"""


def page() -> str:
    """Every section with its keys, defaults and meaning."""
    text = HEAD
    for name, kinds in SECTIONS.items():
        text += f"\n## {name}\n\n{_summary(kinds[0])}\n\n"
        rows = [row for kind in kinds for row in _rows(kind, ELSEWHERE.get(name, set()))]
        text += table(("Key", "Type", "Default", "Meaning"), rows)
    return text + HOOKS


def _rows(kind: type[Any], without: set[str]) -> list[tuple[str, str, str, str]]:
    told, types = _attributes(kind), get_type_hints(kind)
    return [
        (code(field.name), _type(types[field.name]), code(_default(field)), told.get(field.name, ""))
        for field in fields(kind)
        if field.init and field.name not in without
    ]


def _summary(kind: type[Any]) -> str:
    return (inspect.getdoc(kind) or "").partition("\n\n")[0]


def _attributes(kind: type[Any]) -> dict[str, str]:
    """The entries below ``Attributes:`` of a docstring, in the words of YAML."""
    _, _, listed = (inspect.getdoc(kind) or "").partition("Attributes:\n")
    entries = re.findall(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", listed, re.MULTILINE)
    return {name: _in_yaml(" ".join(text.split())) for name, text in entries}


def _in_yaml(text: str) -> str:
    return re.sub(r"\bNone\b", "`null`", text.replace("``", "`"))


def _type(hint: Any) -> str:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return ", ".join(code(each) for each in arguments)
    if origin in (Union, UnionType):
        return " or ".join("`null`" if each is type(None) else _type(each) for each in arguments)
    if origin is not None:
        return "keys with texts" if issubclass(origin, Mapping) else "list of texts"
    return "section" if is_dataclass(hint) else TYPES.get(hint, "text")


def _default(field: Any) -> str:
    value = field.default if field.default is not MISSING else field.default_factory()
    if isinstance(value, (tuple, frozenset)):
        return f"[{', '.join(sorted(map(str, value)))}]" if len(value) < 6 else ""
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, bool):
        return str(value).lower()
    return "null" if value is None else "" if is_dataclass(value) else str(value)
