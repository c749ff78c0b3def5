"""Rows of one entity type -> the objects asked for, a column at a time.

A compiled type knows which columns it needs and how each response key becomes a column of values;
objects are made last, by zipping. References and lists below are read for all rows at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from symphonies.platform.subgraphs.model import Entity, ListField, ReferenceField
from symphonies.platform.subgraphs.resolve.lists import compile_list
from symphonies.platform.subgraphs.resolve.run import Run
from symphonies.platform.subgraphs.rows import Rows
from symphonies.platform.subgraphs.selection import Selected

ColumnOf: TypeAlias = Callable[[Rows], Sequence[Any]]
"""Makes one response key's values for all rows."""
Keys: TypeAlias = Sequence[Any]


@dataclass
class CompiledEntity:
    """What one selection asks of one entity type that this subgraph stores."""

    entity: Entity
    run: Run
    columns: set[str] = field(default_factory=set)
    """The store's columns it needs."""
    parts: list[tuple[str, ColumnOf]] = field(default_factory=list)

    def shape(self, rows: Rows) -> list[dict[str, Any]]:
        """Return one object for each row, in order."""
        if not self.parts or not len(rows):
            return [{} for _ in range(len(rows))]
        keys = [key for key, _ in self.parts]
        columns = [column(rows) for _, column in self.parts]
        return [dict(zip(keys, values, strict=True)) for values in zip(*columns, strict=True)]

    def by_key(self, keys: Sequence[tuple[Any, ...]]) -> dict[tuple[Any, ...], dict[str, Any]]:
        """Return the visible objects with the given keys, in one read."""
        if not keys:
            return {}
        if not self.run.reader.readable(self.entity):
            self.run.tell_forbidden(self.entity)
            return {}
        rows = self.run.reader.entities(self.entity, keys, self.columns)
        found = zip(*(rows.raw(name) for name in self.entity.key), strict=True)
        return dict(zip(found, self.shape(rows), strict=True))


def compile_entity(run: Run, entity: Entity, selections: Sequence[Selected]) -> CompiledEntity:
    """Compile what is asked of an entity type of this product."""
    compiled = CompiledEntity(entity, run)
    for selected in selections:
        compiled.parts.append((selected.key, _part(compiled, selected)))
    return compiled


def _part(compiled: CompiledEntity, selected: Selected) -> ColumnOf:
    run, entity, name = compiled.run, compiled.entity, selected.name
    if name == "__typename":
        return lambda rows: [entity.name] * len(rows)
    if name in entity.fields:
        column = entity.fields[name].column
        return _masked(run, entity, name) if _needs(compiled, column) else lambda rows: rows.json(column)
    if name in entity.references:
        reference = entity.references[name]
        if _needs(compiled, reference.column):
            return _masked(run, entity, name)
        return _reference(compiled, reference, selected)
    (key,) = entity.key
    compiled.columns.add(key)
    lists = _list(run, entity, entity.lists[name], selected)
    return lambda rows: lists(rows.raw(key))


def _needs(compiled: CompiledEntity, column: str) -> bool:
    """Ask for a column to be read; return whether it is masked instead."""
    if column in compiled.run.reader.masked(compiled.entity):
        return True
    compiled.columns.add(column)
    return False


def _masked(run: Run, entity: Entity, name: str) -> ColumnOf:
    def nulls(rows: Rows) -> list[None]:
        if len(rows):
            run.tell_masked(entity, name)
        return [None] * len(rows)

    return nulls


def _reference(compiled: CompiledEntity, reference: ReferenceField, selected: Selected) -> ColumnOf:
    run = compiled.run
    target = run.model.entities[reference.target]
    below = run.collector.below(target.name, selected)
    find = compile_by_key(run, target, below)

    def column(rows: Rows) -> list[Any]:
        values = rows.raw(reference.column)
        found = find([(value,) for value in dict.fromkeys(values) if value is not None])
        return [found.get((value,)) for value in values]

    return column


ByKey: TypeAlias = Callable[[Sequence[tuple[Any, ...]]], dict[tuple[Any, ...], dict[str, Any]]]
"""Finds objects of one type by their keys, all at once."""


def compile_by_key(run: Run, entity: Entity, selections: Sequence[Selected]) -> ByKey:
    """Compile what is asked of an entity type that is known by key.

    Of a type that another product stores, this subgraph knows the key and the lists it adds.
    """
    if entity.product == run.product:
        return compile_entity(run, entity, selections).by_key
    parts = [(selected.key, _foreign_part(run, entity, selected)) for selected in selections]
    names = [key for key, _ in parts]

    def find(keys: Sequence[tuple[Any, ...]]) -> dict[tuple[Any, ...], dict[str, Any]]:
        if not parts or not keys:
            return {key: {} for key in keys}
        values = [key for (key,) in keys]
        columns = [part(values) for _, part in parts]
        shaped = (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))
        return dict(zip(keys, shaped, strict=True))

    return find


def _foreign_part(run: Run, entity: Entity, selected: Selected) -> Callable[[Keys], Sequence[Any]]:
    if selected.name == "__typename":
        return lambda keys: [entity.name] * len(keys)
    if selected.name == entity.key_fields[0].name:
        return lambda keys: keys
    return _list(run, entity, run.model.list_fields(run.product, entity.name)[selected.name], selected)


def _list(run: Run, owner: Entity, found: ListField, selected: Selected) -> Callable[[Keys], Sequence[Any]]:
    listed = run.model.entities[found.entity]
    return compile_list(run, owner.name, listed, selected, compile_entity, found.column).of_parents
