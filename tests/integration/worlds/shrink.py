"""An operation that shows a difference made as small as it still shows one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    VariableNode,
    parse,
    print_ast,
    visit,
)
from graphql.language import Visitor

from .build import Built
from .compare import difference, is_valid
from .operations import Operation


async def shrink(built: Built, operation: Operation) -> Operation:
    """Returns an operation without what the difference does not need."""
    smallest = operation
    is_smaller = True
    while is_smaller:
        is_smaller = False
        for text in _smaller(parse(smallest.text, no_location=True)):
            candidate = Operation(text, operation.variables)
            if is_valid(built, candidate) and await difference(built, candidate):
                smallest, is_smaller = candidate, True
                break
    return smallest


def _smaller(document: DocumentNode) -> Iterator[str]:
    """Yields the documents with one selection, directive or fragment less, or one fragment opened."""
    for definition in document.definitions:
        others = [each for each in document.definitions if each is not definition]
        for node in _variants(definition):
            yield _tidy(DocumentNode(definitions=(*others, node)))


def _variants(node: Any) -> Iterator[Any]:
    if getattr(node, "directives", None):
        yield replace(node, directives=())
    selection = getattr(node, "selection_set", None)
    if selection is None:
        return
    for index, child in enumerate(selection.selections):
        before, after = selection.selections[:index], selection.selections[index + 1 :]

        def made(*middle: Any, before: Any = before, after: Any = after) -> Any:
            return replace(node, selection_set=replace(selection, selections=(*before, *middle, *after)))

        if before or after:
            yield made()
        if child.kind == "inline_fragment":
            yield made(*child.selection_set.selections)
        for variant in _variants(child):
            yield made(variant)


def _tidy(document: DocumentNode) -> str:
    """Returns the text without fragments and variables that nothing uses."""
    used: set[str] = set()

    class Uses(Visitor):
        def enter(self, node: Any, *_: Any) -> None:
            if isinstance(node, FragmentSpreadNode | VariableNode):
                used.add(node.name.value)

    definitions = list(document.definitions)
    operation = next(each for each in definitions if isinstance(each, OperationDefinitionNode))
    visit(
        replace(document, definitions=tuple(replace(each, variable_definitions=()) for each in definitions)),
        Uses(),
    )
    kept: list[Any] = [
        each for each in definitions if isinstance(each, FragmentDefinitionNode) and each.name.value in used
    ]
    declared = tuple(
        each for each in operation.variable_definitions or () if each.variable.name.value in used
    )
    return print_ast(DocumentNode(definitions=(replace(operation, variable_definitions=declared), *kept)))
