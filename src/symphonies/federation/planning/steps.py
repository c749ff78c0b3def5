"""Fetch steps under construction: what each asks of its subgraph, and what must be known before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .deferral import Deferral
from .selection import NO_CONDITIONS, Conditions, ContextValue, Field, Selection

Segment = tuple[str, frozenset[str] | None]
"""A response key, followed only on objects of the given concrete types (None: all)."""
Path = tuple[Segment, ...]


class TreeField:
    """One field of a subgraph operation."""

    __slots__ = ("arguments", "child", "conditions", "key", "name", "sent_as", "signature", "type")

    def __init__(self, key: str, field: Field, conditions: Conditions, written_type: str) -> None:
        self.key = key
        self.name = field.name
        self.arguments = field.arguments
        self.signature = field.signature
        self.conditions = conditions
        self.type = written_type
        self.child: Tree | None = None
        self.sent_as = key


class Tree:
    """The selection of a subgraph operation at one place; grows while the plan is built.

    Attributes:
        fields: by response key and conditions.
        branches: by type condition.
        with_typename: whether the type is asked for.
        type_needed: what must hold for the type to matter by itself; None when it goes with the fields.
    """

    __slots__ = ("branches", "fields", "type_needed", "with_typename")

    def __init__(self) -> None:
        self.fields: dict[tuple[str, Conditions], TreeField] = {}
        self.branches: dict[str, Tree] = {}
        self.with_typename = False
        self.type_needed: Conditions | None = None

    def need_type(self, conditions: Conditions) -> None:
        """Asks for the type, as far as some conditions hold."""
        self.with_typename = True
        known = self.type_needed
        self.type_needed = conditions if known is None else known & conditions

    def add(self, key: str, field: Field, conditions: Conditions, written_type: str) -> TreeField:
        """Adds a field, or returns the one that is already there."""
        plain = self.fields.get((key, NO_CONDITIONS))
        if plain is not None and field.selection is None:
            return plain
        found = self.fields.get((key, conditions))
        if found is None:
            found = self.fields[key, conditions] = TreeField(key, field, conditions, written_type)
        if field.selection is not None and found.child is None:
            found.child = Tree()
        return found

    def on(self, type_name: str) -> Tree:
        """Returns the branch for a type condition."""
        return self.branches.setdefault(type_name, Tree())

    def absorb(self, other: Tree) -> None:
        """Adds everything another tree asks for."""
        self.with_typename |= other.with_typename
        if other.type_needed is not None:
            self.need_type(other.type_needed)
        for key, theirs in other.fields.items():
            mine = self.fields.setdefault(key, theirs)
            if mine is not theirs and mine.child is not None and theirs.child is not None:
                mine.child.absorb(theirs.child)
        for type_name, branch in other.branches.items():
            self.on(type_name).absorb(branch)


class Template:
    """The shape of a representation: which data key feeds which field; ``keys`` may not be null."""

    __slots__ = ("branches", "fields", "keys", "with_typename")

    def __init__(self) -> None:
        self.fields: dict[str, tuple[str, Template | None]] = {}
        self.keys: set[str] = set()
        self.branches: dict[str, Template] = {}
        self.with_typename = False

    def absorb(self, other: Template) -> None:
        """Adds everything another template sends."""
        self.with_typename |= other.with_typename
        self.keys |= other.keys
        for name, (key, child) in other.fields.items():
            mine = self.fields.setdefault(name, (key, child))
            if mine[1] is not None and child is not None and mine[1] is not child:
                mine[1].absorb(child)
        for type_name, branch in other.branches.items():
            self.branches.setdefault(type_name, Template()).absorb(branch)


@dataclass(slots=True)
class Input:
    """How objects of one type are presented to an entity fetch."""

    entity: str
    template: Template


@dataclass(slots=True, eq=False)
class Step:
    """One request to a subgraph, possibly for many entities.

    Attributes:
        number: order of creation.
        graph: the subgraph.
        operation: ``query``, ``mutation`` or ``subscription``.
        path: where the result is merged; empty for the root.
        is_entity: whether it goes through ``_entities``.
        tree: what is asked.
        inputs: by concrete type of the object at the path.
        default: the input for objects whose type is known without looking.
        after: numbers of the steps whose data it needs.
        conditions: variables that must hold for the step to run at all.
        needs: the conditions under which its inputs are fetched; without them there may be none.
        given: which version of a required field with arguments the representations carry.
        defer: the deferred fragment it is for; None for what comes at once.
        contexts: values of enclosing objects that it takes as variables.
    """

    number: int
    graph: str
    operation: str
    path: Path
    is_entity: bool
    tree: Tree = field(default_factory=Tree)
    inputs: dict[str, Input] = field(default_factory=dict)
    default: str | None = None
    after: set[int] = field(default_factory=set)
    conditions: Conditions = NO_CONDITIONS
    needs: Conditions = NO_CONDITIONS
    given: dict[tuple[str, ...], str] = field(default_factory=dict)
    defer: Deferral | None = None
    contexts: tuple[ContextValue, ...] = ()

    def accepts(self, other: Step) -> bool:
        """Returns whether one set of representations can serve both steps."""
        return self.contexts == other.contexts and all(
            self.given.get(place, text) == text for place, text in other.given.items()
        )

    @property
    def place(self) -> tuple[str, ...]:
        """The path's response keys."""
        return tuple(key for key, _ in self.path)

    def absorb(self, other: Step) -> None:
        """Takes over everything another step at the same place does."""
        self.tree.absorb(other.tree)
        for type_name, theirs in other.inputs.items():
            mine = self.inputs.setdefault(type_name, theirs)
            if mine is not theirs:
                mine.template.absorb(theirs.template)
        self.default = self.default or other.default
        self.after |= other.after
        self.given |= other.given
        self.path = tuple(
            (key, None if a is None or b is None else a | b)
            for (key, a), (_, b) in zip(self.path, other.path, strict=True)
        )


def signatures(selection: Selection, place: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    """Returns the signature of every field of required inputs, by its place in a representation."""
    found: dict[tuple[str, ...], str] = {}
    for _, asked in selection.items:
        here = (*place, asked.name)
        found[here] = asked.signature
        if asked.selection is not None:
            found |= signatures(asked.selection, here)
    return found


class Names:
    """The response keys in use at one place of the result: added fields never collide with asked ones."""

    __slots__ = ("_below", "_used")

    def __init__(self) -> None:
        self._used: dict[str, set[str]] = {}
        self._below: dict[str, Names] = {}

    @staticmethod
    def of(selection: Selection) -> Names:
        """Returns the names a user's selection occupies."""
        names = Names()
        names._occupy(selection)
        return names

    def _occupy(self, selection: Selection) -> None:
        for _, asked in selection.items:
            self._used.setdefault(asked.key, set()).add(asked.signature)
            if asked.selection is not None:
                self.below(asked.key)._occupy(asked.selection)

    def below(self, key: str) -> Names:
        """Returns the names below a response key."""
        return self._below.setdefault(key, Names())

    def key_for(self, added: Field) -> str:
        """Returns the response key under which a field that nobody asked for is fetched."""
        for key in self._candidates(added.name):
            signatures = self._used.setdefault(key, {added.signature})
            if signatures == {added.signature}:
                return key
        raise AssertionError("the candidates never end")

    @staticmethod
    def _candidates(name: str) -> Iterable[str]:
        yield name
        number = 0
        while True:
            yield f"_{name}_{number}"
            number += 1
