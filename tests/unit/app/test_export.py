"""Exports keep figures exact and text harmless."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pyarrow as pa
import pytest

from symphonies.app.export import Export, ExportColumn, to_csv, to_xlsx


@pytest.fixture
def export() -> Export:
    table = pa.table(
        {
            "period": [date(2026, 10, 1), date(2026, 11, 1)],
            "customer": ["=1+1", "Müller"],
            "disputed": [True, False],
            "ar.open": [1234.5, None],
        }
    )
    columns = (
        ExportColumn("period", "Period"),
        ExportColumn("customer", "Customer"),
        ExportColumn("disputed", "Disputed"),
        ExportColumn("ar.open", "Open receivables", "money"),
    )
    return Export("Open receivables", columns, table, (("As of", "2026-10-31"),))


def test_csv_is_exact_and_runs_no_formula(export: Export) -> None:
    assert to_csv(export).decode() == (
        "Period,Customer,Disputed,Open receivables\r\n"
        "2026-10-01,'=1+1,true,1234.5\r\n2026-11-01,Müller,false,\r\n"
    )


def test_xlsx_is_typed_and_says_where_it_comes_from(export: Export) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(export)))
    rows = list(book["Figures"].iter_rows(values_only=True))
    assert rows[0] == ("Period", "Customer", "Disputed", "Open receivables")
    assert (rows[1][0].date(), *rows[1][1:]) == (date(2026, 10, 1), "'=1+1", True, 1234.5)
    assert rows[2][3] is None
    assert [cell.value for cell in book["About"][2]] == ["As of", "2026-10-31"]
