"""Subgraphs that lie, and whether an answer is one that the schema allows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    is_abstract_type,
    parse,
)

from symphonies.federation import SubgraphClient, SubgraphRequest, SubgraphResponse

LIES: tuple[Any, ...] = (
    None, True, "", "x", 0, 2**31, -(2**31) - 1, 1.5, 1e300, 3.0, math.nan, math.inf, [], {}, [[]], [None],
    ["x"], [{}], {"__typename": "E0"}, {"__typename": 7}, {"__typename": ["E0"]}, {"a": [1]}, "FAST", "GONE",
)  # fmt: skip


class Liar:
    """Answers like a client does, but for some of the values.

    Args:
        client: knows the truth.
        rng: what to lie about.
        share: how many of the values are lies.
    """

    def __init__(self, client: SubgraphClient, rng: Random, share: float) -> None:
        self._client = client
        self._rng = rng
        self._share = share

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        told = await self._client.fetch(request)
        return SubgraphResponse(
            self._changed(told.data, 0), [self._changed(dict(error), 0) for error in told.errors]
        )

    def _changed(self, value: Any, depth: int) -> Any:
        if depth and self._rng.random() < self._share:
            return self._rng.choice(LIES)
        if isinstance(value, dict):
            return {key: self._changed(each, depth + 1) for key, each in value.items()}
        if isinstance(value, list):
            return [self._changed(each, depth + 1) for each in value]
        return value


class Judge:
    """Says what is wrong with the data of an answer, by the schema alone.

    Args:
        schema: the schema clients see.
        text: the operation; the conditions of its @skip and @include are the defaults of variables.
    """

    def __init__(self, schema: GraphQLSchema, text: str) -> None:
        self._schema = schema
        document = parse(text)
        self._fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        (self._operation,) = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
        self._defaults = {
            each.variable.name.value: each.default_value
            for each in self._operation.variable_definitions or ()
        }

    def faults(self, data: Mapping[str, Any] | None) -> Iterator[str]:
        if data is not None:
            root = self._schema.get_root_type(self._operation.operation)
            yield from self._object(root, [self._operation.selection_set], data, "")

    def _value(self, type_: Any, below: list[SelectionSetNode], value: Any, at: str) -> Iterator[str]:
        if isinstance(type_, GraphQLNonNull):
            if value is None:
                yield f"{at}: null for {type_}"
            type_ = type_.of_type
        if value is None:
            return
        if isinstance(type_, GraphQLList):
            if type(value) is not list:
                yield f"{at}: {value!r} is no list"
                return
            for number, item in enumerate(value):
                yield from self._value(type_.of_type, below, item, f"{at}.{number}")
        elif below:
            yield from self._composite(type_, below, value, at)
        elif not _is_leaf(type_, value):
            yield f"{at}: {value!r} is no {type_}"

    def _composite(self, type_: Any, below: list[SelectionSetNode], value: Any, at: str) -> Iterator[str]:
        if type(value) is not dict:
            yield f"{at}: {value!r} is no object"
            return
        concrete = self._schema.get_possible_types(type_) if is_abstract_type(type_) else [type_]
        found = [list(self._object(each, below, value, at)) for each in concrete]
        yield from min(found, key=len)

    def _object(
        self, type_: Any, below: list[SelectionSetNode], value: Mapping[str, Any], at: str
    ) -> Iterator[str]:
        asked: dict[str, list[FieldNode]] = {}
        for node in below:
            self._collect(node, type_, asked)
        if asked.keys() != value.keys():
            yield f"{at}: {sorted(value)} instead of {sorted(asked)}"
            return
        for key, nodes in asked.items():
            if nodes[0].name.value == "__typename":
                if value[key] != type_.name:
                    yield f"{at}: {value[key]!r} for the name of {type_}"
                continue
            inner = [node.selection_set for node in nodes if node.selection_set]
            yield from self._value(type_.fields[nodes[0].name.value].type, inner, value[key], f"{at}.{key}")

    def _collect(
        self, node: SelectionSetNode, type_: GraphQLObjectType, asked: dict[str, list[FieldNode]]
    ) -> None:
        for child in filter(self._is_kept, node.selections):
            if isinstance(child, FieldNode):
                asked.setdefault(child.alias.value if child.alias else child.name.value, []).append(child)
                continue
            fragment: Any = child
            if isinstance(child, FragmentSpreadNode):
                fragment = self._fragments[child.name.value]
            condition = fragment.type_condition and self._schema.type_map[fragment.type_condition.name.value]
            applies = condition in (None, type_) or (
                is_abstract_type(condition) and self._schema.is_sub_type(condition, type_)
            )
            if applies:
                self._collect(fragment.selection_set, type_, asked)

    def _is_kept(self, node: Any) -> bool:
        for directive in node.directives or ():
            value = directive.arguments[0].value
            if isinstance(value, VariableNode):
                value = self._defaults[value.name.value]
            if value.value != (directive.name.value == "include"):
                return False
        return True


def _is_leaf(type_: Any, value: Any) -> bool:
    if isinstance(type_, GraphQLEnumType):
        return type(value) is str and value in type_.values
    name = type_.name
    if name == "Int":
        return type(value) is int and -(2**31) <= value < 2**31
    if name == "Float":
        return type(value) in (int, float) and math.isfinite(value)
    expected = {"String": str, "ID": str, "Boolean": bool}.get(name)
    return expected is None or type(value) is expected
