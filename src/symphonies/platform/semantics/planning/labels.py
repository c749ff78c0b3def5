"""What people call the values of a dimension that are codes."""

from __future__ import annotations

from sqlglot import exp

from symphonies.platform.semantics.catalog.dimensions import Dimension
from symphonies.platform.semantics.dialects import cast
from symphonies.platform.semantics.planning import sql


def called(dimension: Dimension, value: exp.Expression) -> exp.Expression:
    """Return the declared label of a dimension's value as text; the value itself where none is declared."""
    own = cast(value.copy(), "text")
    if not dimension.labels:
        return own
    cases = [exp.If(this=sql.text(code), true=sql.text(label)) for code, label in dimension.labels.items()]
    return exp.Case(this=cast(value.copy(), "text"), ifs=cases, default=own)
