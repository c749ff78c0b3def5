"""Whether two answers to one operation say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import ExecutionResult, execute_sync, parse, validate

from symphonies.federation import GraphQLRequest

from .build import Built
from .operations import Operation

Path = tuple[str | int, ...]


def is_valid(built: Built, operation: Operation) -> bool:
    """Returns whether the schema allows the operation."""
    return not validate(built.monolith, parse(operation.text))


async def difference(built: Built, operation: Operation) -> str | None:
    """Runs an operation both ways and returns how the answers differ; None when they do not.

    Data must be equal. Errors must explain the same nulls: the specification leaves open which of several
    errors below one null are told, and their messages.
    """
    expected = execute_sync(built.monolith, parse(operation.text), variable_values=operation.variables)
    assert isinstance(expected, ExecutionResult)
    answer = await built.gateway.execute(GraphQLRequest(operation.text, operation.variables))
    if answer.data != expected.data:
        return f"data: expected {expected.data}, got {answer.data} with {list(answer.errors)}"
    wanted = explained(expected.data, (error.path or () for error in expected.errors or ()))
    told = explained(answer.data, (tuple(error.get("path") or ()) for error in answer.errors))
    if wanted != told:
        return f"errors: expected {sorted(wanted, key=str)}, got {[dict(each) for each in answer.errors]}"
    return None


def explained(data: Mapping[str, Any] | None, paths: Iterable[Iterable[str | int]]) -> set[Path]:
    """Returns the places of nulls that errors explain, or the errors' own paths where there is no null."""
    return {_null_on(data, tuple(path)) for path in paths}


def _null_on(data: Any, path: Path) -> Path:
    for length, step in enumerate(path):
        if data is None:
            return path[:length]
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return path
    return path
