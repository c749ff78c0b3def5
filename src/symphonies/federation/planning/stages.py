"""How a plan came about: the operation as it was understood, who can answer what, the plan, its fetches."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import print_ast

from .graph import LocalField, QueryGraph
from .nodes import Fetch, QueryPlan
from .selection import Conditions, Field, Selection


def print_stages(graph: QueryGraph, selection: Selection, plan: QueryPlan) -> str:
    """Returns every stage of planning one operation, each under a heading.

    Args:
        graph: the query graph it was planned on.
        selection: the operation in canonical form.
        plan: what came out.
    """
    stages = {
        "Operation, with fragments resolved": ["{", *_selected(selection, 1), "}"],
        "Who can answer": [*dict.fromkeys(_candidates(graph, selection))],
        "Plan": [plan.explain()],
        "Fetches": [*_fetches(plan)],
    }
    return "\n\n".join("\n".join([f"# {heading}", *lines]) for heading, lines in stages.items())


def _selected(selection: Selection, depth: int) -> Iterator[str]:
    pad = "  " * depth
    for type_name, field in selection.items:
        on = "" if type_name == selection.parent else f"... on {type_name} "
        text = pad + on + _field(field)
        if field.selection is None:
            yield text
            continue
        yield text + " {"
        yield from _selected(field.selection, depth + 1)
        yield pad + "}"


def _field(field: Field) -> str:
    alias = "" if field.key == field.name else f"{field.key}: "
    arguments = ", ".join(print_ast(a) for a in field.arguments)
    defer = " @defer" if field.defer is not None else ""
    return f"{alias}{field.name}{f'({arguments})' if arguments else ''}{_conditions(field.conditions)}{defer}"


def _conditions(conditions: Conditions) -> str:
    return "".join(f" @{'include' if wanted else 'skip'}(if: ${name})" for name, wanted in sorted(conditions))


def _candidates(graph: QueryGraph, selection: Selection) -> Iterator[str]:
    """Yields a line for each way into a subgraph and for each field."""
    for type_name, field in selection.items:
        for concrete in sorted({type_name} | graph.possible(type_name)):
            yield from _ways(graph, concrete)
            if field.name != "__typename" and graph.has_field(concrete, field.name):
                answering = ", ".join(_answering(graph, concrete, field.name)) or "nobody"
                yield f"{concrete}.{field.name}: {answering}"
        if field.selection is not None:
            yield from _candidates(graph, field.selection)


def _ways(graph: QueryGraph, type_name: str) -> Iterator[str]:
    ways = [f"{_name(graph, way.graph)} by {{ {way.text} }}" for way in graph.entries(type_name)]
    if ways:
        yield f"{type_name} is entered in {', '.join(ways)}"


def _answering(graph: QueryGraph, type_name: str, field: str) -> Iterator[str]:
    for name in graph.types[type_name].joins:
        local = graph.field(type_name, name, field)
        if local is not None:
            yield _name(graph, name) + _remark(local)


def _remark(local: LocalField) -> str:
    remarks = []
    if local.external:
        remarks.append("external")
    if local.requires is not None:
        remarks.append("requires " + " ".join(f.name for _, f in local.requires.items))
    if local.provides is not None:
        remarks.append("provides " + " ".join(f.name for _, f in local.provides.items))
    remarks += [f"takes {c.name} from context {c.context.rpartition('__')[2]}" for c in local.contexts]
    return f" ({'; '.join(remarks)})" if remarks else ""


def _name(graph: QueryGraph, key: str) -> str:
    return graph.supergraph.graphs[key].name


def _fetches(plan: QueryPlan) -> Iterator[str]:
    for number, fetch in enumerate(plan.fetches, 1):
        yield f"{number}. {fetch.service}: {_places(fetch)}"
        yield f"   {fetch.document}"
    yield f"{len(plan.fetches)} in all"


def _places(fetch: Fetch) -> str:
    if not fetch.entities:
        return fetch.operation_kind
    return "entities at " + ", ".join(
        ".".join(key for key, _ in e.path) or "the root" for e in fetch.entities
    )
