"""Applications of one directive in several subgraphs, made one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from .guards import Alternatives, alternatives, both

Arguments = Mapping[str, Any]


def print_demand(name: str, argument: str, demand: Alternatives) -> str:
    """Prints @requiresScopes or @policy."""
    words = orjson.dumps([sorted(alternative) for alternative in demand]).decode().replace(",", ", ")
    return f"@{name}({argument}: {words})"


def minimal(demand: Alternatives) -> Alternatives:
    """Leaves out alternatives that ask for more than another one."""
    return [one for one in demand if not any(other < one for other in demand)]


def _demand(name: str, argument: str) -> Callable[[Sequence[Arguments]], str]:
    def how(applications: Sequence[Arguments]) -> str:
        demand: Alternatives = [frozenset()]
        for arguments in applications:
            demand = both(demand, alternatives(arguments.get(argument)))
        return print_demand(name, argument, minimal(demand))

    return how


def _cost(applications: Sequence[Arguments]) -> str:
    return f"@cost(weight: {max(int(a['weight']) for a in applications)})"


def _list_size(applications: Sequence[Arguments]) -> str:
    """Takes the largest size, every argument and field named, and the milder demand for slicing."""
    parts = []
    sizes = [a["assumedSize"] for a in applications if a.get("assumedSize") is not None]
    if sizes:
        parts.append(f"assumedSize: {max(sizes)}")
    for name in ("slicingArguments", "sizedFields"):
        named = list(dict.fromkeys(v for a in applications for v in a.get(name) or ()))
        if named:
            parts.append(f"{name}: {orjson.dumps(named).decode()}")
    slicing = [a.get("requireOneSlicingArgument", True) for a in applications]
    if len(applications) > 1 or "requireOneSlicingArgument" in applications[0]:
        parts.append(f"requireOneSlicingArgument: {'true' if all(slicing) else 'false'}")
    return f"@listSize({', '.join(parts)})" if parts else "@listSize"


COMBINERS: dict[str, Callable[[Sequence[Arguments]], str]] = {
    # directives that may stand only once; how several applications become one
    "requiresScopes": _demand("requiresScopes", "scopes"),
    "policy": _demand("policy", "policies"),
    "cost": _cost,
    "listSize": _list_size,
}
