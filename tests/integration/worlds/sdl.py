"""The subgraphs' schema documents of a world."""

from __future__ import annotations

from .model import ARGUMENTS, KEYS, LENS, LINK, SHARED, Entity, Field, World


def write(world: World) -> dict[str, str]:
    """Returns the document of every subgraph."""
    documents = {name: _Writer(world, name).write() for name in world.subgraphs}
    if world.lens:
        documents[LENS] = _write_lens(world)
    return documents


def _field(drawn: Field, marks: str = "") -> str:
    return f"  {drawn.name}{ARGUMENTS if drawn.takes else ''}: {drawn.type}{marks}\n"


class _Writer:
    def __init__(self, world: World, subgraph: str) -> None:
        self._world = world
        self._name = subgraph
        self._needed: set[str] = set()

    def write(self) -> str:
        """Returns the document: what the subgraph hosts, and what that mentions."""
        world, name = self._world, self._name
        roots = [each for each in world.roots.values() if name in each.owners]
        parts = [LINK, SHARED, "type Query {\n  ping: Boolean @shareable\n"]
        parts += [_field(each, " @shareable" if len(each.owners) > 1 else "") for each in roots]
        parts.append("}\n")
        self._needed |= {each.base for each in roots}
        written: dict[str, str] = {
            entity.name: self._entity(entity) for entity in world.entities.values() if name in entity.keys
        }
        while missing := self._needed - written.keys():
            for type_name in sorted(missing):
                written[type_name] = self._other(type_name)
        return "".join([*parts, *written.values()])

    def _implements(self, entity: str) -> str:
        names = [i for i, (members, _) in self._world.interfaces.items() if entity in members]
        names = [i for i in names if i in self._local_interfaces()]
        return f" implements {' & '.join(names)}" if names else ""

    def _local_interfaces(self) -> list[str]:
        return [i for i in self._world.interfaces if self._interface_fields(i)]

    def _interface_fields(self, name: str) -> dict[str, str]:
        """Returns the lines of an interface: what all its members here answer themselves."""
        members = self._world.members(name, self._name)
        if not members:
            return {}
        entities = [self._world.entities[member] for member in members]
        lines = {}
        for candidate in self._world.interfaces[name][1]:
            if all(self._name in each.fields[candidate].owners for each in entities):
                lines[candidate] = _field(entities[0].fields[candidate])
        shared = set.intersection(*({k for key in e.keys[self._name] for k in _lines(key)} for e in entities))
        for line in shared:
            lines[line] = f"  {line}\n"
        return lines

    def _entity(self, entity: Entity) -> str:
        keys = entity.keys[self._name]
        self._needed |= {i for i in self._local_interfaces() if entity.name in self._world.interfaces[i][0]}
        head = f"type {entity.name}{self._implements(entity.name)}"
        head += "".join(f' @key(fields: "{key}")' for key in keys) + " {\n"
        lines = {f"  {line}\n" for key in keys for line in _lines(key)}
        return (
            head + "".join(sorted(lines)) + "".join(map(self._line(entity), entity.fields.values())) + "}\n"
        )

    def _line(self, entity: Entity):
        needed = {n for f in entity.fields.values() if self._name in f.owners for n in f.requires}
        provided = {
            f.provides
            for type_name in (*self._world.entities, "Query")
            for f in self._world.fields(type_name).values()
            if self._name in f.owners and f.base == entity.name and f.provides
        }

        def line(drawn: Field) -> str:
            if self._name in drawn.owners:
                self._needed.add(drawn.base)
                marks = " @shareable" if len(drawn.owners) > 1 else ""
                marks += f' @override(from: "{drawn.stale}")' if drawn.stale else ""
                marks += f' @provides(fields: "{drawn.provides}")' if drawn.provides else ""
                if drawn.requires:
                    marks += f' @requires(fields: "{" ".join(map(self._selected(entity), drawn.requires))}")'
                return _field(drawn, marks)
            if drawn.stale == self._name:
                self._needed.add(drawn.base)
                return _field(drawn)
            if drawn.name in needed | provided:
                self._needed.add(drawn.base)
                return _field(drawn, " @external")
            return ""

        return line

    def _selected(self, entity: Entity):
        def selected(name: str) -> str:
            value = self._world.values.get(entity.fields[name].base)
            return f"{name} {{ {' '.join(value.fields)} }}" if value else name

        return selected

    def _other(self, name: str) -> str:
        """Writes what is only mentioned here."""
        world = self._world
        if name in world.values:
            fields = world.values[name].fields.values()
            self._needed |= {each.base for each in fields}
            return f"type {name} @shareable {{\n{''.join(map(_field, fields))}}}\n"
        if name in world.unions:
            members = world.unions[name][self._name]
            self._needed |= set(members)
            return f"union {name} = {' | '.join(members)}\n"
        if name in world.interfaces:
            lines = self._interface_fields(name) or {"": "  ping: Boolean\n"}
            by_id = ' @key(fields: "id")' if world.lens and world.lens[0] == name else ""
            return f"interface {name}{by_id} {{\n{''.join(lines.values())}}}\n"
        if name in world.entities:
            key = next(iter(world.entities[name].keys.values()))[0]
            lines = "".join(f"  {line}\n" for line in _lines(key))
            return f'type {name} @key(fields: "{key}", resolvable: false) {{\n{lines}}}\n'
        return ""


def _lines(key: str) -> list[str]:
    return ["id: ID!", "region: String!"] if key == "id region" else [KEYS[key]]


def _write_lens(world: World) -> str:
    assert world.lens is not None
    name, extra = world.lens
    root = "".join(_field(each) for each in world.roots.values() if LENS in each.owners)
    query = f"type Query {{\n  ping: Boolean @shareable\n{root}}}\n"
    body = f'type {name} @key(fields: "id") @interfaceObject {{\n  id: ID!\n{_field(extra)}}}\n'
    return LINK + SHARED + query + body
