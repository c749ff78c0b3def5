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


def _call(call: Call, operands: list[str]) -> str:
    span = f"{call.count} {call.grain}s" if call.count != 1 else f"{call.grain}"
    match call.function:
        case "trailing":
            return f"{operands[0]} over the last {span}"
        case "to_date":
            return f"{operands[0]} {call.grain} to date"
        case "offset":
            return f"{operands[0]} {span} before"
        case "days":
            return "days of the period"
        case "trailing_days":
            return f"days of the last {span}"
        case "count_back":
            return (
                f"days of {operands[1]}, counted back up to {call.count} months, that make up {operands[0]}"
            )
        case "coalesce":
            return f"{operands[0]}, else {operands[1]}"
        case "least":
            return f"the smaller of {operands[0]} and {operands[1]}"
        case "greatest":
            return f"the larger of {operands[0]} and {operands[1]}"
        case _:
            return f"|{operands[0]}|"
