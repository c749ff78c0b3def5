"""Holds the result of a model against the columns its contract declares."""

from __future__ import annotations

import re
from collections.abc import Mapping

from symphonies.platform.lakehouse.contracts.contract import ColumnType, Table
from symphonies.platform.lakehouse.engine.names import quoted
from symphonies.platform.lakehouse.engine.types import SQL_TYPES
from symphonies.platform.lakehouse.modelling.errors import ModelContractMismatchError

_INTEGERS = r"(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)"
_FITS = {
    ColumnType.STRING: r"VARCHAR|UUID|ENUM.*",
    ColumnType.INTEGER: _INTEGERS,
    ColumnType.DECIMAL: rf"DECIMAL.*|{_INTEGERS}",
    ColumnType.NUMBER: rf"DOUBLE|FLOAT|DECIMAL.*|{_INTEGERS}",
    ColumnType.BOOLEAN: r"BOOLEAN",
    ColumnType.DATE: r"DATE",
    ColumnType.TIMESTAMP: r"TIMESTAMP.*|DATE",
}
"""The types a result may have where the contract promises one: none loses what it means."""


def fit_columns(table: str, found: Mapping[str, str], declared: Table) -> list[str]:
    """Return the SELECT list that gives a result the columns, order and types of its contract.

    Columns whose name begins with an underscore are the model's own and pass through.

    Args:
        table: The full name of the table, for the error.
        found: SQL type by column of the result.
        declared: The table of the contract.

    Raises:
        ModelContractMismatchError: If a column is missing, unknown or of another type.
    """
    differences = _differences(found, declared)
    if differences:
        raise ModelContractMismatchError(
            f"Model {table} does not give what its contract promises: {'; '.join(differences)}.",
            hint="Change the SELECT, or the columns in product.yaml.",
            differences=differences,
        )
    fitted = []
    for name, column in declared.columns.items():
        kind = SQL_TYPES[column.type]
        fitted.append(
            quoted(name) if found[name] == kind else f"CAST({quoted(name)} AS {kind}) AS {quoted(name)}"
        )
    return fitted + [quoted(name) for name in found if name.startswith("_")]


def _differences(found: Mapping[str, str], declared: Table) -> list[str]:
    differences = []
    for name, column in declared.columns.items():
        if name not in found:
            differences.append(f"column {name} ({column.type}) is missing")
        elif not re.fullmatch(_FITS[column.type], found[name]):
            differences.append(f"column {name} is {found[name]}, promised {column.type}")
    differences += [
        f"column {name} is not declared"
        for name in found
        if name not in declared.columns and not name.startswith("_")
    ]
    return differences
