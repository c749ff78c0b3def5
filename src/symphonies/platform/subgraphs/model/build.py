"""Contracts -> entity types, references and the lists that answer them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from symphonies.platform.lakehouse import Contract, Table
from symphonies.platform.subgraphs.errors import GraphNameTakenError
from symphonies.platform.subgraphs.model.entities import (
    ColumnField,
    Entity,
    GraphModel,
    ListField,
    ReferenceField,
    TableRelation,
)
from symphonies.platform.subgraphs.names import camel, lower_first, pascal, plural


def build_model(contracts: Sequence[Contract], reserved: Collection[str] = ()) -> GraphModel:
    """Read every table that names an entity, and connect them by their references.

    A reference to a table that is no entity, is not installed, or has a key of several columns
    stays a plain column.

    Args:
        contracts: The contracts of all products.
        reserved: Type names and root fields that the platform uses itself.

    Raises:
        GraphNameTakenError: Two contracts name the same entity, or one takes a platform name.
    """
    tables = {
        f"{contract.id}.{name}": (contract, table)
        for contract in contracts
        for name, table in contract.tables.items()
    }
    names = {full: table.entity for full, (_, table) in tables.items() if table.entity is not None}
    _refuse_taken_names(names, reserved)
    relations = {full: _relation(full, contract, table, tables) for full, (contract, table) in tables.items()}
    entities = {name: _entity(full, *tables[full], relations[full], names) for full, name in names.items()}
    return _connect(entities, relations)


def _refuse_taken_names(names: dict[str, str], reserved: Collection[str]) -> None:
    owners: dict[str, str] = {}
    for table, name in names.items():
        root_fields = {lower_first(name), plural(lower_first(name))}
        if root_fields.union((name,)).intersection(reserved):
            raise GraphNameTakenError(
                f"table {table} calls its entity {name!r}, a name the platform uses itself",
                hint="Choose a more precise entity name in product.yaml.",
            )
        for taken in (name, *root_fields):
            if taken in owners:
                raise GraphNameTakenError(
                    f"table {table} calls its entity {name!r}; {owners[taken]} already takes {taken!r}",
                    hint="An entity has one home: rename this one, or refer to the other table.",
                )
            owners[taken] = table


def _relation(
    full: str, contract: Contract, table: Table, tables: dict[str, tuple[Contract, Table]]
) -> TableRelation:
    references: dict[str, tuple[str, str]] = {}
    for name, column in table.columns.items():
        if column.references is None:
            continue
        target = column.references if "." in column.references else f"{contract.id}.{column.references}"
        if target in tables and len(tables[target][1].key) == 1:
            references[name] = (target, tables[target][1].key[0])
    return TableRelation(full, references)


def _entity(
    full: str, contract: Contract, table: Table, relation: TableRelation, names: dict[str, str]
) -> Entity:
    assert table.entity is not None
    fields = {
        camel(name): ColumnField(
            camel(name), name, str(column.type), _meaning(column.meaning, column.unit),
            key=name in table.key,
            is_id=str(column.type) == "string" and (name in table.key or name in relation.references),
        )
        for name, column in table.columns.items()
    }  # fmt: skip
    references: dict[str, ReferenceField] = {}
    for name, (target, _) in relation.references.items():
        if target in names:
            field_name = _reference_name(name, names[target], {*fields, *references})
            meaning = table.columns[name].meaning
            references[field_name] = ReferenceField(field_name, name, names[target], target, meaning)
    single = lower_first(table.entity)
    return Entity(
        table.entity,
        contract.id,
        full,
        table.description,
        table.key,
        fields,
        references,
        {},
        single,
        plural(single),
    )


def _meaning(meaning: str, unit: str | None) -> str:
    return f"{meaning} ({unit})." if unit and unit != "money" else f"{meaning}."


def _reference_name(column: str, target: str, taken: set[str]) -> str:
    short = camel(column.removesuffix("_id"))
    return f"{short}{target}" if short in taken else short


def _connect(entities: dict[str, Entity], relations: dict[str, TableRelation]) -> GraphModel:
    extensions: dict[str, dict[str, tuple[ListField, ...]]] = {}
    connected = dict(entities)
    for entity in entities.values():
        for found in _lists_of(entity, entities):
            owner = connected[found.owner]
            if owner.product == entity.product:
                connected[owner.name] = replace(owner, lists={**owner.lists, found.name: found})
            else:
                added = extensions.setdefault(entity.product, {})
                added[owner.name] = (*added.get(owner.name, ()), found)
    return GraphModel(connected, extensions, relations)


def _lists_of(entity: Entity, entities: dict[str, Entity]) -> Iterable[ListField]:
    """Return the lists that other entities get because this one refers to them."""
    times = Counter(reference.target for reference in entity.references.values())
    for reference in entity.references.values():
        owner = entities[reference.target]
        name = entity.plural
        if times[reference.target] > 1 or owner.name == entity.name:
            name += f"By{pascal(reference.column.removesuffix('_id'))}"
        if name in owner.fields or name in owner.references:
            name += "List"
        told = f"{entity.description.rstrip('.')}: those of this {owner.name}, by {reference.column}."
        yield ListField(name, owner.name, entity.name, reference.column, told)
