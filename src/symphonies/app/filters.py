"""Filters as people type them: ``entity.region = DACH``, ``customer in A, B``, ``age is null``."""

from __future__ import annotations

import re
from typing import ClassVar

from symphonies.kernel import SymphonyError
from symphonies.platform.semantics import Filter, Op

_FILTER = re.compile(
    r"\s*(?P<dimension>[\w.]+)\s*(?P<op>not[\s_]+in\b|is\s+not\s+null|not_null|is[\s_]+null|in\b|contains\b|!=|<=|>=|=|<|>)"
    r"\s*(?P<values>.*?)\s*",
    re.IGNORECASE | re.DOTALL,
)
_SEVERAL = re.compile(r"""\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^,]*))\s*(?:,|$)""")
_OPS = {"not in": Op.NOT_IN, "is null": Op.IS_NULL, "is not null": Op.NOT_NULL}


class FilterUnreadableError(SymphonyError):
    """A typed filter is no ``dimension operator value``."""

    code: ClassVar[str] = "FILTER_UNREADABLE"


def parse_filter(text: str) -> Filter:
    """Return the filter that the text means.

    Raises:
        FilterUnreadableError: it is not of the form ``dimension operator value[, value]``.
    """
    match = _FILTER.fullmatch(text)
    if match is None:
        raise _unreadable(text)
    word = " ".join(match["op"].lower().split())
    op = _OPS.get(word) or Op(word)
    several = op in (Op.IN, Op.NOT_IN)
    values = _listed(match["values"]) if several else [match["values"].strip("'\"")]
    cleaned = tuple(value for value in values if value)
    if bool(cleaned) == (op in (Op.IS_NULL, Op.NOT_NULL)):
        raise _unreadable(text)
    return Filter(match["dimension"], op, cleaned)


def _listed(text: str) -> list[str]:
    """Return values between commas; a comma inside quotation marks belongs to its value."""
    return [
        (each["double"] or each["single"] or each["bare"] or "").strip() for each in _SEVERAL.finditer(text)
    ]


def _unreadable(text: str) -> FilterUnreadableError:
    return FilterUnreadableError(
        f"The filter {text!r} cannot be read.",
        hint="Write: dimension operator value, such as 'entity.region = DACH' or 'currency in EUR, USD'.",
    )
