"""The formula language: arithmetic over metrics with a few functions of time.

Grammar::

    sum     = product { ("+" | "-") product }
    product = unary { ("*" | "/") unary }
    unary   = "-" unary | primary
    primary = number | metric.id | function "(" arguments ")" | "(" sum ")"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from symphonies.kernel import Grain, did_you_mean
from symphonies.platform.semantics.errors import FormulaInvalidError

SIGNATURES: dict[str, tuple[str, ...]] = {
    "trailing": ("metric", "count", "grain"),
    "to_date": ("metric", "grain"),
    "offset": ("metric", "count", "grain"),
    "days": (),
    "trailing_days": ("count", "grain"),
    "count_back": ("metric", "metric", "count"),
    "coalesce": ("metric", "metric"),
    "least": ("metric", "metric"),
    "greatest": ("metric", "metric"),
    "abs": ("metric",),
}
"""What each function takes; ``metric`` is any expression over metrics."""

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w.]*)|(?P<mark>[-+*/(),]))")


@dataclass(frozen=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True)
class Reference:
    """The value of another metric; ``position`` is its place in the text, from 0."""

    metric: str
    position: int


@dataclass(frozen=True)
class Negation:
    """The opposite of a value."""

    operand: Node


@dataclass(frozen=True)
class Binary:
    """Two values joined by one of ``+ - * /``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call:
    """A function of the language applied to values, counts and a grain."""

    function: str
    operands: tuple[Node, ...]
    count: int = 0
    grain: Grain | None = None


Node = Number | Reference | Negation | Binary | Call


def parse_formula(text: str, where: str) -> Node:
    """Read a formula.

    Args:
        text: The formula as declared.
        where: File and metric, for messages.

    Raises:
        FormulaInvalidError: With the position of what cannot be read.
    """
    return _Reader(text, where).read()


def references(node: Node) -> Iterator[Reference]:
    """Yield every metric a formula names, in order."""
    match node:
        case Reference():
            yield node
        case Negation(operand):
            yield from references(operand)
        case Binary(_, left, right):
            yield from references(left)
            yield from references(right)
        case Call():
            for operand in node.operands:
                yield from references(operand)
        case Number():
            return


class _Reader:
    def __init__(self, text: str, where: str) -> None:
        self.text = text
        self.where = where
        self.tokens: list[tuple[str, str, int]] = []
        self.at = 0
        self.last = 0
        self._tokenise()

    def read(self) -> Node:
        node = self._sum()
        if self._kind() != "end":
            self._fail(f"found {self._value()!r}, expected an operator or the end")
        return node

    def _tokenise(self) -> None:
        position = 0
        text = self.text.rstrip()
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                self.tokens.append(("end", "", position))
                self._fail(
                    f"cannot read {text[position : position + 10].strip()!r}", index=len(self.tokens) - 1
                )
            kind = match.lastgroup or ""
            self.tokens.append((kind, match[kind], match.start(kind)))
            position = match.end()
        self.tokens.append(("end", "the end", len(text)))

    def _sum(self) -> Node:
        node = self._product()
        while self._value() in ("+", "-") and self._kind() == "mark":
            node = Binary(self._next()[1], node, self._product())
        return node

    def _product(self) -> Node:
        node = self._unary()
        while self._value() in ("*", "/") and self._kind() == "mark":
            node = Binary(self._next()[1], node, self._unary())
        return node

    def _unary(self) -> Node:
        if self._value() == "-":
            self._next()
            return Negation(self._unary())
        return self._primary()

    def _primary(self) -> Node:
        kind, value, position = self._next()
        if kind == "number":
            return Number(float(value))
        if kind == "name":
            if self._value() == "(" and self._kind() == "mark":
                return self._call(value)
            if "." not in value:
                self._fail(
                    f"{value!r} is neither a metric id nor a function",
                    hint=did_you_mean(value, SIGNATURES),
                    index=self.last,
                )
            return Reference(value, position)
        if value == "(":
            node = self._sum()
            self._expect(")")
            return node
        self._fail(f"found {value!r}, expected a number, a metric or a function", index=self.last)

    def _call(self, name: str) -> Call:
        signature = SIGNATURES.get(name)
        if signature is None:
            self._fail(f"unknown function {name!r}", hint=did_you_mean(name, SIGNATURES), index=self.last)
        self._expect("(")
        operands: list[Node] = []
        count, grain = 0, None
        for place, part in enumerate(signature):
            if place:
                self._expect(",")
            if part == "metric":
                operands.append(self._sum())
            elif part == "count":
                count = self._count(name)
            else:
                grain = self._grain(name)
        self._expect(")")
        return Call(name, tuple(operands), count, grain)

    def _count(self, name: str) -> int:
        kind, value, _ = self._next()
        if kind != "number" or "." in value or int(value) < 1:
            self._fail(f"{name} takes a whole number of 1 or more, found {value!r}", index=self.last)
        return int(value)

    def _grain(self, name: str) -> Grain:
        _, value, _ = self._next()
        if value not in set(Grain):
            self._fail(
                f"{name} takes a grain, found {value!r}",
                hint=did_you_mean(value, set(Grain)),
                index=self.last,
            )
        return Grain(value)

    def _expect(self, mark: str) -> None:
        _, value, _ = self._next()
        if value != mark:
            self._fail(f"found {value!r}, expected {mark!r}", index=self.last)

    def _kind(self) -> str:
        return self.tokens[self.at][0]

    def _value(self) -> str:
        return self.tokens[self.at][1]

    def _next(self) -> tuple[str, str, int]:
        self.last = self.at
        token = self.tokens[self.at]
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def _fail(self, problem: str, *, hint: str = "", index: int | None = None) -> NoReturn:
        position = self.tokens[self.at if index is None else index][2]
        raise FormulaInvalidError(
            f"{self.where}: {problem} at position {position + 1} of: {self.text}",
            hint=hint or f"Functions: {', '.join(SIGNATURES)}.",
            position=position + 1,
        )
