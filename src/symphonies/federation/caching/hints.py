"""How long an answer is good by the @cacheControl hints on what it holds.

Source: the rules of Apollo Server: fields that open objects count 0 unless something says otherwise, others
count as their parent does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import (
    FieldNode,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
    get_named_type,
    is_composite_type,
)

from .control import FOREVER, CacheControl
from .directives import Said

Hint = Mapping[str, Any]


class CacheHints:
    """The hints of a supergraph.

    Args:
        said: what it says about caching.
        schema: the supergraph's types, those of subgraphs that clients do not see included where known.
    """

    def __init__(self, said: Iterable[Said], schema: GraphQLSchema) -> None:
        self._schema = schema
        self._hints: dict[tuple[str | None, str, str | None], Hint] = {
            (each.graph, each.type, each.field): each.arguments
            for each in said
            if each.feature == "cacheControl"
        }

    def __bool__(self) -> bool:
        return bool(self._hints)

    def of_entity(self, graph: str, node: SelectionSetNode) -> CacheControl | None:
        """Returns how long what is asked of entities is good; None when nothing is said about their types."""
        said = FOREVER
        for child in node.selections:
            if not isinstance(child, InlineFragmentNode) or child.type_condition is None:
                continue
            name = child.type_condition.name.value
            hint = self._on(graph, name, None)
            if hint is None:
                return None
            said = said & _control(hint, FOREVER) & self._below(graph, name, child.selection_set)
        return None if said is FOREVER else said

    def of_root(self, graph: str, node: SelectionSetNode) -> CacheControl | None:
        """Returns how long root fields are good; None when nothing is said about one of them."""
        query = self._schema.query_type
        if query is None:
            return None
        said = FOREVER
        for child in node.selections:
            if isinstance(child, FieldNode):
                if not self._hints_on(graph, query.name, child):
                    return None
                said = said & self._of_field(graph, query.name, child, is_root=True)
        return said

    def _hints_on(self, graph: str, parent: str, field: FieldNode) -> bool:
        named = self._type_of(parent, field.name.value)
        return self._on(graph, parent, field.name.value) is not None or (
            named is not None and self._on(graph, named, None) is not None
        )

    def _below(self, graph: str, parent: str, node: SelectionSetNode | None) -> CacheControl:
        said = FOREVER
        for child in node.selections if node else ():
            if isinstance(child, FieldNode):
                said = said & self._of_field(graph, parent, child)
            elif isinstance(child, InlineFragmentNode):
                name = child.type_condition.name.value if child.type_condition else parent
                said = said & self._below(graph, name, child.selection_set)
        return said

    def _of_field(self, graph: str, parent: str, field: FieldNode, *, is_root: bool = False) -> CacheControl:
        named = self._type_of(parent, field.name.value)
        opens = field.selection_set is not None
        own = self._on(graph, parent, field.name.value)
        of_type = self._on(graph, named, None) if named is not None else None
        default = CacheControl() if opens or is_root else FOREVER
        if field.name.value == "__typename":
            return FOREVER
        hint = own if own is not None else of_type
        said = default if hint is None else _control({**(of_type or {}), **(own or {})}, default)
        return said & self._below(graph, named or "", field.selection_set)

    def _on(self, graph: str, type_name: str, field: str | None) -> Hint | None:
        found = self._hints.get((graph, type_name, field))
        return self._hints.get((None, type_name, field)) if found is None else found

    def _type_of(self, parent: str, field: str) -> str | None:
        known = self._schema.type_map.get(parent)
        fields = getattr(known, "fields", {})
        if field not in fields:
            return None
        named = get_named_type(fields[field].type)
        return named.name if is_composite_type(named) else None


def _control(hint: Hint, default: CacheControl) -> CacheControl:
    age = hint.get("maxAge")
    if age is None:
        seconds = FOREVER.max_age_s if hint.get("inheritMaxAge") else default.max_age_s
    else:
        seconds = float(age)
    is_private = hint.get("scope") == "PRIVATE"
    return CacheControl(seconds, is_private, not is_private)
