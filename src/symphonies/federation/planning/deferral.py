"""@defer as planning sees it: which fragments may come later, and where each of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    BooleanValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionSetNode,
    StringValueNode,
)

INTROSPECTION = frozenset({"__schema", "__type"})


@dataclass(frozen=True, slots=True)
class Deferral:
    """One deferred fragment at one place of an operation.

    Attributes:
        number: of the fragment in its document; equal documents number alike.
        path: response keys from the root.
        label: what the client calls it.
        parent: the deferred fragment around it.
    """

    number: int
    path: tuple[str, ...]
    label: str | None
    parent: Deferral | None

    @property
    def depth(self) -> int:
        """How many deferred fragments it is inside of, itself included."""
        return 1 if self.parent is None else self.parent.depth + 1

    def is_within(self, other: Deferral | None) -> bool:
        """Returns whether it comes no sooner than another one; None stands for what comes at once."""
        return other is None or self == other or (self.parent is not None and self.parent.is_within(other))


@dataclass(frozen=True, slots=True)
class _Mark:
    """One @defer in a document: a variable, or whether it applies at all."""

    number: int
    label: str | None
    condition: str | bool


class Deferrals:
    """The fragments that are deferred in one run of an operation.

    Attributes:
        numbers: which of the document's fragments these are; part of what a plan is for.
    """

    def __init__(self, marks: Mapping[int, _Mark]) -> None:
        self._marks = marks
        self.numbers = frozenset(mark.number for mark in marks.values())

    def __bool__(self) -> bool:
        return bool(self._marks)

    def begins(self, fragment: Any) -> bool:
        """Returns whether a fragment spread or inline fragment is deferred."""
        return id(fragment) in self._marks

    def at(self, fragment: Any, path: tuple[str, ...], parent: Deferral | None) -> Deferral | None:
        """Returns the deferral that a fragment spread or inline fragment begins, None when it begins none."""
        mark = self._marks.get(id(fragment))
        return Deferral(mark.number, path, mark.label, parent) if mark else None


class Deferrable:
    """Every @defer of an operation and its fragments, found once.

    Args:
        operation: the operation; it is kept alive, and so are the fragments.
        fragments: the document's fragments by name.
    """

    def __init__(
        self, operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
    ) -> None:
        self._kept = (operation, fragments)
        finder = _Finder(fragments)
        finder.look_into(operation.selection_set)
        for name in sorted(fragments):
            if not fragments[name].type_condition.name.value.startswith("__"):
                finder.look_into(fragments[name].selection_set)
        self._marks = finder.marks

    def __bool__(self) -> bool:
        return bool(self._marks)

    def active(self, variables: Mapping[str, Any]) -> Deferrals:
        """Returns the fragments that are deferred with these variables."""
        chosen = {
            key: mark
            for key, mark in self._marks.items()
            if (mark.condition if isinstance(mark.condition, bool) else variables.get(mark.condition, True))
        }
        return Deferrals(chosen)


class _Finder:
    """Numbers the deferred fragments in the order of the document; introspection is never deferred."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self.marks: dict[int, _Mark] = {}

    def look_into(self, node: SelectionSetNode) -> None:
        for child in node.selections:
            if isinstance(child, FieldNode):
                if child.name.value in INTROSPECTION:
                    continue
            elif child.directives:
                self._mark(child)
            below = getattr(child, "selection_set", None)
            if below is not None:
                self.look_into(below)

    def _mark(self, fragment: Any) -> None:
        for directive in fragment.directives:
            if directive.name.value == "defer" and not self._introspects(fragment, set()):
                self.marks[id(fragment)] = _read(directive, len(self.marks))

    def _introspects(self, node: Any, seen: set[str]) -> bool:
        """Returns whether a fragment asks for introspective root fields."""
        if isinstance(node, FieldNode):
            return node.name.value in INTROSPECTION
        fragment = node
        if isinstance(node, FragmentSpreadNode):
            if node.name.value in seen:
                return False
            seen.add(node.name.value)
            fragment = self._fragments[node.name.value]
        return any(self._introspects(child, seen) for child in fragment.selection_set.selections)


def _read(directive: Any, number: int) -> _Mark:
    label: str | None = None
    condition: str | bool = True
    for argument in directive.arguments or ():
        value = argument.value
        if argument.name.value == "label" and isinstance(value, StringValueNode):
            label = value.value
        elif argument.name.value == "if":
            condition = value.value if isinstance(value, BooleanValueNode) else value.name.value
    return _Mark(number, label, condition)
