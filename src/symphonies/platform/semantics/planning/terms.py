"""A metric as arithmetic over leaves: base measures, each with the days it looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from symphonies.platform.semantics.planning.reach import Reach


class Leaf(NamedTuple):
    """The measure of a metric over the days of a reach."""

    metric: str
    reach: Reach


@dataclass(frozen=True)
class Constant:
    """A number."""

    value: float


@dataclass(frozen=True)
class LeafValue:
    """The value of a leaf."""

    leaf: Leaf


@dataclass(frozen=True)
class Days:
    """How many days a reach has."""

    reach: Reach


@dataclass(frozen=True)
class Operation:
    """``+ - * / neg coalesce least greatest abs`` over values."""

    name: str
    operands: tuple[Term, ...]


@dataclass(frozen=True)
class CountBack:
    """How many days of a flow, counted back from the period's end, make up a stock."""

    stock: Term
    flows: tuple[Term, ...]
    """The flow of each month, last month first."""
    days: tuple[Days, ...]
    """The days of each month."""


Term = Constant | LeafValue | Days | Operation | CountBack


def walk(term: Term) -> Iterator[Term]:
    """Yield a term and all its parts."""
    yield term
    parts: tuple[Term, ...] = ()
    if isinstance(term, Operation):
        parts = term.operands
    elif isinstance(term, CountBack):
        parts = (term.stock, *term.flows, *term.days)
    for part in parts:
        yield from walk(part)


def leaves_of(term: Term) -> list[Leaf]:
    """Return the leaves of a term, each once, in order."""
    return list(dict.fromkeys(part.leaf for part in walk(term) if isinstance(part, LeafValue)))
