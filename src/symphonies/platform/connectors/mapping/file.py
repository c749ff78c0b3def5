"""Reading a mapping file and holding it against the contract and the source."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass
from pathlib import Path

from symphonies.kernel import did_you_mean
from symphonies.platform.connectors.errors import MappingInvalidError
from symphonies.platform.connectors.mapping.compile import compile_column, compile_condition
from symphonies.platform.connectors.mapping.expression import (
    ExpressionRefused,
    aggregates_in,
    columns_of,
    parse_expression,
)
from symphonies.platform.connectors.mapping.model import ColumnMapping, Mapping, TableMapping
from symphonies.platform.lakehouse import (
    BROKEN,
    Declaration,
    Engine,
    EngineFailedError,
    Product,
    quoted,
    read_declaration,
)

Keys = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a mapping."""

    keys: Keys
    message: str
    hint: str = ""


@dataclass(frozen=True)
class MappingFile:
    """A mapping and the file it was read from."""

    mapping: Mapping
    lines: Declaration

    @property
    def folder(self) -> Path:
        """Where relative paths in it start."""
        return self.lines.path.parent

    def check_contract(self, product: Product) -> None:
        """Check that it fills tables and columns the product has, and all it must.

        Raises:
            MappingInvalidError: naming every fault with its line.
        """
        self._refuse(
            fault
            for name, table in self.mapping.tables.items()
            for fault in _contract_faults(product, name, table)
        )

    def check_source(self, types: Map[str, str], engine: Engine, relation: str) -> None:
        """Check that the source has what it reads, and that the engine understands its expressions.

        Args:
            types: SQL type of each column of the source.
            engine: Where the source is staged.
            relation: As what.

        Raises:
            MappingInvalidError: naming every fault with its line.
        """
        columns = {name: kind for name, kind in types.items() if name != BROKEN}
        for name, table in self.mapping.tables.items():
            self._refuse(_source_faults(name, table, columns))
            self._refuse(_engine_faults(name, table, types, engine, relation))

    def _refuse(self, faults: Iterator[Fault]) -> None:
        found = list(faults)
        if found:
            hints = dict.fromkeys(fault.hint for fault in found if fault.hint)
            raise MappingInvalidError(
                "\n".join(f"{self.lines.where(*fault.keys)}: {fault.message}" for fault in found),
                hint=" ".join(hints),
                path=str(self.lines.path),
            )


def read_mapping(path: Path) -> MappingFile:
    """Read a mapping file.

    Raises:
        MappingInvalidError: naming each fault with its line.
    """
    lines = read_declaration(path, MappingInvalidError)
    return MappingFile(lines.read_as(Mapping), lines)


def _contract_faults(product: Product, name: str, table: TableMapping) -> Iterator[Fault]:
    if name not in product.source_tables:
        why = "a model computes it" if name in product.models else "the contract has no such table"
        yield Fault(
            ("tables", name),
            f"{product.id}.{name} cannot be loaded: {why}.",
            did_you_mean(name, product.source_tables),
        )
        return
    declared = product.source_tables[name].columns
    for column in table.columns:
        if column not in declared:
            yield Fault(
                ("tables", name, "columns", column),
                f"{product.id}.{name} has no column {column!r}.",
                did_you_mean(column, declared),
            )
    key = product.source_tables[name].key
    missing = [
        column
        for column, promise in declared.items()
        if column not in table.columns and (promise.required or column in key) and promise.default is None
    ]
    if missing:
        yield Fault(
            ("tables", name, "columns"),
            f"{name} needs {', '.join(map(repr, missing))}, which the contract requires.",
            "Map each to a column, a constant or an expression.",
        )


def _source_faults(name: str, table: TableMapping, types: Map[str, str]) -> Iterator[Fault]:
    base: Keys = ("tables", name)
    for column in table.group_by:
        yield from _known(column, types, (*base, "group_by"))
    for part, condition in (("where", table.where), ("having", table.having)):
        if condition is not None:
            yield from _expression_faults(condition, types, (*base, part), part == "having")
    for target, column in table.columns.items():
        keys = (*base, "columns", target)
        if column.source is not None:
            yield from _known(column.source, types, (*keys, "from"))
            if table.group_by and column.source not in table.group_by:
                yield Fault(
                    (*keys, "from"),
                    f"{column.source!r} may differ within a group.",
                    f"Add it to group_by, or write expression: min({column.source}).",
                )
        if column.expression is not None:
            grouped = bool(table.group_by)
            yield from _expression_faults(column.expression, types, (*keys, "expression"), grouped)


def _expression_faults(sql: str, types: Map[str, str], keys: Keys, aggregates: bool) -> Iterator[Fault]:
    try:
        tree = parse_expression(sql, aggregates=aggregates)
    except ExpressionRefused as refused:
        yield Fault(keys, f"{refused}.")
        return
    if keys[-1] == "having" and not aggregates_in(tree):
        yield Fault(keys, "having compares aggregates, and this has none.", "Use where for single rows.")
    lower = {name.lower(): kind for name, kind in types.items()}
    for column in columns_of(tree):
        if column.lower() not in lower:
            yield from _known(column, types, keys)


def _known(column: str, types: Map[str, str], keys: Keys) -> Iterator[Fault]:
    if column not in types:
        near = next((name for name in types if name.lower() == column.lower()), None)
        hint = f"Did you mean {near!r}?" if near else did_you_mean(column, types)
        yield Fault(keys, f"the source has no column {column!r}.", hint)


def _engine_faults(
    name: str, table: TableMapping, types: Map[str, str], engine: Engine, relation: str
) -> Iterator[Fault]:
    """Let the engine read each part by itself, without running it."""
    group = f" GROUP BY {', '.join(map(quoted, table.group_by))}" if table.group_by else ""
    base: Keys = ("tables", name)
    if table.where is not None:
        condition = compile_condition(table.where, types)
        yield from _tried(engine, f"SELECT 1 FROM {relation} WHERE {condition} LIMIT 0", (*base, "where"))
    if table.having is not None:
        condition = compile_condition(table.having, types, grouped=True)
        query = f"SELECT 1 FROM {relation}{group} HAVING {condition} LIMIT 0"
        yield from _tried(engine, query, (*base, "having"))
    for target, column in table.columns.items():
        piece = compile_column(column, types, grouped=bool(group))
        yield from _tried(
            engine,
            f"SELECT {piece.value} FROM {relation}{group} LIMIT 0",
            (*base, "columns", target, _origin(column)),
        )


def _tried(engine: Engine, query: str, keys: Keys) -> Iterator[Fault]:
    try:
        engine.execute(query)
    except EngineFailedError as problem:
        told = str(problem.facts.get("detail", problem.message)).rstrip(".")
        yield Fault(keys, f"{told}.", "Cells of text files are text: cast numbers and dates first.")


def _origin(column: ColumnMapping) -> str:
    return "expression" if column.expression is not None else "format" if column.format else "from"
