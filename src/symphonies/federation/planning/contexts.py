"""Contextual arguments: what they take is selected on the enclosing object, under a key of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from symphonies.federation.errors import PlanningError
from symphonies.federation.supergraph import ContextArgument

from .graph import QueryGraph
from .selection import ContextValue, Field, Item, Selection, merge_items

CONTEXT_KEY = "_context_"
"""How response keys of context values begin."""


@dataclass(slots=True)
class _Level:
    """One object on the way to a field.

    Attributes:
        type: the type the way goes on from.
        depth: how many response keys lead to it.
        added: what is taken from it.
    """

    type: str
    depth: int
    added: list[Item] = field(default_factory=list)


class ContextTaker:
    """Prepares one operation.

    Args:
        graph: the query graph.
        definitions: the operation's variables, whose names are not used again.
    """

    def __init__(self, graph: QueryGraph, definitions: Mapping[str, str]) -> None:
        self._graph = graph
        self._used = definitions
        self._count = 0

    def prepare(self, selection: Selection) -> Selection:
        """Returns the selection with every contextual argument given a source.

        Raises:
            PlanningError: when no enclosing object sets a context.
        """
        return self._prepare(selection, []) if self._graph.contexts else selection

    def _prepare(self, selection: Selection, above: list[_Level]) -> Selection:
        items: list[Item] = []
        added: list[Item] = []
        for type_name, asked in selection.items:
            level = _Level(type_name, len(above))
            found = asked
            if asked.selection is not None:
                found = asked.with_selection(self._prepare(asked.selection, [*above, level]))
            wanted = () if asked.name == "__typename" else self._graph.contextual(type_name, asked.name)
            if wanted:
                found = found.taking(self._values(wanted, above, type_name, asked.name))
            items.append((type_name, found))
            added.extend(level.added)
        return Selection(selection.parent, merge_items([*items, *added]))

    def _values(
        self, wanted: tuple[ContextArgument, ...], above: list[_Level], type_name: str, field: str
    ) -> tuple[ContextValue, ...]:
        """Returns the values that are there; the subgraphs that miss one cannot be asked for the field."""
        values = [(argument, self._value(argument, above)) for argument in wanted]
        missing = {argument.graph: argument.context for argument, value in values if value is None}
        answering = {g for t in self._graph.possible(type_name) for g in self._graph.answering(t, field)}
        if missing and answering <= missing.keys():
            context = next(iter(missing.values())).rpartition("__")[2]
            raise PlanningError(f'Nothing around {type_name} on this path sets the context "{context}".')
        return tuple(value for _, value in values if value is not None)

    def _value(self, argument: ContextArgument, above: list[_Level]) -> ContextValue | None:
        setting: set[str] = set()
        for setter in self._graph.contexts.get(argument.context, ()):
            setting |= self._graph.possible(setter)
        for level in reversed(above):
            if self._graph.possible(level.type) <= setting:
                keys = tuple(self._take(argument, level))
                variable = self._free(f"{keys[0][0]}_{argument.name}")
                return ContextValue(argument.graph, argument.name, variable, argument.type, level.depth, keys)
        return None

    def _take(self, argument: ContextArgument, level: _Level) -> Iterator[tuple[str, ...]]:
        """Selects the value on the enclosing object; yields the keys that lead to it."""
        key = f"{CONTEXT_KEY}{self._count}"
        self._count += 1
        for type_name, asked in self._graph.reader.read(argument.selection, level.type).items:
            level.added.append((type_name, asked.called(key)))
            yield (key, *_below(asked))

    def _free(self, name: str) -> str:
        while name in self._used:
            name = f"_{name}"
        return name


def _below(asked: Field) -> Iterator[str]:
    """Yields the response keys that lead from a field to its only leaf."""
    if asked.selection is not None:
        _, child = asked.selection.items[0]
        yield child.key
        yield from _below(child)
