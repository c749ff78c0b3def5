"""Results of models against the columns of their contract."""

from __future__ import annotations

import pytest

from symphonies.platform.lakehouse.modelling.errors import ModelContractMismatchError
from symphonies.platform.lakehouse.modelling.shape import fit_columns

from .conftest import contract, table

KINDS = {
    "s": "string",
    "i": "integer",
    "d": "decimal",
    "n": "number",
    "b": "boolean",
    "o": "date",
    "t": "timestamp",
}
TOTAL = contract("shop", {"total": table("s", dict(KINDS))}).tables["total"]
EXACT = {
    "s": "VARCHAR",
    "i": "BIGINT",
    "d": "DECIMAL(22,4)",
    "n": "DOUBLE",
    "b": "BOOLEAN",
    "o": "DATE",
    "t": "TIMESTAMP",
}


def test_exact_types_pass_in_the_order_of_the_contract() -> None:
    found = dict(reversed(EXACT.items())) | {"_mark": "BIGINT"}
    assert fit_columns("shop.total", found, TOTAL) == [f'"{name}"' for name in (*EXACT, "_mark")]


@pytest.mark.parametrize(
    ("column", "found", "kind"),
    [
        ("i", "HUGEINT", "BIGINT"),
        ("i", "INTEGER", "BIGINT"),
        ("d", "DECIMAL(38,4)", "DECIMAL(22,4)"),
        ("d", "BIGINT", "DECIMAL(22,4)"),
        ("n", "DECIMAL(38,8)", "DOUBLE"),
        ("n", "INTEGER", "DOUBLE"),
        ("t", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP"),
        ("t", "DATE", "TIMESTAMP"),
    ],
)
def test_wider_types_are_cast(column: str, found: str, kind: str) -> None:
    fitted = fit_columns("shop.total", EXACT | {column: found}, TOTAL)
    assert f'CAST("{column}" AS {kind}) AS "{column}"' in fitted


@pytest.mark.parametrize(
    ("column", "found"),
    [
        ("i", "DOUBLE"),
        ("i", "DECIMAL(22,4)"),
        ("d", "DOUBLE"),
        ("d", "VARCHAR"),
        ("n", "VARCHAR"),
        ("b", "INTEGER"),
        ("o", "TIMESTAMP"),
        ("o", "VARCHAR"),
        ("t", "VARCHAR"),
        ("s", "BIGINT"),
        ("s", "VARCHAR[]"),
    ],
)
def test_types_that_could_lose_something_are_refused(column: str, found: str) -> None:
    with pytest.raises(ModelContractMismatchError) as caught:
        fit_columns("shop.total", EXACT | {column: found}, TOTAL)
    assert caught.value.facts["differences"] == [f"column {column} is {found}, promised {KINDS[column]}"]
