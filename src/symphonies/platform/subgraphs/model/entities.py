"""The tables of all contracts as entity types of one graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FieldType:
    """How a column's type appears in the graph."""

    scalar: str
    """The GraphQL scalar."""
    filter: str
    """The input type that filters it."""


FIELD_TYPES: Mapping[str, FieldType] = {
    "string": FieldType("String", "StringFilter"),
    "integer": FieldType("Int", "IntFilter"),
    "decimal": FieldType("Float", "FloatFilter"),
    "number": FieldType("Float", "FloatFilter"),
    "boolean": FieldType("Boolean", "BooleanFilter"),
    "date": FieldType("Date", "DateFilter"),
    "timestamp": FieldType("DateTime", "DateTimeFilter"),
}


@dataclass(frozen=True)
class ColumnField:
    """A scalar field and the column behind it."""

    name: str
    column: str
    type: str
    """The contract's column type."""
    description: str
    key: bool = False
    """Whether it is part of the key; then it is never null."""
    is_id: bool = False
    """A text that is a key here or refers to one: shown as ``ID``."""

    @property
    def scalar(self) -> str:
        """The GraphQL scalar of the values."""
        return "ID" if self.is_id else FIELD_TYPES[self.type].scalar


@dataclass(frozen=True)
class ReferenceField:
    """A field that leads from many rows here to one row of another entity."""

    name: str
    column: str
    target: str
    """The entity type referred to."""
    target_table: str
    description: str


@dataclass(frozen=True)
class ListField:
    """A field on the referred entity that lists the rows referring to it."""

    name: str
    owner: str
    """The entity type the field is on."""
    entity: str
    """The entity type of the listed rows."""
    column: str
    """The column of the listed rows that holds the owner's key."""
    description: str


@dataclass(frozen=True)
class Entity:
    """A table as a type of the graph."""

    name: str
    product: str
    table: str
    """The full name, ``product.table``."""
    description: str
    key: tuple[str, ...]
    """The key columns."""
    fields: Mapping[str, ColumnField]
    """By field name."""
    references: Mapping[str, ReferenceField]
    lists: Mapping[str, ListField]
    """Lists on this type that this type's own product serves."""
    single: str
    """The root field that looks one up."""
    plural: str
    """The root field that lists them."""

    def column(self, name: str) -> ColumnField:
        """Return the field of a column."""
        return next(found for found in self.fields.values() if found.column == name)

    @property
    def key_fields(self) -> tuple[ColumnField, ...]:
        """The fields of the key, in the contract's order."""
        return tuple(self.column(name) for name in self.key)


@dataclass(frozen=True)
class TableRelation:
    """A table as the store knows it: what row rules travel along."""

    name: str
    references: Mapping[str, tuple[str, str]]
    """Column -> (referred table, its key column)."""


@dataclass(frozen=True)
class GraphModel:
    """All entity types, and who extends whom."""

    entities: Mapping[str, Entity]
    """By type name."""
    extensions: Mapping[str, Mapping[str, tuple[ListField, ...]]] = field(default_factory=dict)
    """Product -> foreign entity type -> the lists that product adds to it."""
    tables: Mapping[str, TableRelation] = field(default_factory=dict)
    """Every table of every contract, by full name."""

    def of_product(self, product: str) -> tuple[Entity, ...]:
        """Return the entity types a product owns, in the contract's order."""
        return tuple(entity for entity in self.entities.values() if entity.product == product)

    def list_fields(self, product: str, entity: str) -> Mapping[str, ListField]:
        """Return the lists that a product serves on an entity type, its own or a foreign one."""
        if self.entities[entity].product == product:
            return self.entities[entity].lists
        return {found.name: found for found in self.extensions.get(product, {}).get(entity, ())}
