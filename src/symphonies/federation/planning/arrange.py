"""From fetch steps to a plan tree: merge, batch, order."""

from __future__ import annotations

from collections.abc import Iterable

from .nodes import ConditionNode, Fetch, Flatten, Node, Parallel, Sequence
from .selection import Conditions
from .steps import Step, Tree


def merge_steps(steps: list[Step]) -> list[Step]:
    """Merges requests to one subgraph at one place where no data flows between them.

    Two steps of the same needs are always merged; a step that nothing waits for also joins a later one.
    """
    kept = list(steps)
    merged = True
    while merged:
        merged = False
        for first, second in _pairs(kept):
            if _may_merge(first, second, kept):
                first.absorb(second)
                _redirect(kept, second.number, first.number)
                kept.remove(second)
                merged = True
                break
    return kept


def _pairs(steps: list[Step]) -> Iterable[tuple[Step, Step]]:
    groups: dict[tuple[object, ...], list[Step]] = {}
    for step in steps:
        key = (step.graph, step.operation, step.is_entity, step.place, step.needs, step.defer)
        groups.setdefault(key, []).append(step)
    for group in groups.values():
        for index, first in enumerate(group):
            for second in group[index + 1 :]:
                yield first, second


def _may_merge(first: Step, second: Step, steps: list[Step]) -> bool:
    if first.operation != "query" or not first.accepts(second):
        return False
    if _depends(first, second, steps) or _depends(second, first, steps):
        return False
    if first.after == second.after:
        return True
    waited_for = {number for step in steps for number in step.after}
    return first.number not in waited_for or second.number not in waited_for


def _depends(step: Step, other: Step, steps: list[Step]) -> bool:
    """Returns whether a step needs another's data, directly or not."""
    by_number = {s.number: s for s in steps}
    pending, seen = set(step.after), set[int]()
    while pending:
        number = pending.pop()
        if number == other.number:
            return True
        if number not in seen:
            seen.add(number)
            pending |= by_number[number].after
    return False


def _redirect(steps: list[Step], old: int, new: int) -> None:
    for step in steps:
        if old in step.after:
            step.after.discard(old)
            step.after.add(new)


def set_conditions(step: Step) -> None:
    """Lifts the conditions that all fields of a step share to the step itself."""
    shared = [asked.conditions for tree in _tops(step) for asked in tree.fields.values()]
    if any(tree.branches and tree is not step.tree for tree in _tops(step)):
        shared += [
            c for tree in _tops(step) for branch in tree.branches.values() for c in _conditions(branch)
        ]
    shared += [tree.type_needed for tree in _tops(step) if tree.type_needed is not None]
    step.conditions = frozenset.intersection(*shared) if shared else frozenset()


def _tops(step: Step) -> list[Tree]:
    return list(step.tree.branches.values()) if step.is_entity else [step.tree]


def _conditions(tree: Tree) -> Iterable[Conditions]:
    for asked in tree.fields.values():
        yield asked.conditions
    for branch in tree.branches.values():
        yield from _conditions(branch)


def batch_steps(steps: list[Step]) -> list[list[Step]]:
    """Groups entity requests to one subgraph that as many others come before.

    One request for several places costs less than several, even where it waits for the slowest of them.
    """
    depths = _depths(steps)
    groups: dict[tuple[object, ...], list[Step]] = {}
    for step in steps:
        key: tuple[object, ...] = (step.number,)
        if step.is_entity and not step.contexts:
            key = (step.graph, depths[step.number], step.conditions, step.defer)
        groups.setdefault(key, []).append(step)
    return list(groups.values())


def _depths(steps: list[Step]) -> dict[int, int]:
    """Returns how many steps must come before each, one after the other."""
    by_number = {step.number: step for step in steps}
    found: dict[int, int] = {}

    def depth(number: int) -> int:
        if number not in found:
            before = [n for n in by_number[number].after if n in by_number]
            found[number] = 1 + max((depth(n) for n in before), default=-1)
        return found[number]

    return {number: depth(number) for number in by_number}


def arrange(fetches: list[tuple[list[Step], Fetch]]) -> Node | None:
    """Orders fetches into a tree in which each runs as soon as its inputs are there."""
    owner = {step.number: index for index, (group, _) in enumerate(fetches) for step in group}
    after = [
        {owner[n] for step in group for n in step.after if n in owner} - {i}
        for i, (group, _) in enumerate(fetches)
    ]
    nodes = [_wrap(group, fetch) for group, fetch in fetches]
    return _arrange(list(range(len(fetches))), after, nodes)


def _wrap(group: list[Step], fetch: Fetch) -> Node:
    node: Node = fetch
    if len(group) == 1 and group[0].path:
        node = Flatten(group[0].place, fetch)
    if group[0].conditions:
        node = ConditionNode(group[0].conditions, node)
    return node


def _arrange(members: list[int], after: list[set[int]], nodes: list[Node]) -> Node | None:
    if not members:
        return None
    groups = _components(members, after)
    if len(groups) > 1:
        return Parallel(tuple(n for g in groups if (n := _arrange(g, after, nodes)) is not None))
    inside = set(members)
    first = [m for m in members if not after[m] & inside]
    rest = [m for m in members if m not in first]
    head: Node = nodes[first[0]] if len(first) == 1 else Parallel(tuple(nodes[m] for m in first))
    tail = _arrange(rest, after, nodes)
    if tail is None:
        return head
    return Sequence((head, *(tail.nodes if isinstance(tail, Sequence) else (tail,))))


def _components(members: list[int], after: list[set[int]]) -> list[list[int]]:
    """Splits members into groups between which no data flows."""
    group_of = {m: m for m in members}

    def find(m: int) -> int:
        while group_of[m] != m:
            m = group_of[m]
        return m

    for m in members:
        for n in after[m]:
            if n in group_of:
                group_of[find(m)] = find(n)
    groups: dict[int, list[int]] = {}
    for m in members:
        groups.setdefault(find(m), []).append(m)
    return list(groups.values())
