"""Positions on disk, so that what was simulated once can be simulated again, to the last bit."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np

from symphonies.suite.cfo.pinnacle.position import Gap, Input, Position

NAMES = "names"
_LISTED: Mapping[str, Callable[..., Gap | Input]] = {"gaps": Gap, "inputs": Input}
"""What a position holds any number of, each by its names."""


def save_position(position: Position, file: Path) -> None:
    """Write a position, whole or not at all."""
    arrays: dict[str, Any] = {}
    told = _taken_apart(position, "", arrays)
    arrays[NAMES] = np.frombuffer(json.dumps(told).encode(), np.uint8)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as out:
        np.savez_compressed(out, **arrays)
    part.replace(file)


def load_position(file: Path) -> Position | None:
    """Read a position; None where there is none, or one of an older form."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            told = json.loads(arrays[NAMES].tobytes())
            return _put_together(Position, "", arrays, told)
    except (OSError, KeyError, TypeError, ValueError):
        return None


def _taken_apart(part: Any, path: str, arrays: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for each in fields(part):
        value, name = getattr(part, each.name), f"{path}{each.name}"
        if isinstance(value, np.ndarray):
            arrays[name] = value
        elif each.name in _LISTED:
            told[name] = [asdict(one) for one in value]
        elif is_dataclass(value):
            told |= _taken_apart(value, f"{name}.", arrays)
        elif isinstance(value, date):
            told[name] = value.isoformat()
        else:
            told[name] = dict(value) if isinstance(value, Mapping) else value
    return told


def _put_together(kind: type, path: str, arrays: Any, told: Mapping[str, Any]) -> Any:
    hints, values = get_type_hints(kind), {}
    for each in fields(kind):
        name = f"{path}{each.name}"
        if is_dataclass(hints[each.name]):
            values[each.name] = _put_together(hints[each.name], f"{name}.", arrays, told)
        elif name not in told:
            values[each.name] = arrays[name]
        elif each.name in _LISTED:
            values[each.name] = tuple(_LISTED[each.name](**_frozen(one)) for one in told[name])
        elif hints[each.name] is date:
            values[each.name] = date.fromisoformat(told[name])
        else:
            values[each.name] = tuple(told[name]) if isinstance(told[name], list) else told[name]
    return kind(**values)


def _frozen(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
