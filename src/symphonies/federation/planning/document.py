"""From step trees to operation text, with aliases where one subgraph's types disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graphql import ArgumentNode, ListValueNode, ObjectValueNode, ValueNode, VariableNode, print_ast

from .nodes import Rename
from .selection import Conditions
from .steps import Path, Tree, TreeField


def print_tree(tree: Tree, conditions: Conditions) -> str:
    """Returns a selection set, braces included; ``conditions`` already hold where it stands."""
    words = ["__typename"] if tree.with_typename or not (tree.fields or tree.branches) else []
    words += [_print_field(f, conditions) for f in tree.fields.values()]
    words += [f"...on {name}{print_tree(branch, conditions)}" for name, branch in tree.branches.items()]
    return "{" + " ".join(words) + "}"


def _print_field(asked: TreeField, known: Conditions) -> str:
    text = asked.name if asked.sent_as == asked.name else f"{asked.sent_as}:{asked.name}"
    if asked.arguments:
        text += "(" + ",".join(_print_argument(a) for a in asked.arguments) + ")"
    own = sorted(asked.conditions - known)
    direct: dict[bool, str] = {}
    wrapped = []
    for name, wanted in own:
        if wanted in direct:
            wrapped.append((name, wanted))
        else:
            direct[wanted] = name
    text += "".join(_print_condition(name, wanted) for wanted, name in direct.items())
    if asked.child is not None:
        text += print_tree(asked.child, known | asked.conditions)
    for name, wanted in wrapped:
        text = f"...{_print_condition(name, wanted)}{{{text}}}"
    return text


def _print_argument(argument: ArgumentNode) -> str:
    return f"{argument.name.value}:{print_ast(argument.value)}"


def _print_condition(name: str, wanted: bool) -> str:
    return f" @{'include' if wanted else 'skip'}(if:${name})"


def variables_of(tree: Tree, conditions: Conditions) -> set[str]:
    """Returns the variables a tree uses below some conditions."""
    found: set[str] = set()
    for asked in tree.fields.values():
        found |= {name for name, _ in asked.conditions - conditions}
        for argument in asked.arguments:
            found |= _variables_in(argument.value)
        if asked.child is not None:
            found |= variables_of(asked.child, conditions | asked.conditions)
    for branch in tree.branches.values():
        found |= variables_of(branch, conditions)
    return found


def _variables_in(value: ValueNode) -> set[str]:
    if isinstance(value, VariableNode):
        return {value.name.value}
    if isinstance(value, ListValueNode):
        return set().union(*(_variables_in(v) for v in value.values))
    if isinstance(value, ObjectValueNode):
        return set().union(*(_variables_in(f.value) for f in value.fields))
    return set()


@dataclass(slots=True)
class Conflicts:
    """Finds fields of one response key whose types cannot stand together; the later ones get an alias."""

    renames: list[Rename] = field(default_factory=list)
    _count: int = 0

    def settle(self, trees: Mapping[str | None, Iterable[Tree]], path: Path) -> None:
        """Settles the conflicts among the selections that apply to one place.

        Args:
            trees: selections by the concrete or abstract type they are under, None for all.
            path: the place within the answer.
        """
        keyed: dict[str, list[tuple[str | None, TreeField]]] = {}
        for type_name, tree in _branches(trees):
            for asked in tree.fields.values():
                keyed.setdefault(asked.key, []).append((type_name, asked))
        for key, uses in keyed.items():
            self._settle_key(key, uses, path)

    def _settle_key(self, key: str, uses: list[tuple[str | None, TreeField]], path: Path) -> None:
        groups: dict[tuple[str, str], list[tuple[str | None, TreeField]]] = {}
        for type_name, asked in uses:
            groups.setdefault((asked.signature, _shape(asked)), []).append((type_name, asked))
        for number, group in enumerate(groups.values()):
            if number:
                self._alias(key, group, path)
            children = [asked.child for _, asked in group if asked.child is not None]
            if children:
                sent = group[0][1].sent_as
                self.settle({None: children}, (*path, (sent, None)))

    def _alias(self, key: str, group: list[tuple[str | None, TreeField]], path: Path) -> None:
        sent = f"_{key}_c{self._count}"
        self._count += 1
        for _, asked in group:
            asked.sent_as = sent
        self.renames.append(Rename(path, sent, key))


def _branches(trees: Mapping[str | None, Iterable[Tree]]) -> Iterable[tuple[str | None, Tree]]:
    for type_name, group in trees.items():
        for tree in group:
            yield type_name, tree
            for name, branch in tree.branches.items():
                yield from _branches({name: [branch]})


def _shape(asked: TreeField) -> str:
    """Returns what two fields of one response key must share: wrappers, and the name of a leaf."""
    if asked.child is None:
        return asked.type
    return "".join(c for c in asked.type if c in "[]!")
