"""Casts, built without parsing the name of a type."""

from __future__ import annotations

from sqlglot import exp

_TYPES = {
    "date": exp.DType.DATE,
    "double": exp.DType.DOUBLE,
    "int": exp.DType.INT,
    "text": exp.DType.TEXT,
    "timestamp": exp.DType.TIMESTAMP,
}


def cast(expression: exp.Expression, kind: str) -> exp.Cast:
    """Return an expression as a ``date``, ``double``, ``int``, ``text`` or ``timestamp``."""
    return exp.Cast(this=expression, to=exp.DataType(this=_TYPES[kind], nested=False))
