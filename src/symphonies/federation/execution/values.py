"""Leaf values as the schema allows them, and the errors about values it does not allow."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from graphql import GRAPHQL_MAX_INT, GRAPHQL_MIN_INT, GraphQLEnumType, GraphQLScalarType

Place = tuple[Any, str | int] | None
"""A path as a linked list, built only as deep as objects go."""
Errors = list[dict[str, Any]]
Project = Callable[[Any, Place, Errors], Any]


class NullBubble(Exception):
    """A null stands where the schema allows none; the nearest nullable parent becomes null."""


KINDS: dict[str, type] = {"Int": int, "Float": float, "String": str, "Boolean": bool, "ID": str}
"""By scalar, the type of nearly all of its values: such a value in the range needs no further look."""
LARGEST_FLOAT = sys.float_info.max
RANGES: dict[str, tuple[float, float]] = {
    "Int": (GRAPHQL_MIN_INT, GRAPHQL_MAX_INT),
    "Float": (-LARGEST_FLOAT, LARGEST_FLOAT),
}
"""By scalar, the least and the largest value; neither NaN nor an infinity lies between."""


def compile_leaf(type_: GraphQLScalarType | GraphQLEnumType) -> Project:
    """Returns the function that copies a value of a type; a custom scalar may be anything."""
    if isinstance(type_, GraphQLEnumType):
        return _checked(type_.name, frozenset(type_.values).__contains__)
    return COERCIONS.get(type_.name, as_is)


def _checked(name: str, is_valid: Callable[[Any], bool]) -> Project:
    def run(value: Any, place: Place, errors: Errors) -> Any:
        if type(value) is str and is_valid(value):
            return value
        return refuse(f"a value of type {name}", place, errors)

    return run


def _integer(value: Any, place: Place, errors: Errors) -> Any:
    is_whole = type(value) is int or (type(value) is float and value.is_integer())
    if is_whole and GRAPHQL_MIN_INT <= value <= GRAPHQL_MAX_INT:
        return int(value)
    return refuse("a value of type Int", place, errors)


def _float(value: Any, place: Place, errors: Errors) -> Any:
    if type(value) in (int, float) and -LARGEST_FLOAT <= value <= LARGEST_FLOAT:
        return value
    return refuse("a value of type Float", place, errors)


def _identifier(value: Any, place: Place, errors: Errors) -> Any:
    if type(value) is str:
        return value
    return str(value) if type(value) is int else refuse("a value of type ID", place, errors)


def as_is(value: Any, place: Place, errors: Errors) -> Any:
    """Copies whatever was fetched."""
    return value


def withhold(value: Any, place: Place, errors: Errors) -> Any:
    """Shows nothing, though it was fetched as the key or the input of another fetch."""
    return None


COERCIONS: dict[str, Project] = {
    "Int": _integer,
    "Float": _float,
    "String": _checked("String", lambda _: True),
    "Boolean": lambda value, place, errors: (
        value if type(value) is bool else refuse("a value of type Boolean", place, errors)
    ),
    "ID": _identifier,
}


def path_of(place: Place) -> list[str | int]:
    """Returns a linked place as a path from the root."""
    path: list[str | int] = []
    while place is not None:
        place, key = place
        path.append(key)
    return path[::-1]


def refuse(expected: str, place: Place, errors: Errors) -> None:
    """Reports a value that is not of the schema's type; the value becomes null."""
    error = {
        "message": f"A subgraph answered something else than {expected}.",
        "path": path_of(place),
        "extensions": {"code": "INVALID_SUBGRAPH_VALUE"},
    }
    errors.append(error)


def report_null(label: str, place: Place, errors: Errors) -> None:
    """Reports a null where none is allowed, unless an error about it is already there."""
    path = path_of(place)
    if any(_concerns(error.get("path"), path) for error in errors):
        return
    errors.append(
        {
            "message": f"Cannot return null for non-nullable field {label}.",
            "path": path,
            "extensions": {"code": "NULL_FOR_NON_NULL"},
        }
    )


def _concerns(known: Any, path: list[str | int]) -> bool:
    """Returns whether an error's path explains a missing value; one without indices stands for all items."""
    if not isinstance(known, list):
        return False
    if not any(isinstance(step, int) for step in known):
        path = [step for step in path if not isinstance(step, int)]
    length = min(len(known), len(path))
    return known[:length] == path[:length]
