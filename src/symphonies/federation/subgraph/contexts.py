"""@context and @fromContext: arguments that are filled from a field of an enclosing object."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .model import ExpandedSubgraph, SubType

FROM = re.compile(r"^\s*\$\s*(?P<name>[_A-Za-z]\w*)\s*(?P<selection>.*)$", re.DOTALL)


class ContextUse(NamedTuple):
    """What @fromContext names: a context, and a selection on the types that set it."""

    context: str
    selection: str


def read_use(text: Any) -> ContextUse | None:
    """Reads ``"$user { locale }"``; None when it names no context."""
    match = FROM.match(text) if isinstance(text, str) else None
    return ContextUse(match["name"], match["selection"].strip()) if match else None


def setting_types(subgraph: ExpandedSubgraph, context: str) -> list[SubType]:
    """Returns the types that set a context."""
    return [
        t
        for t in subgraph.types.values()
        if any(applied.arguments.get("name") == context for applied in t.all("context"))
    ]
