"""What @provides makes answerable on a path."""

from __future__ import annotations

from .graph import QueryGraph
from .selection import Selection, merge_items


def provides(provided: Selection | None, type_name: str, field: str, graph: QueryGraph) -> bool:
    """Returns whether a path provides a field of a type though it is external."""
    if provided is None:
        return False
    return any(f.name == field and _applies(t, type_name, graph) for t, f in provided.items)


def _applies(selected_on: str, type_name: str, graph: QueryGraph) -> bool:
    return selected_on == type_name or bool(graph.possible(type_name) & graph.possible(selected_on))


def provided_below(
    provided: Selection | None, own: Selection | None, type_name: str, field: str, graph: QueryGraph
) -> Selection | None:
    """Returns what is provided below a field: by the path above and by the field itself."""
    inherited = [
        item
        for t, f in (provided.items if provided else ())
        if f.name == field and f.selection is not None and _applies(t, type_name, graph)
        for item in f.selection.items
    ]
    if not inherited:
        return own
    return Selection(own.parent if own else "", merge_items([*inherited, *(own.items if own else ())]))


def provided_for(provided: Selection | None, concrete: str, graph: QueryGraph) -> Selection | None:
    """Returns what of a provided selection concerns one concrete type."""
    if provided is None or not any(concrete in graph.possible(t) for t, _ in provided.items):
        return None
    return provided
