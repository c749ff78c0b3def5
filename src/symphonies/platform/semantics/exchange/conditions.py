"""MetricFlow filters: conditions over fields of a source, or of one that it is joined to."""

from __future__ import annotations

import re

import sqlglot
from sqlglot import exp

from symphonies.platform.semantics.catalog.measure import FACT, Condition
from symphonies.platform.semantics.catalog.model import ModelGraph, Reference, TableModel
from symphonies.platform.semantics.errors import MetricsInvalidError

_FIELD = re.compile(r"""\{\{\s*(?:Time)?(?:Dimension|Entity)\(\s*['"](\w+)['"][^)]*\)\s*\}\}""")


def condition_of(text: str, table: TableModel, graph: ModelGraph) -> Condition:
    """Return a filter as a condition over the rows of a fact.

    A field of a joined source becomes a test whether the row's key is among those that meet the condition.

    Raises:
        MetricsInvalidError: When it names a field that the fact has not and cannot reach.
    """
    names: list[str] = []

    def placed(match: re.Match[str]) -> str:
        names.append(match[1])
        return f"field_{len(names) - 1}"

    plain = _FIELD.sub(placed, text)
    tree = sqlglot.parse_one(plain, dialect="duckdb")
    found = [_found(name, table, graph) for name in names]
    steps = {step.name for step, _ in found if step is not None}
    if len(steps) > 1:
        raise MetricsInvalidError(
            f"{table.name}: the filter {text!r} looks at two joined sources at once.",
            hint="Write it as two filters.",
        )
    joined = next((step for step, _ in found if step is not None), None)
    for column in list(tree.find_all(exp.Column)):
        if column.name.startswith("field_"):
            step, name = found[int(column.name.removeprefix("field_"))]
            column.replace(_column(name, None if step is not None else FACT))
    if joined is None:
        return Condition(text, exp.Paren(this=tree), frozenset(name for _, name in found))
    schema, target = joined.target.split(".")
    keys = exp.select(exp.column(joined.target_column, quoted=True)).from_(
        exp.table_(target, db=schema, quoted=True)
    )
    inside = exp.In(this=_column(joined.column, FACT), query=exp.Subquery(this=keys.where(tree)))
    return Condition(text, inside, frozenset({joined.column}))


def _found(name: str, table: TableModel, graph: ModelGraph) -> tuple[Reference | None, str]:
    *path, last = name.split("__")
    for step in (None, *table.references.values()):
        columns = table.columns if step is None else graph.tables[step.target].columns
        fits = step is None or not path or path[-1] in (step.name, step.column.removesuffix("__key"))
        if last in columns and fits:
            return step, last
    raise MetricsInvalidError(
        f"{table.name}: a filter names {name!r}, which it neither has nor is joined to.",
        hint=f"Its own fields are {', '.join(sorted(table.columns))}.",
    )


def _column(name: str, alias: str | None) -> exp.Column:
    return exp.column(name, table=alias, quoted=True)
