"""Serve the company with its subgraphs in the gateway's process: ``python -m tests.bench.federation.embedded PORT``.

Each subgraph answers a selection with rows made by closures that are compiled once for a request's document.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from graphql import FieldNode, SelectionSetNode, value_from_ast_untyped

from symphonies.federation import Gateway, InProcessClient, SubgraphRequest, SubgraphResponse
from symphonies.federation.server import GatewayApp, GatewayHandle, run_service

from .company import ROOTS, ROWS, SDL, supergraph

Shape = Callable[[dict[str, Any]], dict[str, Any]]


def compile_shape(node: SelectionSetNode, type_name: str | None = None) -> Shape:
    """Returns the function from a row to what is asked of it."""
    leaves: list[tuple[str, str]] = []
    nested: list[tuple[str, str, Shape]] = []
    has_typename = False
    for field in _fields(node):
        key = field.alias.value if field.alias else field.name.value
        if field.name.value == "__typename":
            has_typename = True
        elif field.selection_set is None:
            leaves.append((key, field.name.value))
        else:
            nested.append((key, field.name.value, compile_shape(field.selection_set)))

    def shape(row: dict[str, Any]) -> dict[str, Any]:
        made = {key: row[name] for key, name in leaves}
        if has_typename:
            made["__typename"] = type_name
        for key, name, below in nested:
            made[key] = below(row[name])
        return made

    return shape


def _fields(node: SelectionSetNode) -> list[FieldNode]:
    found: list[FieldNode] = []
    for child in node.selections:
        if isinstance(child, FieldNode):
            found.append(child)
        else:
            found.extend(_fields(child.selection_set))  # type: ignore[attr-defined]
    return found


class Rows:
    """One subgraph over the company's rows."""

    def __init__(self) -> None:
        self._plans: dict[str, Callable[[Any], dict[str, Any]]] = {}

    def __call__(self, request: SubgraphRequest) -> SubgraphResponse:
        plan = self._plans.get(request.document)
        if plan is None:
            plan = self._plans[request.document] = self._compile(request)
        return SubgraphResponse(plan(request.variables))

    def _compile(self, request: SubgraphRequest) -> Callable[[Any], dict[str, Any]]:
        (field,) = _fields(request.operation.selection_set)
        assert field.selection_set is not None
        shape = compile_shape(field.selection_set)
        key = field.alias.value if field.alias else field.name.value
        if request.entities:
            variable = request.entities[0][1]
            return lambda given: {
                key: [shape(ROWS[each["__typename"]][each["id"]]) for each in given[variable]]
            }
        root = ROOTS[field.name.value]
        arguments = field.arguments

        def answer(given: Any) -> dict[str, Any]:
            found = root(**{each.name.value: value_from_ast_untyped(each.value, given) for each in arguments})
            return {key: [shape(row) for row in found] if isinstance(found, list) else shape(found)}

        return answer


def make_app() -> GatewayApp:
    clients = {name: InProcessClient(Rows()) for name in SDL}
    return GatewayApp(GatewayHandle(Gateway(supergraph("http://nowhere.example"), clients)))


if __name__ == "__main__":
    run_service(make_app(), "127.0.0.1", int(sys.argv[1]), lambda _: None)
