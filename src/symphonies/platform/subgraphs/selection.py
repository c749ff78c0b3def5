"""Selection sets -> what is asked of each type, fragments dissolved and equal keys merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    GraphQLUnionType,
    InlineFragmentNode,
    SelectionSetNode,
    get_argument_values,
    get_directive_values,
)
from graphql.execution.values import VariableValues

Fragments = Mapping[str, FragmentDefinitionNode]


class Selected(NamedTuple):
    """One response key: the field's nodes, which may each bring a selection set."""

    key: str
    name: str
    nodes: list[FieldNode]

    @property
    def node(self) -> FieldNode:
        """The node that brings the arguments (merged nodes have equal ones)."""
        return self.nodes[0]


class Collector:
    """Reads the selections of one operation with one set of variables."""

    def __init__(self, schema: GraphQLSchema, fragments: Fragments, variables: VariableValues) -> None:
        self.schema = schema
        self._fragments = fragments
        self._variables = variables

    def fields(self, type_name: str, sets: Iterable[SelectionSetNode | None]) -> list[Selected]:
        """Return what the selection sets ask of a concrete type, in response order."""
        found: dict[str, Selected] = {}
        for selection_set in sets:
            if selection_set is not None:
                self._collect(type_name, selection_set, found)
        return list(found.values())

    def below(self, type_name: str, selected: Selected) -> list[Selected]:
        """Return what is asked of the type a field leads to."""
        return self.fields(type_name, [node.selection_set for node in selected.nodes])

    def arguments(self, type_name: str, selected: Selected) -> dict[str, Any]:
        """Return a field's coerced arguments.

        Raises:
            GraphQLError: An argument is missing or of the wrong type.
        """
        parent = self.schema.type_map[type_name]
        assert isinstance(parent, GraphQLObjectType)
        return get_argument_values(parent.fields[selected.name], selected.node, self._variables)

    def _collect(self, type_name: str, selection_set: SelectionSetNode, found: dict[str, Selected]) -> None:
        for node in selection_set.selections:
            if node.directives and not self._included(node):
                continue
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                found.setdefault(key, Selected(key, node.name.value, [])).nodes.append(node)
                continue
            inner = self._fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            assert isinstance(inner, InlineFragmentNode | FragmentDefinitionNode)
            condition = inner.type_condition
            if condition is None or self._applies(condition.name.value, type_name):
                self._collect(type_name, inner.selection_set, found)

    def _included(self, node: Any) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return not (skip and skip["if"]) and not (include and not include["if"])

    def _applies(self, condition: str, type_name: str) -> bool:
        if condition == type_name:
            return True
        abstract = self.schema.type_map.get(condition)
        concrete = self.schema.type_map.get(type_name)
        if not isinstance(abstract, GraphQLUnionType | GraphQLInterfaceType) or concrete is None:
            return False
        return concrete in self.schema.get_possible_types(abstract)
