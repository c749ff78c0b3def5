"""Formulas that are one metric divided by another, perhaps times a constant."""

from __future__ import annotations

from dataclasses import dataclass

from symphonies.platform.semantics.catalog.formula import Binary, Node, Number, Reference


@dataclass(frozen=True)
class Ratio:
    """``factor * numerator / denominator``."""

    numerator: str
    denominator: str
    factor: float = 1.0


def ratio_of(node: Node | None) -> Ratio | None:
    """Return the formula as a ratio; None where it is none."""
    match node:
        case Binary("/", Reference(metric=numerator), Reference(metric=denominator)):
            return Ratio(numerator, denominator)
        case Binary("*", Number(value), inner) | Binary("*", inner, Number(value)):
            found = ratio_of(inner)
            return None if found is None else Ratio(found.numerator, found.denominator, found.factor * value)
        case Binary("/", Binary("*", Number(value), top) | Binary("*", top, Number(value)), bottom):
            found = ratio_of(Binary("/", top, bottom))
            return None if found is None else Ratio(found.numerator, found.denominator, found.factor * value)
    return None
