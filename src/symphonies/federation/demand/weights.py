"""The weights and list sizes that a supergraph declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import DocumentNode, value_from_ast_untyped

from symphonies.federation.supergraph import directive_names

FEATURES = ("cost", "listSize")
MUTATION_WEIGHT = 10.0
"""What an operation that changes something costs besides."""


@dataclass(frozen=True, slots=True)
class ListSize:
    """What @listSize says of a field.

    Attributes:
        assumed: the length when no argument tells it.
        slicing: arguments that tell the length, with dots into input objects.
        sized: the fields below that have this length instead of the field itself.
        require_one: whether exactly one slicing argument must be given.
    """

    assumed: int | None
    slicing: tuple[str, ...]
    sized: tuple[str, ...]
    require_one: bool


class Weights:
    """Weights of types, fields, arguments and input fields, and list sizes of fields.

    Args:
        document: a supergraph document.

    Source: IBM GraphQL Cost Directives specification; Apollo Federation 2.9.
    """

    def __init__(self, document: DocumentNode) -> None:
        self._names = directive_names(document, FEATURES)
        self.types: dict[str, float] = {}
        self.fields: dict[tuple[str, str], float] = {}
        self.arguments: dict[tuple[str, str, str], float] = {}
        self.sizes: dict[tuple[str, str], ListSize] = {}
        for node in document.definitions:
            name = getattr(getattr(node, "name", None), "value", None)
            if name is None:
                continue
            self._weigh(self.types, name, node)
            for field in getattr(node, "fields", None) or ():
                self._read_field(name, field)

    def _read_field(self, type_name: str, node: Any) -> None:
        key = (type_name, node.name.value)
        self._weigh(self.fields, key, node)
        found = self._applied(node, "listSize")
        if found is not None:
            self.sizes[key] = _list_size(found)
        for argument in getattr(node, "arguments", None) or ():
            self._weigh(self.arguments, (*key, argument.name.value), argument)

    def _weigh(self, found: dict[Any, float], key: Any, node: Any) -> None:
        told = self._applied(node, "cost")
        if told is not None and "weight" in told:
            found[key] = float(told["weight"])

    def _applied(self, node: Any, feature: str) -> Mapping[str, Any] | None:
        for directive in getattr(node, "directives", None) or ():
            if self._names.get(directive.name.value) == feature:
                return {a.name.value: value_from_ast_untyped(a.value) for a in directive.arguments or ()}
        return None


def _list_size(told: Mapping[str, Any]) -> ListSize:
    return ListSize(
        assumed=told.get("assumedSize"),
        slicing=tuple(told.get("slicingArguments") or ()),
        sized=tuple(told.get("sizedFields") or ()),
        require_one=bool(told.get("requireOneSlicingArgument", True)),
    )
