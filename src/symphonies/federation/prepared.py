"""An operation made ready: planned and compiled once, run many times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    visit,
)
from graphql.execution import experimental_execute_incrementally
from graphql.language import REMOVE, Visitor

from .authorization import EVERYTHING, Allowed
from .execution import Projector, RunState, compile_plan
from .planning import QueryPlan

INTROSPECTION = frozenset({"__schema", "__type"})
MAX_PROJECTIONS = 64
"""Projections kept per operation, one for each combination of @skip/@include values seen."""
Projection = Callable[[dict[str, Any], list[dict[str, Any]]], dict[str, Any] | None]


class Prepared:
    """One operation with its plan and everything compiled from it.

    Args:
        operation: what was asked; the answer has its shape.
        fragments: the document's fragments.
        plan: how to fetch it, or as much of it as the caller may see.
        schema: the API schema.
        possible: the concrete types of a type.
        allowed: what of it the caller may see, and what every answer tells besides.
    """

    def __init__(
        self,
        operation: OperationDefinitionNode,
        fragments: Mapping[str, FragmentDefinitionNode],
        plan: QueryPlan,
        schema: GraphQLSchema,
        possible: Callable[[str], frozenset[str]],
        allowed: Allowed = EVERYTHING,
    ) -> None:
        self.operation = operation
        self.plan = plan
        self.errors = allowed.errors
        self._hidden = allowed.hidden
        self.run = compile_plan(plan, possible)
        self._fragments = fragments
        self._schema = schema
        self._switches = switches(operation, fragments)
        self._projections: dict[tuple[Any, ...], Projection] = {}
        self._introspection = _introspection_document(operation, fragments)

    def projection(self, variables: Mapping[str, Any]) -> Projection:
        """Returns the projection for the given @skip/@include values."""
        key = tuple(variables.get(name) for name in self._switches)
        found = self._projections.get(key)
        if found is None:
            if len(self._projections) >= MAX_PROJECTIONS:
                self._projections.clear()
            found = Projector(self._schema, self._fragments, variables, self._hidden).compile(self.operation)
            self._projections[key] = found
        return found

    def introspect(self, state: RunState) -> None:
        """Answers ``__schema`` and ``__type`` from the API schema."""
        if self._introspection is None:
            return
        result = experimental_execute_incrementally(
            self._schema, self._introspection, variable_values=dict(state.variables)
        )
        assert isinstance(result, ExecutionResult)
        state.data.update(result.data or {})
        state.errors.extend(dict(error.formatted) for error in result.errors or ())


def switches(
    operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> tuple[str, ...]:
    """Returns the variables that @skip and @include look at."""
    found: set[str] = set()

    class Switches(Visitor):
        def enter_directive(self, node: Any, *_: Any) -> None:
            if node.name.value in {"skip", "include"}:
                value = node.arguments[0].value
                if value.kind == "variable":
                    found.add(value.name.value)

    for definition in (operation, *fragments.values()):
        visit(definition, Switches())
    return tuple(sorted(found))


def _introspection_document(
    operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> DocumentNode | None:
    """Returns the introspective root fields as a document of their own."""
    fields = _introspective(operation.selection_set, fragments)
    if not fields:
        return None
    only = OperationDefinitionNode(
        operation=operation.operation,
        variable_definitions=operation.variable_definitions,
        selection_set=SelectionSetNode(selections=tuple(fields)),
        directives=(),
        name=None,
    )
    return visit(DocumentNode(definitions=(only, *fragments.values())), _AllAtOnce())


class _AllAtOnce(Visitor):
    """Takes @defer out: what is known here need not come later."""

    def enter_directive(self, node: Any, *_: Any) -> Any:
        return REMOVE if node.name.value == "defer" else None


def _introspective(node: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode]) -> list[Any]:
    found: list[Any] = []
    for child in node.selections:
        if isinstance(child, FieldNode):
            if child.name.value in INTROSPECTION:
                found.append(child)
            continue
        fragment: Any = fragments[child.name.value] if isinstance(child, FragmentSpreadNode) else child
        found.extend(_introspective(fragment.selection_set, fragments))
    return found
