"""Operations drawn at random over a schema: aliases, fragments, conditions, arguments, variables."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_composite_type,
)

BOX = ('{ size: 3 }', '{ size: 1, words: [] }', '{ size: 0, mode: SLOW, words: ["a", "b"] }')  # fmt: skip
MOST, NESTED = 80, 3
"""Fields of an operation, and fragments directly inside one another."""


@dataclass
class Operation:
    """A document with the values of its variables."""

    text: str
    variables: dict[str, Any] = field(default_factory=dict)


class Drawer:
    """Draws one operation.

    Args:
        schema: what may be asked.
        rng: chance.
    """

    def __init__(self, schema: GraphQLSchema, rng: Random) -> None:
        self._schema = schema
        self._rng = rng
        self._declared: dict[str, str] = {}
        self._values: dict[str, Any] = {}
        self._fragments: dict[str, tuple[str, str]] = {}
        self._aliases = 0
        self._open = 0
        self._drawn = 0

    def draw(self, depth: int) -> Operation:
        """Returns an operation no deeper than that."""
        assert self._schema.query_type is not None
        body = self._selection(self._schema.query_type, depth, width=4)
        declared = ", ".join(f"${name}: {type_}" for name, type_ in self._declared.items())
        head = f"query Drawn({declared}) " if declared else "query Drawn "
        return Operation(
            head + body + "".join(f"\n{text}" for _, text in self._fragments.values()), self._values
        )

    def _selection(self, type_: Any, depth: int, width: int = 5) -> str:
        if self._drawn > MOST:
            return "{ __typename }"
        words = [self._part(type_, depth) for _ in range(self._rng.randint(1, width))]
        return "{ " + " ".join(words) + " }"

    def _part(self, type_: Any, depth: int) -> str:
        chance = self._rng.random()
        if isinstance(type_, GraphQLUnionType) or (not isinstance(type_, GraphQLObjectType) and chance < 0.5):
            return self._fragment(type_, depth)
        if chance < 0.12 and type_ is not self._schema.query_type:
            return self._fragment(type_, depth)
        return self._field(type_, depth)

    def _fragment(self, type_: Any, depth: int) -> str:
        """Draws a fragment on the type, on one it may be, or on one that it is."""
        possible = (
            [type_] if isinstance(type_, GraphQLObjectType) else list(self._schema.get_possible_types(type_))
        )
        over = [
            each
            for each in self._schema.type_map.values()
            if isinstance(each, GraphQLInterfaceType | GraphQLUnionType)
            and set(self._schema.get_possible_types(each)) & set(possible)
        ]
        target = self._rng.choice([*possible, *possible, type_, *over])
        if self._open == NESTED or self._rng.random() < 0.08:
            return "__typename"
        self._open += 1
        text = self._opened(type_, target, depth)
        self._open -= 1
        return text

    def _opened(self, type_: Any, target: Any, depth: int) -> str:
        marks = self._conditions()
        if self._rng.random() < 0.3:
            known = [name for name, (on, _) in self._fragments.items() if on == target.name]
            if not known or self._rng.random() < 0.5:
                name = f"F{len(self._fragments)}"
                self._fragments[name] = (target.name, "")  # takes the name before anything below it does
                text = f"fragment {name} on {target.name} {self._selection(target, depth)}"
                self._fragments[name] = (target.name, text)
                return f"...{name}{marks}"
            finished = [name for name in known if self._fragments[name][1]]
            if finished:
                return f"...{self._rng.choice(finished)}{marks}"
        on = "" if target is type_ and self._rng.random() < 0.5 else f" on {target.name}"
        return f"...{on}{marks} {self._selection(target, depth)}"

    def _field(self, type_: Any, depth: int) -> str:
        names = [n for n in type_.fields if depth or not is_composite_type(self._output(type_, n))]
        name = self._rng.choice([*names, "__typename"])
        self._drawn += 1
        if name == "__typename":
            return self._alias("") + name if self._rng.random() < 0.3 else name
        arguments = self._arguments(type_.fields[name].args)
        output = self._output(type_, name)
        below = f" {self._selection(output, depth - 1)}" if is_composite_type(output) else ""
        alias = self._alias(name) if arguments or self._rng.random() < 0.25 else ""
        return f"{alias}{name}{arguments}{self._conditions()}{below}"

    @staticmethod
    def _output(type_: Any, name: str) -> Any:
        return get_named_type(type_.fields[name].type)

    def _alias(self, name: str) -> str:
        self._aliases += 1
        return f"a{self._aliases}: " if self._rng.random() < 0.8 or not name else f"{name}_{name}: "

    def _conditions(self) -> str:
        chance = self._rng.random()
        if chance > 0.16:
            return ""
        directive = self._rng.choice(("skip", "include"))
        if chance < 0.03:
            return f" @{directive}(if: {self._rng.choice(('true', 'false'))})"
        name = self._rng.choice(("yes", "no"))
        self._declared[name] = f"Boolean = {'true' if name == 'yes' else 'false'}"
        return f" @{directive}(if: ${name})"

    def _arguments(self, known: Any) -> str:
        given = []
        for name, argument in known.items():
            if isinstance(argument.type, GraphQLNonNull) or self._rng.random() < 0.45:
                given.append(f"{name}: {self._value(argument.type)}")
        return f"({', '.join(given)})" if given else ""

    def _value(self, type_: GraphQLInputType) -> str:
        if self._rng.random() < 0.4:
            return self._variable(type_)
        inner = get_named_type(type_)
        if self._rng.random() < 0.1 and not isinstance(type_, GraphQLNonNull):
            return "null"
        if isinstance(inner, GraphQLInputObjectType):
            return self._rng.choice(BOX)
        if inner.name == "Mode":
            return self._rng.choice(("FAST", "SLOW"))
        assert not isinstance(type_, GraphQLList)
        return str(self._rng.randint(0, 9))

    def _variable(self, type_: GraphQLInputType) -> str:
        name = f"v{len(self._declared)}"
        base = get_named_type(type_).name
        choices: dict[str, list[Any]] = {
            "Mode": ["FAST", "SLOW"],
            "Box": [{"size": 2}, {"size": 5, "words": ["x"], "mode": "FAST"}],
        }
        default = {"Mode": " = SLOW", "Int": " = 7"}.get(base, "")
        self._declared[name] = str(type_) + (default if self._rng.random() < 0.5 else "")
        if isinstance(type_, GraphQLNonNull) or self._rng.random() < 0.7:
            self._values[name] = self._rng.choice(choices.get(base, [0, 1, 4]))
        return f"${name}"


def draw_operation(schema: GraphQLSchema, rng: Random) -> Operation:
    """Returns an operation; it may be invalid, which validation tells."""
    return Drawer(schema, rng).draw(rng.randint(1, 4))
