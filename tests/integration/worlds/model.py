"""A federated world as data: types, fields, who owns them, and how the subgraphs' documents are written."""

from __future__ import annotations

from dataclasses import dataclass, field

INSTANCES = 3
"""Objects of every entity."""
KEYS = {
    "id": "id: ID!",
    "sku": "sku: Int!",
    "id region": "id: ID! region: String!",
    "tag { code }": "tag: Tag!",
}
"""Keys an entity may have, and the fields that each needs."""
ARGUMENTS = "(n: Int = 2, mode: Mode, box: Box)"
SHARED = """
enum Mode { FAST SLOW }
input Box { size: Int! words: [String!] = ["w"] mode: Mode }
scalar Any
type Tag @shareable { code: String! rank: Int }
"""
DIRECTIVES = ["@key", "@requires", "@provides", "@external", "@shareable", "@override", "@interfaceObject"]
IMPORTED = ", ".join(f'"{name}"' for name in DIRECTIVES)
LINK = f'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: [{IMPORTED}])\n'


@dataclass
class Field:
    """A field of a type.

    Attributes:
        name: its name.
        base: the named type of its value.
        pattern: its type with ``%s`` for the named type.
        owners: the subgraphs that answer it.
        takes: whether it has the arguments that every such field has.
        requires: the selection it needs from other subgraphs, by field name.
        provides: a field of its value that its owner knows too.
        stale: the subgraph it was moved away from.
        is_safe: whether it never fails, because others need it.
    """

    name: str
    base: str
    pattern: str = "%s"
    owners: tuple[str, ...] = ()
    takes: bool = False
    requires: tuple[str, ...] = ()
    provides: str = ""
    stale: str = ""
    is_safe: bool = False

    @property
    def type(self) -> str:
        return self.pattern % self.base


@dataclass
class Entity:
    """A type with keys; ``keys`` are by subgraph that hosts it."""

    name: str
    keys: dict[str, list[str]] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)


@dataclass
class World:
    """Everything that is drawn.

    Attributes:
        salt: what its data depends on.
        subgraphs: names.
        entities: by name.
        values: types without keys, known by all who need them.
        interfaces: their members and fields by name.
        unions: their members by name and subgraph.
        roots: fields of the query type.
        lens: an interface that one more subgraph sees as an object, and the field it adds.
    """

    salt: int
    subgraphs: list[str]
    entities: dict[str, Entity] = field(default_factory=dict)
    values: dict[str, Entity] = field(default_factory=dict)
    interfaces: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)
    unions: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    roots: dict[str, Field] = field(default_factory=dict)
    lens: tuple[str, Field] | None = None

    def fields(self, type_name: str) -> dict[str, Field]:
        """Returns the drawn fields of a type, key fields not among them."""
        if type_name == "Query":
            return self.roots
        return (self.entities.get(type_name) or self.values[type_name]).fields

    def members(self, abstract: str, subgraph: str) -> list[str]:
        """Returns the concrete types that a subgraph knows of an abstract type."""
        if abstract in self.unions:
            return self.unions[abstract][subgraph]
        if subgraph == LENS:
            return self.interfaces[abstract][0]
        return [name for name in self.interfaces[abstract][0] if subgraph in self.entities[name].keys]


LENS = "lens"
"""The subgraph that sees an interface as an object."""
