"""The planner: one validated operation in, one query plan out."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from graphql import (
    FragmentDefinitionNode,
    OperationDefinitionNode,
    VariableDefinitionNode,
    parse,
    print_ast,
)

from symphonies.federation.errors import PlanningError
from symphonies.federation.supergraph import Supergraph

from .arrange import arrange, batch_steps, merge_steps, set_conditions
from .builder import Builder
from .contexts import ContextTaker
from .deferral import Deferral, Deferrals
from .document import Conflicts, print_tree, variables_of
from .graph import QueryGraph
from .labels import Labels
from .nodes import DeferredNode, EntityFetch, Fetch, QueryPlan, Representation
from .selection import Selection, SelectionReader
from .solution import Solution
from .solver import Solver
from .stages import print_stages
from .steps import Names, Step

MAX_GRAPHS = 32
"""Query graphs that are kept, one for each set of active labels."""


class Planner:
    """Plans operations over one supergraph; safe to share between threads.

    Args:
        supergraph: the supergraph.
        budget: how many places one operation may need before it is refused.
        seconds: how much processor time one operation may take before it is refused.
    """

    def __init__(self, supergraph: Supergraph, budget: int = 200_000, seconds: float = inf) -> None:
        self._supergraph = supergraph
        self._budget = budget
        self._seconds = seconds
        self._graphs: dict[frozenset[str], QueryGraph] = {}
        self.labels = Labels(supergraph)
        """The override labels of the supergraph."""
        self.graph = self._graph_with(frozenset())

    def plan(
        self,
        operation: OperationDefinitionNode,
        fragments: Mapping[str, FragmentDefinitionNode],
        *,
        without: frozenset[str] = frozenset({"__schema", "__type"}),
        deferrals: Deferrals | None = None,
        hidden: frozenset[tuple[str, str]] = frozenset(),
        labels: frozenset[str] = frozenset(),
    ) -> QueryPlan:
        """Plans a valid operation.

        Args:
            operation: the operation, valid against the API schema.
            fragments: the document's fragments by name.
            without: root fields that are answered elsewhere.
            deferrals: the fragments to fetch later; without them everything is fetched at once.
            hidden: concrete types and fields of theirs that are not fetched.
            labels: the override labels that are active.

        Raises:
            PlanningError: when no combination of subgraphs answers it.
        """
        kind = operation.operation.value
        root = self._supergraph.roots[kind]
        graph = self._graph_with(labels)
        reader = SelectionReader(
            graph.output_of, graph.possible, graph.has_field, fragments, deferrals, hidden
        )
        selection = _read(reader, operation, root, without)
        definitions = {d.variable.name.value: _definition(d) for d in operation.variable_definitions or ()}
        selection = ContextTaker(graph, definitions).prepare(selection)
        if kind == "mutation":
            return self._plan_mutation(graph, root, selection, definitions)
        builder = Builder(graph, kind)
        builder.build(self._solve(graph, root, selection), builder.root(Names.of(selection)))
        builder.settle_contexts()
        return self._finish(builder.steps, definitions)

    def explain(
        self,
        operation: OperationDefinitionNode,
        fragments: Mapping[str, FragmentDefinitionNode],
        *,
        without: frozenset[str],
        deferrals: Deferrals | None = None,
        labels: frozenset[str] = frozenset(),
    ) -> str:
        """Returns every stage of planning an operation as text; for the arguments see ``plan``.

        Raises:
            PlanningError: when no combination of subgraphs answers it.
        """
        plan = self.plan(operation, fragments, without=without, deferrals=deferrals, labels=labels)
        root = self._supergraph.roots[operation.operation.value]
        graph = self._graph_with(labels)
        reader = SelectionReader(graph.output_of, graph.possible, graph.has_field, fragments, deferrals)
        return print_stages(graph, _read(reader, operation, root, without), plan)

    def _graph_with(self, labels: frozenset[str]) -> QueryGraph:
        found = self._graphs.get(labels)
        if found is None:
            if len(self._graphs) >= MAX_GRAPHS:
                self._graphs.pop(next(iter(self._graphs)))
            found = self._graphs[labels] = QueryGraph(self._supergraph, labels)
        return found

    def _solve(self, graph: QueryGraph, root: str, selection: Selection) -> Solution:
        alive = frozenset(self._supergraph.types[root].joins)
        solution = Solver(graph, self._budget, self._seconds).solve(root, "", None, selection, alive)
        if solution.residue is not None:
            raise PlanningError(f"No subgraph can answer {_first_leaf(solution.residue)} on this path.")
        return solution

    def _plan_mutation(
        self, graph: QueryGraph, root: str, selection: Selection, definitions: Mapping[str, str]
    ) -> QueryPlan:
        """Plans root fields one by one, joining neighbours that one subgraph answers alone."""
        builder = Builder(graph, "mutation")
        spot = builder.root(Names.of(selection))
        last: Step | None = None
        for type_name, field in selection.items:
            solution = self._solve(graph, root, Selection(root, [(type_name, field)]))
            before = len(builder.steps)
            if last is not None and not self._continues(solution, last):
                builder.forget_places()
            builder.build(solution, spot)
            for step in builder.steps[before:]:
                if not step.path:
                    step.after |= set(range(before))
            last = builder.steps[-1] if builder.steps else None
        builder.settle_contexts()
        return self._finish(builder.steps, definitions)

    @staticmethod
    def _continues(solution: Solution, last: Step) -> bool:
        return not last.path and solution.jumps == {last.graph}

    def _finish(self, steps: list[Step], definitions: Mapping[str, str]) -> QueryPlan:
        kept = merge_steps(steps)
        for step in kept:
            set_conditions(step)
        separate = any(step.contexts for step in kept)
        grouped = [(group, self._fetch(group, definitions, separate)) for group in batch_steps(kept)]
        source = next((fetch for _, fetch in grouped if fetch.operation_kind == "subscription"), None)
        at_once = [g for g in grouped if g[0][0].defer is None and g[1] is not source]
        return QueryPlan(arrange(at_once), tuple(f for _, f in grouped), _deferred(grouped), source)

    def _fetch(self, group: list[Step], definitions: Mapping[str, str], separate: bool) -> Fetch:
        first = group[0]
        conflicts = Conflicts()
        used: set[str] = set()
        selections, entities, declared = [], [], []
        for number, step in enumerate(group):
            key = "_entities" if len(group) == 1 else f"_e{number}"
            conflicts.settle({None: [step.tree]}, ((key, None),) if step.is_entity else ())
            used |= variables_of(step.tree, step.conditions)
            text = print_tree(step.tree, step.conditions)
            if step.is_entity:
                variable = _free("representations" if len(group) == 1 else f"r{number}", definitions)
                alias = "" if key == "_entities" else f"{key}:"
                text = f"{alias}_entities(representations:${variable}){text}"
                declared.append(f"${variable}:[_Any!]!")
                entities.append(self._entity(key, variable, step))
            selections.append(text)
        contexts = first.contexts
        names = tuple(sorted(used - {value.variable for value in contexts}))
        declared += [f"${value.variable}:{value.type}" for value in contexts]
        declared += [f"${name}:{definitions[name]}" for name in names]
        head = f"{first.operation}({','.join(declared)})" if declared else _bare(first.operation)
        body = selections[0] if not first.is_entity else "{" + " ".join(selections) + "}"
        document = head + body
        operation = parse(document, no_location=True).definitions[0]
        assert isinstance(operation, OperationDefinitionNode)
        return Fetch(
            service=self._supergraph.graphs[first.graph].name,
            operation_kind=first.operation,
            document=document,
            operation=operation,
            variables=names,
            entities=tuple(entities),
            path=() if first.is_entity else first.path,
            renames=tuple(conflicts.renames),
            contexts=contexts,
            is_separate=separate,
        )

    def _entity(self, key: str, variable: str, step: Step) -> EntityFetch:
        inputs = {name: Representation(i.entity, i.template) for name, i in step.inputs.items()}
        default = inputs[step.default] if step.default else None
        return EntityFetch(key, variable, step.path, inputs, default)


def _deferred(grouped: list[tuple[list[Step], Fetch]]) -> tuple[DeferredNode, ...]:
    """Arranges the fetches of each deferred fragment."""
    defer_of = {step.number: step.defer for group, _ in grouped for step in group}
    own: dict[Deferral, list[tuple[list[Step], Fetch]]] = {}
    for group, fetch in grouped:
        if group[0].defer is not None:
            own.setdefault(group[0].defer, []).append((group, fetch))
    found = []
    for deferral, fetches in own.items():
        starts = {defer_of[n] for group, _ in fetches for step in group for n in step.after}
        node = arrange(fetches)
        assert node is not None
        found.append(DeferredNode(deferral, node, frozenset(d for d in starts if d and d != deferral)))
    return tuple(found)


def _read(
    reader: SelectionReader, operation: OperationDefinitionNode, root: str, without: frozenset[str]
) -> Selection:
    read = reader.read(operation.selection_set, root)
    return Selection(root, [item for item in read.items if item[1].name not in without])


def _definition(node: VariableDefinitionNode) -> str:
    """Returns a variable's type, with the default that may be what makes its use legal."""
    default = f"={print_ast(node.default_value)}" if node.default_value is not None else ""
    return print_ast(node.type) + default


def _bare(operation: str) -> str:
    return "" if operation == "query" else operation


def _free(name: str, taken: Mapping[str, str]) -> str:
    while name in taken:
        name = f"_{name}"
    return name


def _first_leaf(selection: Selection) -> str:
    names = []
    current: Selection | None = selection
    while current is not None and current.items:
        type_name, field = current.items[0]
        names.append(f"{type_name}.{field.name}")
        current = field.selection
    return " > ".join(names)
