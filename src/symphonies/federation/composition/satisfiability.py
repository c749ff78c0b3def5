"""Whether every query of the API schema can be answered, wherever its path leads.

Walks the supergraph from its roots. A state is a concrete type with all the places (subgraphs) in which a
value of it may have been found, and the contexts set around it; a field must be answerable from at least one
of them. States are visited
once, so the work is bounded by the number of distinct states, not of paths.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from symphonies.federation.planning.graph import QueryGraph
from symphonies.federation.planning.place import Place
from symphonies.federation.planning.selection import NO_CONDITIONS, ContextValue, Field, Selection
from symphonies.federation.planning.solver import Solver
from symphonies.federation.subgraph import Issue, Location
from symphonies.federation.supergraph import FieldDef, Supergraph, hidden_elements

MAX_ISSUES = 50


@dataclass(frozen=True, slots=True)
class Found:
    """Where a value may have been found: as which type, in which subgraph, with what provided below."""

    type: str
    graph: str
    provided: Selection | None


State = tuple[str, frozenset[Found], frozenset[str]]
"""A type, where values of it may have been found, and the contexts that objects around them set."""
Locate = Callable[[str], tuple[Location, ...]]
Path = tuple[tuple[str, str], ...]
"""Type and field of every step from the root."""


def check_satisfiability(
    supergraph: Supergraph, locate: Locate, labels: frozenset[str] = frozenset()
) -> list[Issue]:
    """Returns an error for every field that some path cannot answer while some override labels are active.

    Args:
        supergraph: the supergraph.
        locate: where ``Type.field`` stands in the subgraphs.
        labels: the override labels that are active.
    """
    walk = _Walk(supergraph, locate, labels)
    walk.run()
    return walk.issues


class _Walk:
    def __init__(self, supergraph: Supergraph, locate: Locate, labels: frozenset[str]) -> None:
        self._locate = locate
        self._supergraph = supergraph
        self._graph = QueryGraph(supergraph, labels)
        self._solver = Solver(self._graph, budget=5_000_000)
        self._leaves: dict[str, Field] = {}
        self._provided: dict[tuple[object, ...], Selection | None] = {}
        self._seen: set[State] = set()
        self._queue: deque[tuple[State, Path]] = deque()
        self._hidden = hidden_elements(supergraph.document)
        self._failed: set[tuple[str, str, frozenset[str]]] = set()
        self.issues: list[Issue] = []

    def run(self) -> None:
        for kind, root in self._supergraph.roots.items():
            definition = self._supergraph.types.get(root)
            if definition is not None:
                founds = frozenset(Found(root, graph, None) for graph in definition.joins)
                self._visit((root, founds, frozenset()), ((kind, ""),))
        while self._queue and len(self.issues) < MAX_ISSUES:
            state, path = self._queue.popleft()
            self._check(state, path)

    def _visit(self, state: State, path: Path) -> None:
        if state not in self._seen:
            self._seen.add(state)
            self._queue.append((state, path))

    def _check(self, state: State, path: Path) -> None:
        type_name, founds, contexts = state
        inside = contexts | self._graph.sets(type_name)
        is_root = type_name in self._graph.roots
        for field in self._supergraph.types[type_name].fields.values():
            if self._is_hidden(type_name, field):
                continue
            answers = (
                self._root_answers(type_name, field.name)
                if is_root
                else self._answers(founds, self._asked(type_name, field.name, contexts))
            )
            step = (*path, (type_name, field.name))
            if not answers:
                if not is_root:
                    self._fail(type_name, field.name, state, step)
                continue
            if field.output in self._supergraph.types:
                self._enter(field.output, answers, inside, step)

    def _is_hidden(self, type_name: str, field: FieldDef) -> bool:
        """Returns whether no query of the API schema can ask for a field."""
        return not {(type_name, field.name), (type_name, ""), (field.output, "")}.isdisjoint(self._hidden)

    def _root_answers(self, type_name: str, field: str) -> set[tuple[str, str, Selection | None]]:
        found: set[tuple[str, str, Selection | None]] = set()
        for graph in self._supergraph.types[type_name].joins:
            local = self._graph.field(type_name, graph, field)
            if local is not None and not local.external:
                found.add((local.output, graph, local.provides))
        return found

    def _answers(self, founds: frozenset[Found], leaf: Field) -> set[tuple[str, str, Selection | None]]:
        """Returns output type, subgraph and what is provided, for every way to answer a field."""
        field = leaf.name
        alive = frozenset(found.graph for found in founds)
        out: set[tuple[str, str, Selection | None]] = set()
        for found in founds:
            if field not in self._supergraph.types[found.type].fields:
                continue
            place = Place(self._solver, found.type, found.graph, found.provided, alive, frozenset())
            for graph, provided in place.answers(leaf):
                output = self._output(found.type, graph, field)
                out.add((output, graph, self._same_provided(found, graph, field, provided)))
        return out

    def _same_provided(
        self, found: Found, graph: str, field: str, provided: Selection | None
    ) -> Selection | None:
        """Gives equal provisions one identity, so that states repeat."""
        if provided is None:
            return None
        return self._provided.setdefault((found.provided, found.type, found.graph, graph, field), provided)

    def _output(self, type_name: str, graph: str, field: str) -> str:
        local = self._graph.field(type_name, graph, field)
        return local.output if local else self._supergraph.types[type_name].fields[field].output

    def _asked(self, type_name: str, name: str, contexts: frozenset[str]) -> Field:
        """Returns a field as asked where some contexts are set."""
        wanted = self._graph.contextual(type_name, name) if self._graph.contexts else ()
        if not wanted:
            return self._leaf(name)
        return self._leaf(name).taking(
            tuple(ContextValue(a.graph, a.name, "", a.type, 0, ()) for a in wanted if a.context in contexts)
        )

    def _leaf(self, name: str) -> Field:
        if name not in self._leaves:
            self._leaves[name] = Field(name, name, (), name, NO_CONDITIONS, None)
        return self._leaves[name]

    # ---- entering a value ------------------------------------------------------------------------------

    def _enter(
        self,
        declared: str,
        answers: set[tuple[str, str, Selection | None]],
        contexts: frozenset[str],
        path: Path,
    ) -> None:
        by_type: dict[str, set[Found]] = {}
        for output, graph, provided in answers:
            for concrete, found in self._concrete(output, graph, provided, path):
                by_type.setdefault(concrete, set()).add(found)
        for concrete, founds in by_type.items():
            if concrete in self._supergraph.types:
                self._visit((concrete, frozenset(founds), contexts), path)

    def _concrete(
        self, output: str, graph: str, provided: Selection | None, path: Path
    ) -> list[tuple[str, Found]]:
        if not self._graph.is_abstract(output):
            return [(output, Found(output, graph, provided))]
        if not self._graph.is_interface_object(output, graph):
            return [(c, Found(c, graph, provided)) for c in self._graph.possible_in(output, graph)]
        place = Place(self._solver, output, graph, provided, frozenset({graph}), frozenset())
        typed = place.typed_ways()
        possible = self._graph.possible(output)
        if possible and not typed:
            self._fail_interface_object(output, graph, path)
            return []
        found = [
            (concrete, Found(concrete, way, None))
            for way in typed
            for concrete in self._graph.possible_in(output, way)
        ]
        return [*found, *((concrete, Found(output, graph, provided)) for concrete in possible)]

    # ---- words -------------------------------------------------------------------------------------------

    def _fail(self, type_name: str, field: str, state: State, path: Path) -> None:
        _, founds, contexts = state
        mark = (type_name, field, frozenset(f.graph for f in founds))
        if mark in self._failed:
            return
        self._failed.add(mark)
        ordered = sorted(founds, key=lambda found: found.graph)
        reasons = [self._reason(found, type_name, field, contexts) for found in ordered]
        self._report(path, reasons)

    def _fail_interface_object(self, output: str, graph: str, path: Path) -> None:
        mark = (output, "__typename", frozenset({graph}))
        if mark not in self._failed:
            self._failed.add(mark)
            self._report(
                path,
                [
                    f"- from {self._named(graph)}: no subgraph can be reached to resolve the "
                    "implementation type of "
                    f'@interfaceObject type "{output}".'
                ],
            )

    def _reason(self, found: Found, type_name: str, field: str, contexts: frozenset[str]) -> str:
        label = f"{type_name}.{field}"
        local = self._graph.field(found.type, found.graph, field)
        what = f'cannot find field "{label}".'
        if local is not None and local.external:
            what = f'field "{label}" is not resolvable because marked @external.'
        elif local is not None and local.requires is not None:
            what = f'cannot satisfy @require conditions on field "{label}".'
        elif local is not None and local.contexts:
            what = _no_context(label)
        lines = [f"- from {self._named(found.graph)}:", f"  - {what}"]
        for graph, join in self._supergraph.types[type_name].joins.items():
            other = self._graph.field(type_name, graph, field)
            if graph == found.graph or other is None or other.external:
                continue
            keys = [key for key in join.keys if key.resolvable]
            if any(argument.context not in contexts for argument in other.contexts):
                lines.append(f"  - from {self._named(graph)}: {_no_context(label)}")
                continue
            lines += [
                f'  - cannot move to {self._named(graph)} using @key(fields: "{key.text}") of '
                f'"{type_name}", the key '
                f"field(s) cannot be resolved from {self._named(found.graph)}."
                for key in keys
            ] or [
                f'  - cannot move to {self._named(graph)}, which has field "{label}", because type '
                f'"{type_name}" has '
                f"no @key defined in {self._named(graph)}."
            ]
        return "\n".join(lines)

    def _report(self, path: Path, reasons: list[str]) -> None:
        kind = path[0][0]
        fields = [field for _, field in path[1:]]
        lines = ["{" if kind == "query" else f"{kind} {{"]
        for depth, name in enumerate(fields, 1):
            lines.append("  " * depth + name + (" {" if depth < len(fields) else ""))
        lines += ["  " * depth + "}" for depth in range(len(fields) - 1, -1, -1)]
        query = "\n".join(lines)
        message = (
            f"The following supergraph API query:\n{query}\ncannot be satisfied by the subgraphs because:\n"
            + "\n".join(dict.fromkeys(reasons))
        )
        places = self._locate(".".join(path[-1]))
        self.issues.append(Issue("SATISFIABILITY_ERROR", message, places))

    def _named(self, graph: str) -> str:
        return f'subgraph "{self._supergraph.graphs[graph].name}"'


def _no_context(label: str) -> str:
    return f'could not find a match for required context for field "{label}".'
