"""From decisions to fetch steps."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .contexts import CONTEXT_KEY
from .deferral import Deferral
from .graph import QueryGraph
from .selection import NO_CONDITIONS, Conditions, ContextValue, Field, Selection
from .solution import Part, Solution
from .steps import Input, Names, Path, Step, Template, Tree, TreeField, signatures


@dataclass(frozen=True, slots=True)
class Spot:
    """Where fields are being added.

    Attributes:
        step: the step whose operation grows; None before any subgraph was asked.
        tree: the place in its operation.
        path: the place in the result.
        types: the concrete types the place is narrowed to, None for all.
        names: response keys in use there.
        conditions: what must hold for the place to exist.
        is_static: whether the type of an object there is known without its ``__typename``.
        internal: whether the fields are inputs of another fetch rather than asked for.
        defer: the deferred fragment that the place belongs to.
        needs: of inputs, the conditions under which they are fetched although the place exists without.
    """

    step: Step | None
    tree: Tree
    path: Path
    types: frozenset[str] | None
    names: Names
    conditions: Conditions
    is_static: bool
    internal: bool = False
    defer: Deferral | None = None
    needs: Conditions = NO_CONDITIONS


class Builder:
    """Collects the steps of one operation."""

    def __init__(self, graph: QueryGraph, operation: str) -> None:
        self._graph = graph
        self._operation = operation
        self._by_place: dict[tuple[object, ...], list[Step]] = {}
        self._sources: dict[str, set[int]] = {}
        self.steps: list[Step] = []

    def root(self, names: Names) -> Spot:
        """Returns the spot above all subgraphs."""
        return Spot(None, Tree(), (), None, names, NO_CONDITIONS, is_static=True)

    def build(self, solution: Solution, spot: Spot) -> set[int]:
        """Adds everything a solution decided; returns the numbers of the steps that answer it."""
        touched: set[int] = set()
        for part in solution.parts:
            if part.way is None:
                touched |= self._add_field(part, spot, solution.type)
        for concrete, child in solution.by_type.items():
            types = frozenset({concrete}) if spot.types is None else spot.types & {concrete}
            branch = replace(spot, tree=spot.tree.on(concrete), types=types)
            touched |= self.build(child, branch)
        for part in solution.parts:
            if part.way is not None:
                touched |= self._jump(part, spot, solution.type)
        return touched

    def _add_field(self, part: Part, spot: Spot, type_name: str) -> set[int]:
        field, local, step = part.field, part.local, spot.step
        assert field is not None
        assert local is not None
        assert step is not None
        if local.contexts:
            field = field.given(_taken(field, step.graph))
        key = spot.names.key_for(field) if spot.internal else field.key
        conditions = spot.conditions | field.conditions
        added = spot.tree.add(key, field, conditions, local.type)
        touched = {step.number}
        if part.child is not None:
            touched |= self.build(part.child, self._below(part, added, spot, key, conditions))
        if key.startswith(CONTEXT_KEY):
            self._sources.setdefault(key, set()).update(touched)
        return touched

    def _below(self, part: Part, added: TreeField, spot: Spot, key: str, conditions: Conditions) -> Spot:
        assert added.child is not None
        assert part.child is not None
        assert part.field is not None
        assert part.field.selection is not None
        is_static = not self._needs_typename(part.child.type, part.child.graph)
        if not is_static or self._needs_typename(part.field.selection.parent, part.child.graph):
            added.child.with_typename = True
        return Spot(
            spot.step,
            added.child,
            (*spot.path, (key, spot.types)),
            None,
            spot.names.below(key),
            conditions,
            is_static,
            spot.internal,
            part.defer or spot.defer,
            spot.needs,
        )

    def _needs_typename(self, type_name: str, graph: str) -> bool:
        return self._graph.is_abstract(type_name) and not self._graph.is_interface_object(type_name, graph)

    def _jump(self, part: Part, spot: Spot, type_name: str) -> set[int]:
        """Adds a part that another subgraph answers, with the inputs it needs."""
        way = part.way
        assert way is not None
        if part.defer is not None:
            spot = replace(spot, defer=part.defer)
        own = part.field.conditions if part.field else part.conditions
        conditions = spot.conditions | own
        after = {spot.step.number} if spot.step else set()
        needs = spot.conditions
        for inputs in (way.key, part.requires):
            if inputs is not None:
                after |= self._build_inputs(inputs, spot, conditions)
                needs |= conditions if inputs.jumps else spot.needs
        is_entity = way.key is not None
        new = Step(len(self.steps), way.entry.graph, self._operation_at(spot), spot.path, is_entity)
        new.after, new.needs, new.defer = after, needs, spot.defer
        if part.requires_selection is not None:
            new.given = signatures(part.requires_selection)
        if part.field is not None and part.local is not None and part.local.contexts:
            new.contexts = _taken(part.field, new.graph)
        step = self._joined(new)
        if is_entity:
            self._present(step, part, spot, type_name)
        tree = step.tree.on(way.entry.type) if is_entity else step.tree
        target = replace(spot, step=step, tree=tree)
        if part.field is not None:
            return self._add_field(part, target, way.entry.type)
        assert part.child is not None
        tree.need_type(conditions)
        inside = replace(target, conditions=conditions, is_static=False)
        return {step.number} | self.build(part.child, inside)

    def _build_inputs(self, inputs: Solution, spot: Spot, conditions: Conditions) -> set[int]:
        inside = replace(spot, internal=True)
        if inputs.jumps:
            inside = replace(inside, conditions=conditions, needs=conditions)
        return self.build(inputs, inside)

    def _operation_at(self, spot: Spot) -> str:
        return "query" if spot.path else self._operation

    def _joined(self, new: Step) -> Step:
        """Returns the step at the same place that may take the new one's fields, or the new one."""
        key = (new.place, new.graph, new.is_entity, frozenset(new.after), new.needs, new.defer)
        same = self._by_place.setdefault(key, [])
        for step in same:
            if step.accepts(new):
                step.absorb(new)
                return step
        same.append(new)
        self.steps.append(new)
        return new

    def settle_contexts(self) -> None:
        """Makes steps wait for the values that they take from enclosing objects."""
        for step in self.steps:
            for value in step.contexts:
                for keys in value.keys:
                    step.after |= self._sources.get(keys[0], set()) - {step.number}

    def forget_places(self) -> None:
        """Makes later fields start steps of their own; mutations are answered in order."""
        self._by_place.clear()

    def _present(self, step: Step, part: Part, spot: Spot, type_name: str) -> None:
        """Says how the object at the spot is presented to the step's subgraph."""
        assert part.way is not None
        entry = part.way.entry
        given = step.inputs.setdefault(type_name, Input(entry.type, Template()))
        self._fill(given.template, entry.key, spot.names, is_key=True)
        if part.requires_selection is not None:
            self._fill(given.template, part.requires_selection, spot.names)
        if spot.is_static:
            step.default = type_name
        elif spot.step is not None:
            spot.tree.with_typename = True

    def _fill(self, template: Template, selection: Selection, names: Names, *, is_key: bool = False) -> None:
        for type_name, field in selection.items:
            if field.name == "__typename":
                continue
            target = template
            if type_name != selection.parent:
                target = template.branches.setdefault(type_name, Template())
            self._fill_field(target, field, names, is_key)

    def _fill_field(self, template: Template, field: Field, names: Names, is_key: bool) -> None:
        key = names.key_for(field)
        child: Template | None = None
        if field.selection is not None:
            known = template.fields.get(field.name)
            child = known[1] if known and known[1] else Template()
            child.with_typename = self._graph.is_abstract(field.selection.parent)
            self._fill(child, field.selection, names.below(key), is_key=is_key)
        template.fields[field.name] = (key, child)
        if is_key:
            template.keys.add(field.name)


def _taken(field: Field, graph: str) -> tuple[ContextValue, ...]:
    return tuple(value for value in field.contexts if value.graph == graph)
