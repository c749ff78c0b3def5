"""Objects grouped by what the objects around them give to a fetch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import orjson

from symphonies.federation.planning import ContextValue, Path

from .paths import Collector, compile_path
from .state import Data

Group = tuple[dict[str, Any], list[Data]]
"""The values of variables, and the objects they are for."""


def compile_groups(path: Path, contexts: Sequence[ContextValue]) -> Callable[[Data], list[Group]]:
    """Returns a function from the result's root to the objects at a path, by the values they take from above.

    Objects whose argument may not be null, and has no value, are left out.
    """
    depths = sorted({value.depth for value in contexts})
    stages = [
        (compile_path(path[start:end]), [v for v in contexts if v.depth == end])
        for start, end in zip([0, *depths], depths, strict=False)
    ]
    last = compile_path(path[depths[-1] :])

    def group(root: Data) -> list[Group]:
        found: dict[bytes, Group] = {}
        for values, objects in _walk(root, {}, stages, last):
            key = orjson.dumps(values, default=str)
            found.setdefault(key, (values, []))[1].extend(objects)
        return list(found.values())

    return group


def _walk(
    root: Data,
    values: dict[str, Any],
    stages: Sequence[tuple[Collector, list[ContextValue]]],
    last: Collector,
) -> list[Group]:
    if not stages:
        return [(values, last(root))]
    (collect, taken), rest = stages[0], stages[1:]
    found: list[Group] = []
    for value in collect(root):
        more = {v.variable: _extract(value, v) for v in taken}
        if not any(more[v.variable] is None and v.type.endswith("!") for v in taken):
            found.extend(_walk(value, values | more, rest, last))
    return found


def _extract(value: Data, context: ContextValue) -> Any:
    return next((found for keys in context.keys if (found := _follow(value, keys)) is not None), None)


def _follow(value: Any, keys: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        return [_follow(item, keys) for item in value]
    if not keys or not isinstance(value, dict):
        return value if not keys else None
    return _follow(value.get(keys[0]), keys[1:])
