"""Figures as files: CSV for machines, XLSX for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pyarrow as pa
import xlsxwriter

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER_FORMATS = {"money": "#,##0.00", "ratio": "0.0%", "count": "#,##0", "days": "0.0", "bps": "0.0"}


@dataclass(frozen=True)
class ExportColumn:
    """One column of the file."""

    name: str
    title: str
    unit: str | None = None


@dataclass(frozen=True)
class Export:
    """A table with what a reader needs to trust it."""

    title: str
    columns: tuple[ExportColumn, ...]
    table: pa.Table
    footer: tuple[tuple[str, str], ...]
    """Scope, as-of day, freshness, owner, definition: label and text."""


def _harmless(value: object) -> object:
    """Return text that a spreadsheet will not run as a formula (OWASP: CSV injection)."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def _rows(export: Export) -> list[list[object]]:
    columns = [export.table.column(column.name).to_pylist() for column in export.columns]
    return [[_harmless(value) for value in row] for row in zip(*columns, strict=True)]


def to_csv(export: Export) -> bytes:
    """Return UTF-8 CSV with one header row; unknown is empty, dates ISO 8601, truth true or false."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.title for column in export.columns])
    writer.writerows([_word(value) for value in row] for row in _rows(export))
    return text.getvalue().encode("utf-8")


def _word(value: object) -> object:
    """Return a value as the graph tells it, unknown ones empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


def to_xlsx(export: Export) -> bytes:
    """Return a workbook: the typed figures on one sheet, where they come from on a second."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet("Figures")
        sheet.write_row(0, 0, [column.title for column in export.columns], bold)
        formats = [
            book.add_format({"num_format": _NUMBER_FORMATS.get(column.unit or "", "General")})
            for column in export.columns
        ]
        for index, row in enumerate(_rows(export), start=1):
            _write_row(sheet, index, row, formats)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
        _write_footer(book.add_worksheet("About"), export, bold)
    return buffer.getvalue()


def _write_row(
    sheet: xlsxwriter.worksheet.Worksheet, index: int, row: Sequence[object], formats: Sequence[Any]
) -> None:
    for position, value in enumerate(row):
        if value is None:
            # a cell all the same: without any, a row of unknown figures would not be there
            sheet.write_blank(index, position, None, formats[position])
        elif isinstance(value, datetime):
            sheet.write_datetime(index, position, value)
        elif isinstance(value, date):
            sheet.write_datetime(index, position, datetime.combine(value, time.min))
        elif isinstance(value, bool):
            sheet.write_boolean(index, position, value)
        elif isinstance(value, int | float):
            sheet.write_number(index, position, value, formats[position])
        else:
            sheet.write_string(index, position, str(value))


def _write_footer(sheet: xlsxwriter.worksheet.Worksheet, export: Export, bold: Any) -> None:
    sheet.write_row(0, 0, [export.title], bold)
    for index, (label, text) in enumerate(export.footer, start=1):
        sheet.write_row(index, 0, [label])
        sheet.write_string(index, 1, text)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
