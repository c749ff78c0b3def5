"""The views over another's sources that carry its names, and where they lie."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from symphonies.platform.semantics.exchange.model import Source

SCHEMA = "catalogue"
"""The schema of the views."""


class ViewStore(Protocol):
    """Where the views of an import lie, as far as building the catalogue needs to look."""

    def columns(self, view: str) -> Mapping[str, str]:
        """Return the columns of a view with their contract types."""
        ...

    def unique(self, view: str, column: str) -> bool:
        """Return whether a column holds each value once: only such a key may be joined to."""
        ...

    def dated(self, view: str, column: str) -> bool:
        """Return whether a column holds any date."""
        ...


def view_sql(source: Source, models: Mapping[str, str]) -> str:
    """Return the SELECT that gives a source's columns their names.

    Args:
        source: The source.
        models: SQL of models by name, for sources that are no tables.
    """
    named: dict[str, str] = {}
    for each in source.entities:
        named[f"{each.name}__key"] = each.expression
    for each in source.fields:
        named[each.name] = each.expression
    for each in source.measures:
        named[f"{each.name}__value"] = each.expression
    model = models.get(source.relation.lower())
    relation = f"({model.strip().rstrip(';')}) AS base" if model else f"{source.relation} AS base"
    if re.match(r"\s*select\b", source.relation, re.IGNORECASE):
        relation = f"({source.relation}) AS base"
    columns = ", ".join(f'({expression}) AS "{name}"' for name, expression in named.items())
    return f"SELECT {columns or '*'} FROM {relation}"
