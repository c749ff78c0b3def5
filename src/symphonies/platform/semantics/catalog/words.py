"""A formula told in words, for people."""

from __future__ import annotations

from collections.abc import Callable

from symphonies.platform.semantics.catalog.formula import Binary, Call, Negation, Node, Number, Reference

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}


def in_words(node: Node, title: Callable[[str], str]) -> str:
    """Return a formula with titles for ids and words for functions.

    Args:
        node: The formula.
        title: Gives the title of a metric by id.
    """
    match node:
        case Number(value):
            return f"{value:g}"
        case Reference(metric):
            return title(metric)
        case Negation(operand):
            return f"−{_enclosed(operand, 3, title)}"
        case Binary(operator, left, right):
            strength = _STRENGTH[operator]
            tight = strength + (operator in "-/")
            return f"{_enclosed(left, strength, title)} {_SIGNS[operator]} {_enclosed(right, tight, title)}"
        case Call():
            return _call(node, [in_words(operand, title) for operand in node.operands])


def _enclosed(node: Node, strength: int, title: Callable[[str], str]) -> str:
    text = in_words(node, title)
    weak = isinstance(node, Binary) and _STRENGTH[node.operator] < strength
    return f"({text})" if weak else text


_CALLS = {
    "trailing": "{0} over the last {span}",
    "to_date": "{0} {grain} to date",
    "offset": "{0} {span} before",
    "days": "days of the period",
    "trailing_days": "days of the last {span}",
    "count_back": "days of {1}, counted back up to {count} months, that make up {0}",
    "coalesce": "{0}, else {1}",
    "least": "the smaller of {0} and {1}",
    "greatest": "the larger of {0} and {1}",
    "abs": "|{0}|",
}


def _call(call: Call, operands: list[str]) -> str:
    span = f"{call.count} {call.grain}s" if call.count != 1 else f"{call.grain}"
    return _CALLS[call.function].format(*operands, span=span, grain=call.grain, count=call.count)
