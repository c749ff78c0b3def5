"""The estimate: compiled once for an operation to a function of its variables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_argument_values,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
)
from graphql.execution.values import VariableValues

from symphonies.federation.errors import RequestRefused
from symphonies.federation.planning import is_contradiction, read_conditions
from symphonies.federation.supergraph import Supergraph

from .weights import MUTATION_WEIGHT, ListSize, Weights

Variables = Mapping[str, Any]
Estimate = Callable[[Variables], float]
Sizes = Callable[[Variables], Mapping[str, int]]
"""Lengths that a parent tells of fields below it."""


class DemandControl:
    """Estimates what operations cost.

    Args:
        supergraph: whose @cost and @listSize count.
        schema: what clients see.
        list_size: the length of a list that nothing is said about.

    Source: IBM GraphQL Cost Directives specification; Apollo's demand control for the defaults: an object
        costs 1, a scalar or enum 0, a mutation 10 besides.
    """

    def __init__(self, supergraph: Supergraph, schema: GraphQLSchema, list_size: int = 10) -> None:
        self._weights = Weights(supergraph.document)
        self._schema = schema
        self._list_size = list_size

    def compile(
        self, operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
    ) -> Estimate:
        """Returns the function from coerced variables to the estimated cost.

        The function raises ``RequestRefused`` when a field wants one slicing argument and has another number.
        """
        root = self._schema.get_root_type(operation.operation)
        assert root is not None
        below = _Compiler(self._weights, self._schema, fragments, self._list_size).selection(
            [operation.selection_set], root
        )
        base = MUTATION_WEIGHT if operation.operation is OperationType.MUTATION else 0.0
        return lambda variables: base + below(variables, {})


Below = Callable[[Variables, Mapping[str, int]], float]
"""The cost of a selection, told the lengths that the field above knows of fields in it."""


class _Compiler:
    def __init__(
        self,
        weights: Weights,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        list_size: int,
    ) -> None:
        self._weights = weights
        self._schema = schema
        self._fragments = fragments
        self._list_size = list_size

    def selection(self, nodes: Iterable[SelectionSetNode], type_: Any) -> Below:
        """Compiles a selection; on an abstract type the dearest concrete type counts."""
        nodes = list(nodes)
        if is_abstract_type(type_):
            kinds = [self._on_type(nodes, c) for c in self._schema.get_possible_types(type_)]
            return lambda variables, sizes: max((kind(variables, sizes) for kind in kinds), default=0.0)
        return self._on_type(nodes, type_)

    def _on_type(self, nodes: list[SelectionSetNode], type_: GraphQLObjectType) -> Below:
        collected: dict[str, list[tuple[FieldNode, frozenset[tuple[str, bool]]]]] = {}
        for node in nodes:
            self._collect(node, type_, frozenset(), collected)
        fields = [self._field(type_, uses) for uses in collected.values()]
        known = [field for field in fields if field is not None]
        return lambda variables, sizes: sum(field(variables, sizes) for field in known)

    def _collect(
        self,
        node: SelectionSetNode,
        type_: GraphQLObjectType,
        around: frozenset[tuple[str, bool]],
        found: dict[str, list[tuple[FieldNode, frozenset[tuple[str, bool]]]]],
    ) -> None:
        for child in node.selections:
            own = read_conditions(child)
            if own is None or is_contradiction(own | around):
                continue
            if isinstance(child, FieldNode):
                key = child.alias.value if child.alias else child.name.value
                found.setdefault(key, []).append((child, own | around))
                continue
            fragment: Any = child
            if isinstance(child, FragmentSpreadNode):
                fragment = self._fragments[child.name.value]
            condition = fragment.type_condition
            if condition is None or self._applies(condition.name.value, type_):
                self._collect(fragment.selection_set, type_, own | around, found)

    def _applies(self, condition: str, type_: GraphQLObjectType) -> bool:
        known = self._schema.type_map[condition]
        return known is type_ or (is_abstract_type(known) and self._schema.is_sub_type(known, type_))

    def _field(
        self, type_: GraphQLObjectType, uses: list[tuple[FieldNode, frozenset[tuple[str, bool]]]]
    ) -> Below | None:
        node = uses[0][0]
        name = node.name.value
        if name.startswith("__"):
            return None
        definition = type_.fields[name]
        output = get_named_type(definition.type)
        weight = self._weights.fields.get((type_.name, name), self._type_weight(output))
        below = self.selection([n.selection_set for n, _ in uses if n.selection_set is not None], output)
        size = self._weights.sizes.get((type_.name, name))
        is_list = isinstance(get_nullable_type(definition.type), GraphQLList)
        arguments = self._arguments(type_.name, name, definition, node)
        conditions = [conditions for _, conditions in uses]

        def cost(variables: Variables, sizes: Mapping[str, int]) -> float:
            if not any(all(variables.get(v) is wanted for v, wanted in c) for c in conditions):
                return 0.0
            length = self._length(size, node, definition, variables)
            told = dict.fromkeys(size.sized, length) if size and size.sized and length is not None else {}
            own = sizes.get(name, None if size and size.sized else length)
            count = (self._list_size if own is None else own) if is_list else 1
            return count * (weight + below(variables, told)) + arguments(variables)

        return cost

    def _length(
        self, size: ListSize | None, node: FieldNode, definition: Any, variables: Variables
    ) -> int | None:
        """Returns the length that @listSize gives a field's list, None when it says nothing."""
        if size is None:
            return None
        given = get_argument_values(definition, node, VariableValues({}, dict(variables)))
        lengths = [n for path in size.slicing if isinstance(n := _inside(given, path), int)]
        if size.slicing and size.require_one and len(lengths) != 1:
            names = ", ".join(size.slicing)
            message = (
                f"{node.name.value} needs exactly one of the arguments {names}; {len(lengths)} are given."
            )
            raise RequestRefused(message, code="COST_SLICING_ARGUMENT_INVALID")
        return max(lengths) if lengths else size.assumed

    def _arguments(self, type_name: str, field: str, definition: Any, node: FieldNode) -> Estimate:
        if not node.arguments:
            return _nothing
        kinds = {name: argument.type for name, argument in definition.args.items()}
        own = {name: self._weights.arguments.get((type_name, field, name)) for name in kinds}
        if not any(own.values()) and not any(map(self._may_cost, kinds.values())):
            return _nothing

        def cost(variables: Variables) -> float:
            given = get_argument_values(definition, node, VariableValues({}, dict(variables)))
            total = 0.0
            for name, value in given.items():
                weight = own[name]
                total += self._input(kinds[name], value) if weight is None else weight
            return total

        return cost

    def _may_cost(self, type_: Any) -> bool:
        return isinstance(get_named_type(type_), GraphQLInputObjectType) or self._leaf_weight(type_) > 0

    def _leaf_weight(self, type_: Any) -> float:
        return self._weights.types.get(get_named_type(type_).name, 0.0)

    def _input(self, type_: Any, value: Any) -> float:
        """Returns the cost of a value that is sent: of every object in it, and of every field that is set."""
        if isinstance(type_, GraphQLNonNull):
            return self._input(type_.of_type, value)
        if value is None:
            return 0.0
        if isinstance(type_, GraphQLList):
            return sum(self._input(type_.of_type, item) for item in value) if isinstance(value, list) else 0.0
        if not isinstance(type_, GraphQLInputObjectType):
            return self._leaf_weight(type_)
        total = self._weights.types.get(type_.name, 1.0)
        for name, field in type_.fields.items():
            if isinstance(value, Mapping) and name in value:
                weight = self._weights.fields.get((type_.name, name))
                total += self._input(field.type, value[name]) if weight is None else weight
        return total

    def _type_weight(self, type_: Any) -> float:
        default = 0.0 if isinstance(type_, (GraphQLScalarType, GraphQLEnumType)) else 1.0
        if is_abstract_type(type_):
            kinds = [self._weights.types.get(t.name, 1.0) for t in self._schema.get_possible_types(type_)]
            return max([self._weights.types.get(type_.name, 0.0), *kinds], default=1.0)
        return self._weights.types.get(type_.name, default)


def _inside(given: Any, path: str) -> Any:
    for step in path.split("."):
        given = given.get(step) if isinstance(given, Mapping) else None
    return given


def _nothing(_: Variables) -> float:
    return 0.0
