"""Supergraph SDL to model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    GraphQLSyntaxError,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    SchemaDefinitionNode,
    UnionTypeDefinitionNode,
    parse,
    print_ast,
    value_from_ast_untyped,
)

from symphonies.federation.errors import SupergraphInvalid

from .fieldset import parse_field_set
from .model import ContextArgument, FieldDef, FieldJoin, Graph, Key, Supergraph, TypeDef, TypeJoin

type_nodes = (ObjectTypeDefinitionNode, InterfaceTypeDefinitionNode, UnionTypeDefinitionNode)


def read_supergraph(sdl: str) -> Supergraph:
    """Reads a supergraph document.

    Args:
        sdl: the document.

    Raises:
        SupergraphInvalid: when it is not GraphQL, or names no subgraphs.
    """
    try:
        document = parse(sdl, no_location=True)
    except GraphQLSyntaxError as error:
        raise SupergraphInvalid(f"The supergraph is not a GraphQL document: {error.message}") from error
    graphs = _graphs(document)
    if not graphs:
        raise SupergraphInvalid("The supergraph names no subgraphs: expected an enum join__Graph.")
    types = {
        node.name.value: _type(node, graphs) for node in document.definitions if isinstance(node, type_nodes)
    }
    return Supergraph(graphs, types, _roots(document), document)


def applied(node: Any, name: str) -> list[dict[str, Any]]:
    """Returns the arguments of every application of a directive on a node."""
    return [arguments_of(d) for d in node.directives or () if d.name.value == name]


def arguments_of(directive: DirectiveNode) -> dict[str, Any]:
    """Returns a directive's arguments as plain values."""
    return {a.name.value: value_from_ast_untyped(a.value) for a in directive.arguments or ()}


def _graphs(document: DocumentNode) -> dict[str, Graph]:
    for node in document.definitions:
        if isinstance(node, EnumTypeDefinitionNode) and node.name.value == "join__Graph":
            return {
                value.name.value: Graph(value.name.value, facts["name"], facts.get("url") or "")
                for value in node.values or ()
                for facts in applied(value, "join__graph")
            }
    return {}


def _roots(document: DocumentNode) -> dict[str, str]:
    for node in document.definitions:
        if isinstance(node, SchemaDefinitionNode):
            return {o.operation.value: o.type.name.value for o in node.operation_types}
    return {"query": "Query"}


def _type(node: Any, graphs: Mapping[str, Graph]) -> TypeDef:
    joins = _type_joins(node) or {graph: TypeJoin(graph) for graph in graphs}
    return TypeDef(
        name=node.name.value,
        kind=node.kind.removesuffix("_type_definition"),
        joins=joins,
        fields={f.name.value: _field(f, graphs) for f in getattr(node, "fields", None) or ()},
        implements=_grouped(applied(node, "join__implements"), "interface"),
        members=_members(node, joins) if isinstance(node, UnionTypeDefinitionNode) else {},
        contexts=frozenset(facts["name"] for facts in applied(node, "context")),
    )


def _members(node: UnionTypeDefinitionNode, joins: Iterable[str]) -> dict[str, frozenset[str]]:
    listed = _grouped(applied(node, "join__unionMember"), "member")
    everyone = frozenset(t.name.value for t in node.types or ())
    return listed or dict.fromkeys(joins, everyone)


def _grouped(rows: list[dict[str, Any]], what: str) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row["graph"]].add(row[what])
    return {graph: frozenset(names) for graph, names in found.items()}


def _type_joins(node: Any) -> dict[str, TypeJoin]:
    rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for facts in applied(node, "join__type"):
        rows[facts["graph"]].append(facts)
    return {
        graph: TypeJoin(
            graph,
            tuple(
                Key(f["key"], parse_field_set(f["key"]), f.get("resolvable", True))
                for f in facts
                if f.get("key")
            ),
            any(f.get("isInterfaceObject") for f in facts),
        )
        for graph, facts in rows.items()
    }


def _field(node: FieldDefinitionNode, graphs: Mapping[str, Graph]) -> FieldDef:
    rows = applied(node, "join__field")
    moves = {row["override"]: row["overrideLabel"] for row in rows if _is_progressive(row)}
    joins = {
        row["graph"]: _field_join(row, moves.get(graphs[row["graph"]].name)) for row in rows if "graph" in row
    }
    return FieldDef(node.name.value, print_ast(node.type), joins if rows else None)


def _is_progressive(row: Mapping[str, Any]) -> bool:
    return bool(row.get("overrideLabel") and row.get("override"))


def _field_join(row: dict[str, Any], until: str | None) -> FieldJoin:
    return FieldJoin(
        graph=row["graph"],
        type=row.get("type"),
        requires=parse_field_set(row["requires"]) if row.get("requires") else None,
        provides=parse_field_set(row["provides"]) if row.get("provides") else None,
        external=bool(row.get("external")),
        overridden=bool(row.get("usedOverridden")) and until is None,
        since=row["overrideLabel"] if _is_progressive(row) else None,
        until=until,
        contexts=tuple(
            ContextArgument(row["graph"], c["name"], c["type"], c["context"], parse_field_set(c["selection"]))
            for c in row.get("contextArguments") or ()
        ),
    )
