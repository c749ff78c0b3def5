"""Selections in one canonical form: fields under type conditions, no fragments, merged.

User operations and the field sets of directives are both turned into this form, so that everything after
it sees one shape. A field carries the whole conjunction of @skip/@include conditions between itself and
the parent field, and the @defer it starts, if any; a field without one comes together with its parent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from graphql import (
    ArgumentNode,
    BooleanValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    NameNode,
    SelectionSetNode,
    VariableNode,
    print_ast,
)

from symphonies.federation.supergraph import ContextArgument

from .deferral import Deferral, Deferrals

Condition = tuple[str, bool]
"""A variable and the value it must have."""
Conditions = frozenset[Condition]
NO_CONDITIONS: Conditions = frozenset()


class ContextValue(NamedTuple):
    """Where the value of a contextual argument is found.

    Attributes:
        graph: the subgraph that takes it.
        argument: the argument's name.
        variable: the variable that carries it.
        type: the argument's type, as written.
        depth: how many response keys lead to the object that encloses the field.
        keys: the ways from that object to the value; one for each type it may have.
    """

    graph: str
    argument: str
    variable: str
    type: str
    depth: int
    keys: tuple[tuple[str, ...], ...]


class Field:
    """One selected field; compared by identity."""

    __slots__ = ("arguments", "conditions", "contexts", "defer", "key", "name", "selection", "signature")

    def __init__(
        self,
        key: str,
        name: str,
        arguments: tuple[ArgumentNode, ...],
        signature: str,
        conditions: Conditions,
        selection: Selection | None,
        defer: Deferral | None = None,
    ) -> None:
        self.key = key
        self.name = name
        self.arguments = arguments
        self.signature = signature
        self.conditions = conditions
        self.selection = selection
        self.defer = defer
        self.contexts: tuple[ContextValue, ...] = ()

    def with_selection(self, selection: Selection | None) -> Field:
        """Returns the same field over another sub-selection."""
        return self._copy(self.conditions, selection, self.defer)

    def deferred(self, defer: Deferral | None, conditions: Conditions = NO_CONDITIONS) -> Field:
        """Returns the same field as part of another deferred fragment, under further conditions."""
        return self._copy(self.conditions | conditions, self.selection, defer)

    def called(self, key: str) -> Field:
        """Returns the same field under another response key."""
        return Field(
            key, self.name, self.arguments, self.signature, self.conditions, self.selection, self.defer
        )

    def taking(self, contexts: tuple[ContextValue, ...]) -> Field:
        """Returns the same field with arguments that are filled from enclosing objects."""
        copy = self._copy(self.conditions, self.selection, self.defer)
        copy.contexts = contexts
        return copy

    def takes(self, arguments: Iterable[ContextArgument]) -> bool:
        """Returns whether there is a value for each of some contextual arguments."""
        there = {(value.graph, value.argument) for value in self.contexts}
        return all((each.graph, each.name) in there for each in arguments)

    def given(self, contexts: Iterable[ContextValue]) -> Field:
        """Returns the same field as it is sent, its contextual arguments being variables of the request."""
        arguments, signature = list(self.arguments), self.signature
        for value in contexts:
            variable = VariableNode(name=NameNode(value=value.variable))
            arguments.append(ArgumentNode(name=NameNode(value=value.argument), value=variable))
            signature += f" {value.argument}:${value.variable}"
        return Field(
            self.key, self.name, tuple(arguments), signature, self.conditions, self.selection, self.defer
        )

    def _copy(self, conditions: Conditions, selection: Selection | None, defer: Deferral | None) -> Field:
        copy = Field(self.key, self.name, self.arguments, self.signature, conditions, selection, defer)
        copy.contexts = self.contexts
        return copy


Item = tuple[str, Field]
"""A field and the type it is selected on."""


class Selection:
    """What is selected on a value of type ``parent``; compared by identity."""

    __slots__ = ("_by_type", "items", "leaves", "parent")

    def __init__(self, parent: str, items: Iterable[Item]) -> None:
        self.parent = parent
        self.items = tuple(items)
        self.leaves: int = sum(
            1 if f.selection is None else max(1, f.selection.leaves) for _, f in self.items
        )
        self._by_type: dict[str, tuple[Field, ...]] = {}

    def on_type(self, concrete: str, possible: Callable[[str], frozenset[str]]) -> tuple[Field, ...]:
        """Returns the fields that apply to a value of a concrete type, merged by response key."""
        found = self._by_type.get(concrete)
        if found is None:
            applying = [f for type_name, f in self.items if concrete in possible(type_name)]
            found = self._by_type[concrete] = tuple(
                f for _, f in merge_items([(concrete, f) for f in applying])
            )
        return found


def merge_items(items: Iterable[Item]) -> list[Item]:
    """Merges fields that are selected on the same type under the same key, conditions and @defer."""
    groups: dict[tuple[str, str, Conditions, Deferral | None], list[Field]] = {}
    for type_name, field in items:
        groups.setdefault((type_name, field.key, field.conditions, field.defer), []).append(field)
    merged = [(key[0], _merged(fields)) for key, fields in groups.items()]
    return _sooner(merged) if any(field.defer is not None for _, field in merged) else merged


def _sooner(items: list[Item]) -> list[Item]:
    """Leaves out deferred fields that are also asked for sooner; what only they ask below moves there."""
    kept: dict[tuple[str, str], list[Field]] = {}
    for type_name, field in sorted(items, key=lambda item: item[1].defer.depth if item[1].defer else 0):
        same = kept.setdefault((type_name, field.key), [])
        for index, known in enumerate(same):
            if (
                field.defer is not None
                and field.defer != known.defer
                and field.defer.is_within(known.defer)
                and known.conditions <= field.conditions
            ):
                same[index] = _joined(known, field)
                break
        else:
            same.append(field)
    return [(type_name, field) for (type_name, _), fields in kept.items() for field in fields]


def _joined(known: Field, later: Field) -> Field:
    """Returns a field with what a deferred one asks below it, still deferred."""
    if known.selection is None or later.selection is None:
        return known
    further = later.conditions - known.conditions
    moved = ((t, f.deferred(f.defer or later.defer, further)) for t, f in later.selection.items)
    return known.with_selection(
        Selection(known.selection.parent, merge_items([*known.selection.items, *moved]))
    )


def _merged(fields: list[Field]) -> Field:
    first = fields[0]
    if len(fields) == 1 or first.selection is None:
        return first
    parts = [f.selection for f in fields if f.selection is not None]
    if all(part is parts[0] for part in parts):
        return first
    items = merge_items(item for part in parts for item in part.items)
    return first.with_selection(Selection(first.selection.parent, items))


class _Context(NamedTuple):
    """Where fields are being read.

    Attributes:
        conditions: of the fragments around them.
        path: response keys from the root.
        within: the deferred fragment that their parent belongs to.
        defer: the deferred fragment that begins between their parent and them.
    """

    conditions: Conditions
    path: tuple[str, ...]
    within: Deferral | None
    defer: Deferral | None = None


class SelectionReader:
    """Reads AST selections into canonical form.

    Args:
        output_of: the named output type of a field of a composite type, None for a leaf.
        possible: the concrete types a type name stands for.
        has_field: whether a type itself declares a field.
        fragments: the document's fragments.
        deferrals: the fragments that are deferred; without them @defer means nothing.
        hidden: concrete types and fields of theirs that are left out.
    """

    def __init__(
        self,
        output_of: Callable[[str, str], str | None],
        possible: Callable[[str], frozenset[str]],
        has_field: Callable[[str, str], bool],
        fragments: Mapping[str, FragmentDefinitionNode] | None = None,
        deferrals: Deferrals | None = None,
        hidden: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        self._hidden = hidden
        self._deferrals = deferrals
        self._output_of = output_of
        self._possible = possible
        self._has_field = has_field
        self._fragments = fragments or {}

    def read(self, node: SelectionSetNode, parent: str) -> Selection:
        """Returns the canonical form of a selection set on a type."""
        return self._read(node, parent, _Context(NO_CONDITIONS, (), None))

    def _read(self, node: SelectionSetNode, parent: str, context: _Context) -> Selection:
        items: list[Item] = []
        self._collect(node, parent, parent, context, items)
        return Selection(parent, merge_items(items))

    def _collect(
        self, node: SelectionSetNode, parent: str, on: str, context: _Context, items: list[Item]
    ) -> None:
        for child in node.selections:
            own = read_conditions(child)
            if own is None:
                continue
            both = context.conditions | own
            if is_contradiction(both):
                continue
            inside = context._replace(conditions=both)
            if isinstance(child, FieldNode):
                items.extend(
                    (t, self._field(child, t, inside)) for t in self._types_of(on, parent, child.name.value)
                )
            else:
                self._collect_fragment(child, parent, on, inside, items)

    def _collect_fragment(
        self, child: Any, parent: str, on: str, context: _Context, items: list[Item]
    ) -> None:
        if self._deferrals:
            begun = self._deferrals.at(child, context.path, context.defer or context.within)
            context = context._replace(defer=begun or context.defer)
        fragment = self._fragments[child.name.value] if isinstance(child, FragmentSpreadNode) else child
        condition = fragment.type_condition.name.value if fragment.type_condition else on
        for narrowed in self._narrow(on, condition):
            self._collect(fragment.selection_set, parent, narrowed, context, items)

    def _narrow(self, on: str, condition: str) -> list[str]:
        """Returns type names that together stand for the values that are both."""
        if on == condition:
            return [on]
        left, right = self._possible(on), self._possible(condition)
        if right <= left:
            return [condition]
        if left <= right:
            return [on]
        return sorted(left & right)

    def _types_of(self, on: str, parent: str, field: str) -> list[str]:
        """Returns where to select a field so that the type declares it and nothing hidden is selected."""
        declared = self._declaring(on, parent, field)
        if not self._hidden:
            return declared
        return [seen for type_name in declared for seen in self._seen(type_name, field)]

    def _seen(self, type_name: str, field: str) -> list[str]:
        possible = self._possible(type_name)
        kept = [concrete for concrete in possible if (concrete, field) not in self._hidden]
        return [type_name] if len(kept) == len(possible) else sorted(kept)

    def _declaring(self, on: str, parent: str, field: str) -> list[str]:
        if field == "__typename":
            return [on]
        if self._has_field(on, field):
            return [parent] if self._is_same_abstract(on, parent) and self._has_field(parent, field) else [on]
        return sorted(t for t in self._possible(on) if self._has_field(t, field))

    def _is_same_abstract(self, on: str, parent: str) -> bool:
        values = self._possible(on)
        return on != parent and on not in values and values == self._possible(parent)

    def _field(self, node: FieldNode, on: str, context: _Context) -> Field:
        name = node.name.value
        arguments = tuple(sorted(node.arguments or (), key=lambda a: a.name.value))
        signature = name + (f"({', '.join(print_ast(a) for a in arguments)})" if arguments else "")
        output = self._output_of(on, name)
        selection = None
        key = node.alias.value if node.alias else name
        if node.selection_set is not None and output is not None:
            below = _Context(NO_CONDITIONS, (*context.path, key), context.defer or context.within)
            selection = self._read(node.selection_set, output, below)
        return Field(key, name, arguments, signature, context.conditions, selection, context.defer)


def read_conditions(node: Any) -> Conditions | None:
    """Returns the conditions of a node's own @skip and @include; None when it can never apply."""
    found: set[Condition] = set()
    for directive in node.directives or ():
        if directive.name.value not in {"skip", "include"}:
            continue
        wanted = directive.name.value == "include"
        value = directive.arguments[0].value if directive.arguments else None
        if isinstance(value, BooleanValueNode):
            if value.value != wanted:
                return None
        elif isinstance(value, VariableNode):
            found.add((value.name.value, wanted))
    return frozenset(found)


def is_contradiction(conditions: Conditions) -> bool:
    """Returns whether a variable would have to be both true and false."""
    return any((name, not wanted) in conditions for name, wanted in conditions)
