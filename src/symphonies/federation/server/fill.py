"""From plain values to frozen settings: every key known, every value of its kind, or a clear refusal."""

from __future__ import annotations

import types
from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from symphonies.federation.errors import FederationError

T = TypeVar("T")
LISTS = (tuple, frozenset, list, set)


class ConfigurationInvalid(FederationError):
    """A configuration names what does not exist, or gives it a value that does not fit."""

    code = "CONFIGURATION_INVALID"


def fill(kind: type[T], given: object, where: str, without: Collection[str] = ()) -> T:
    """Makes a settings object of plain values.

    Args:
        kind: a dataclass whose fields are plain values, lists and maps of them, or dataclasses again.
        given: its values by name; None stands for no values.
        where: what the values are called in messages.
        without: fields that are not to be set from here.

    Raises:
        ConfigurationInvalid: when a key is unknown or missing, or a value does not fit.
    """
    values = {} if given is None else given
    if not isinstance(values, Mapping):
        raise ConfigurationInvalid(f"{where} must be a section with keys, not {_shown(given)}.")
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind) if field.name not in without and field.init}  # type: ignore[arg-type]
    for name in values:
        if name not in known:
            raise ConfigurationInvalid(unknown(str(name), where, known))
    for name, field in known.items():
        if name not in values and field.default is MISSING and field.default_factory is MISSING:
            raise ConfigurationInvalid(f"{where} lacks {name}.")
    filled = {name: read(hints[name], value, f"{where}.{name}") for name, value in values.items()}
    try:
        return kind(**filled)
    except (ValueError, TypeError) as error:
        raise ConfigurationInvalid(f"{where}: {error}") from error


def divide(given: object, where: str, *kinds: type[Any]) -> tuple[Any, ...]:
    """Makes several settings objects of one section.

    Args:
        given: the values by name; None stands for no values.
        where: what the section is called in messages.
        kinds: dataclasses without a field in common.

    Raises:
        ConfigurationInvalid: when a key belongs to none of them, or a value does not fit.
    """
    values = {} if given is None else given
    if not isinstance(values, Mapping):
        raise ConfigurationInvalid(f"{where} must be a section with keys, not {_shown(given)}.")
    owned = [{each.name for each in fields(kind)} for kind in kinds]
    for name in values:
        if not any(name in names for names in owned):
            raise ConfigurationInvalid(unknown(str(name), where, set().union(*owned)))
    return tuple(
        fill(kind, {name: value for name, value in values.items() if name in names}, where)
        for kind, names in zip(kinds, owned, strict=True)
    )


def unknown(name: str, where: str, known: Collection[str]) -> str:
    """Returns the message about a name that does not exist, with the one that may be meant."""
    near = get_close_matches(name, known, 1)
    told = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(sorted(known))}."
    return f"{where} has no {name!r}: {told}"


def read(kind: Any, value: object, where: str) -> Any:
    """Checks one value and returns it in its type.

    Raises:
        ConfigurationInvalid: when it does not fit.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Any or kind is object:
        return value
    if origin in (Union, types.UnionType):
        return _any_of(arguments, value, where)
    if origin is Literal:
        if value not in arguments:
            raise ConfigurationInvalid(f"{where} must be one of {', '.join(map(str, arguments))}.")
        return value
    if is_dataclass(kind):
        return fill(kind, value, where)  # type: ignore[arg-type]
    if origin in LISTS:
        return _list_of(origin, arguments[0], value, where)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            raise ConfigurationInvalid(f"{where} must be a section with keys, not {_shown(value)}.")
        return {str(key): read(arguments[1], each, f"{where}.{key}") for key, each in value.items()}
    return _plain(kind, value, where)


def _any_of(kinds: tuple[Any, ...], value: object, where: str) -> Any:
    if value is None and type(None) in kinds:
        return None
    first: ConfigurationInvalid | None = None
    for kind in kinds:
        if kind is type(None):
            continue
        try:
            return read(kind, value, where)
        except ConfigurationInvalid as error:
            first = first or error
    assert first is not None
    raise first


def _list_of(origin: Any, kind: Any, value: object, where: str) -> Any:
    if not isinstance(value, (list, tuple)):
        raise ConfigurationInvalid(f"{where} must be a list, not {_shown(value)}.")
    return origin(read(kind, each, f"{where}[{position}]") for position, each in enumerate(value))


def _plain(kind: Any, value: object, where: str) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind is Path and isinstance(value, str):
        return Path(value)
    if not isinstance(kind, type) or type(value) is not kind:
        wanted = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}.get(kind)
        raise ConfigurationInvalid(f"{where} must be {wanted or kind}, not {_shown(value)}.")
    return value


def _shown(value: object) -> str:
    return f"{type(value).__name__} {str(value)[:40]!r}"
