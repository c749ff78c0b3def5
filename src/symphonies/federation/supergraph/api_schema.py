"""The schema that clients see: the supergraph without its machinery and without inaccessible elements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graphql import (
    DirectiveDefinitionNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    GraphQLSchema,
    InputObjectTypeDefinitionNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    SchemaDefinitionNode,
    UnionTypeDefinitionNode,
    build_ast_schema,
    parse,
)

KEPT_DIRECTIVES = frozenset({"deprecated", "specifiedBy", "oneOf"})
MACHINERY = ("join__", "link__", "core__", "federation__", "context__")
MACHINERY_DIRECTIVES = frozenset(
    {
        "link", "core", "inaccessible", "tag", "authenticated", "requiresScopes", "policy",
        "cost", "listSize", "context", "fromContext",
    }
)  # fmt: skip
DEFER_SDL = "directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT"
DEFER = parse(DEFER_SDL, no_location=True).definitions[0]
"""What every client may use, whether its way of asking can show parts of an answer or not."""


def api_schema(document: DocumentNode) -> GraphQLSchema:
    """Builds the client-facing schema of a supergraph document."""
    return build_ast_schema(api_document(document), assume_valid_sdl=True)


def api_document(document: DocumentNode) -> DocumentNode:
    """Strips a supergraph document to what clients may see."""
    hidden = {
        node.name.value
        for node in document.definitions
        if hasattr(node, "name") and hasattr(node, "directives") and is_inaccessible(node)
    }
    composed = {
        node.name.value
        for node in document.definitions
        if isinstance(node, DirectiveDefinitionNode) and not _is_machinery(node.name.value)
    }
    kept = [_visible(node, hidden, composed) for node in document.definitions if _is_visible(node, hidden)]
    names = {node.name.value for node in kept if isinstance(node, DirectiveDefinitionNode)}
    return DocumentNode(definitions=(*kept, *(() if "defer" in names else (DEFER,))))


def is_inaccessible(node: Any) -> bool:
    """Returns whether a definition carries @inaccessible."""
    return any(d.name.value.removeprefix("federation__") == "inaccessible" for d in node.directives or ())


def hidden_elements(document: DocumentNode) -> frozenset[tuple[str, str]]:
    """Returns the inaccessible types, as (type, ""), and fields, as (type, field)."""
    found: set[tuple[str, str]] = set()
    for node in document.definitions:
        if not isinstance(node, DirectiveDefinitionNode) and hasattr(node, "name"):
            name = node.name.value
            found |= {(name, "")} if is_inaccessible(node) else set()
            found |= {(name, f.name.value) for f in getattr(node, "fields", None) or () if is_inaccessible(f)}
    return frozenset(found)


def _is_machinery(name: str) -> bool:
    return name.startswith(MACHINERY) or name in MACHINERY_DIRECTIVES


def _is_visible(node: Any, hidden: set[str]) -> bool:
    if isinstance(node, DirectiveDefinitionNode):
        executable = {"QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"}
        return not _is_machinery(node.name.value) and any(
            place.value in executable for place in node.locations
        )
    name = getattr(getattr(node, "name", None), "value", None)
    return name is None or (name not in hidden and not name.startswith(MACHINERY))


def _visible(node: Any, hidden: set[str], composed: set[str]) -> Any:
    changes: dict[str, Any] = {}
    if isinstance(node, (ObjectTypeDefinitionNode, InterfaceTypeDefinitionNode)):
        changes["fields"] = tuple(_visible_field(f) for f in _accessible(node.fields))
        changes["interfaces"] = tuple(i for i in node.interfaces or () if i.name.value not in hidden)
    elif isinstance(node, InputObjectTypeDefinitionNode):
        changes["fields"] = tuple(_plain(f) for f in _accessible(node.fields))
    elif isinstance(node, EnumTypeDefinitionNode):
        changes["values"] = tuple(_plain(v) for v in _accessible(node.values))
    elif isinstance(node, UnionTypeDefinitionNode):
        changes["types"] = tuple(t for t in node.types or () if t.name.value not in hidden)
    elif isinstance(node, SchemaDefinitionNode):
        changes["operation_types"] = tuple(o for o in node.operation_types if o.type.name.value not in hidden)
    elif isinstance(node, DirectiveDefinitionNode):
        return _copy(node, arguments=tuple(_plain(a) for a in _accessible(node.arguments)))
    return _plain(node, **changes)


def _visible_field(node: Any) -> Any:
    return _plain(node, arguments=tuple(_plain(a) for a in _accessible(node.arguments)))


def _accessible(nodes: Iterable[Any] | None) -> list[Any]:
    return [n for n in nodes or () if not is_inaccessible(n)]


def _plain(node: Any, **changes: Any) -> Any:
    kept = tuple(d for d in getattr(node, "directives", None) or () if d.name.value in KEPT_DIRECTIVES)
    return _copy(node, directives=kept, **changes) if hasattr(node, "directives") else node


def _copy(node: Any, **changes: Any) -> Any:
    parts = {key: getattr(node, key) for key in node.keys}
    return type(node)(**{**parts, **changes})
