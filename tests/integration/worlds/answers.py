"""What the data of a world is: one function answers every field, for the one schema and for every subgraph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import orjson
from graphql import GraphQLError, ListTypeNode, NonNullTypeNode, TypeNode, parse_type

from .model import INSTANCES, Field, World

Source = dict[str, Any]
NULL, FAILURE, LIE = 0.12, 0.04, 0.015
"""How often a value is null, a field fails, and a null stands where none may."""


def entity(name: str, number: int) -> Source:
    """Returns the source of an entity, its keys included."""
    return {
        "__typename": name,
        "uid": f"{name}-{number}",
        "id": f"{name}-{number}",
        "sku": 10 * int(name[1:]) + number,
        "region": f"r{number}",
        "tag": {
            "__typename": "Tag",
            "uid": f"tag-{name}-{number}",
            "code": f"t{name}{number}",
            "rank": number,
        },
    }


def find(given: Mapping[str, Any], type_name: str) -> Source | None:
    """Returns the entity that a representation names by whichever of its keys."""
    for number in range(INSTANCES):
        found = entity(type_name, number)
        names = [name for name in ("id", "sku") if name in given]
        if names and all(given[name] == found[name] for name in names):
            return found
        if not names and given.get("tag", {}).get("code") == found["tag"]["code"]:
            return found
    return None


class Answers:
    """Answers the fields of a world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def to(self, source: Source, drawn: Field, given: Mapping[str, Any]) -> Any:
        """Returns what a field of an object is, or raises what it fails with."""
        told = orjson.dumps(given, option=orjson.OPT_SORT_KEYS).decode() if drawn.takes else ""
        uid = source.get("uid", "Query")
        rng = Random(f"{self._world.salt}/{uid}/{drawn.name}/{told}")
        if not drawn.is_safe and rng.random() < FAILURE:
            raise GraphQLError(f"{uid}.{drawn.name} fails")
        place = f"{uid}.{drawn.name}{told}"
        return self._value(parse_type(drawn.type), drawn, place, rng)

    def _value(self, type_: TypeNode, drawn: Field, place: str, rng: Random) -> Any:
        if isinstance(type_, NonNullTypeNode):
            if not drawn.is_safe and rng.random() < LIE:
                return None
            return self._some(type_.type, drawn, place, rng)
        return None if rng.random() < NULL else self._some(type_, drawn, place, rng)

    def _some(self, type_: TypeNode, drawn: Field, place: str, rng: Random) -> Any:
        if isinstance(type_, ListTypeNode):
            count = rng.randint(0, 3)
            items: list[Any] = [self._value(type_.type, drawn, f"{place}.{n}", rng) for n in range(count)]
            if items and not drawn.is_safe and rng.random() < FAILURE:
                items[rng.randrange(count)] = GraphQLError(f"an item of {place} fails")
            return items
        return self._named(drawn, place, rng)

    def _named(self, drawn: Field, place: str, rng: Random) -> Any:
        world, base = self._world, drawn.base
        if base in world.values:
            return {"__typename": base, "uid": place}
        if base in world.unions or base in world.interfaces:
            base = rng.choice(world.members(base, drawn.owners[0]))
            if base in world.values:
                return {"__typename": base, "uid": place}
        if base in world.entities:
            return entity(base, rng.randrange(INSTANCES))
        return _scalar(base, place, rng)

    def required(self, source: Source, name: str) -> Any:
        """Returns an input of a computed field as plain data."""
        drawn = self._world.fields(source["__typename"])[name]
        if drawn.requires:
            return self.computed(
                drawn, {each: self.required(source, each) for each in drawn.requires}, source
            )
        return self._plain(self.to(source, drawn, {}), drawn)

    def _plain(self, value: Any, drawn: Field) -> Any:
        if isinstance(value, list):
            return [self._plain(each, drawn) for each in value]
        if isinstance(value, dict) and drawn.base in self._world.values:
            below = self._world.values[drawn.base].fields
            return {name: self._plain(self.to(value, each, {}), each) for name, each in below.items()}
        return value

    def computed(self, drawn: Field, inputs: Mapping[str, Any], source: Source) -> Any:
        """Returns what a field is that is computed from inputs."""
        told = orjson.dumps(inputs, option=orjson.OPT_SORT_KEYS).decode()
        rng = Random(f"{self._world.salt}/{source['uid']}/{drawn.name}")
        if not drawn.is_safe and rng.random() < FAILURE:
            raise GraphQLError(f"{source['uid']}.{drawn.name} fails")
        if not drawn.type.endswith("!") and rng.random() < NULL:
            return None
        return f"{drawn.name}<{told}>"


def _scalar(base: str, place: str, rng: Random) -> Any:
    made: Mapping[str, Callable[[], Any]] = {
        "Int": lambda: rng.randint(-5, 5),
        "Float": lambda: rng.randint(-9, 9) / 2,
        "Boolean": lambda: rng.random() < 0.5,
        "Mode": lambda: rng.choice(["FAST", "SLOW"]),
        "Any": lambda: rng.choice([1, "x", {"a": [None, {"b": 1.5}]}, [], False]),
    }
    return made[base]() if base in made else f"{place}:{rng.randrange(100)}"
