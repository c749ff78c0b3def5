"""The company a store belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

import pyarrow as pa
from babel.numbers import list_currencies
from pydantic import BaseModel, ConfigDict, Field, field_validator

from symphonies.platform.lakehouse.contracts.contract import ColumnType
from symphonies.platform.lakehouse.contracts.declaration import read_declaration
from symphonies.platform.lakehouse.contracts.product import Product
from symphonies.platform.lakehouse.engine.names import quoted
from symphonies.platform.lakehouse.errors import CompanyInvalidError
from symphonies.platform.lakehouse.ports import Engine


class Company(BaseModel):
    """Who the figures are about, as read from ``company.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: str = "My company"
    currency: str = "EUR"
    """ISO 4217 code of the group's currency."""
    as_of: date | None = None
    """The day the figures stand for; None in a file: the newest business day in the data."""
    fiscal_year_start_month: int = Field(default=1, ge=1, le=12)
    calendar: Literal["calendar", "iso", "fiscal", "445"] = "calendar"
    is_sample: bool = Field(default=False, alias="sample")
    """Whether the company is made up."""

    @field_validator("calendar", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value

    @field_validator("currency")
    @classmethod
    def _is_currency(cls, value: str) -> str:
        if value not in list_currencies():
            raise ValueError("is no ISO 4217 currency code")
        return value


class DatedCompany(Company):
    """The company of an open store: its as-of day is settled."""

    as_of: date


def load_company_file(path: Path) -> Company:
    """Read a ``company.yaml``.

    Raises:
        CompanyInvalidError: naming each fault with its line.
    """
    return read_declaration(path, CompanyInvalidError).read_as(Company)


def write_company(engine: Engine, company: Company, today: date) -> None:
    """Make ``company`` the one the store belongs to; without an as-of day it is ``today`` for now."""
    row = {
        "name": company.name,
        "group_currency": company.currency,
        "as_of": company.as_of or today,
        "as_of_declared": company.as_of is not None,
        "fiscal_year_start_month": company.fiscal_year_start_month,
        "calendar": company.calendar,
        "is_sample": company.is_sample,
    }
    with engine.transaction():
        engine.execute("DELETE FROM meta.company")
        engine.append("meta.company", pa.Table.from_pylist([row]))


def read_company(engine: Engine) -> DatedCompany | None:
    """Return the company of the store with its as-of day in effect; None before there is one."""
    rows = engine.execute("SELECT * EXCLUDE (as_of_declared) FROM meta.company").to_pylist()
    if not rows:
        return None
    row = rows[0]
    return DatedCompany(currency=row.pop("group_currency"), **row)


def refresh_as_of(engine: Engine, products: Iterable[Product], today: date) -> None:
    """Move an as-of day that nobody declared to the newest business day in the data.

    Business days are the columns that date the rows of landed tables; days after ``today`` (plans,
    due dates) do not count. Without data it is ``today``.
    """
    days = [
        f"SELECT max({_day(product, name)}) AS day FROM {quoted(product.id)}.{quoted(name)} "
        f"WHERE {_day(product, name)} <= $today"
        for product in products
        for name, table in product.source_tables.items()
        if table.time is not None
    ]
    newest = f"SELECT max(day) FROM ({' UNION ALL '.join(days)})" if days else "NULL"
    engine.execute(
        f"UPDATE meta.company SET as_of = coalesce(({newest}), $today) WHERE NOT as_of_declared",
        {"today": today},
    )


def past_limit(engine: Engine, today: date) -> date:
    """Return the last day that counts as past: the declared as-of day, else ``today``."""
    found = engine.execute("SELECT as_of FROM meta.company WHERE as_of_declared").to_pylist()
    return found[0]["as_of"] if found else today


def _day(product: Product, table: str) -> str:
    declared = product.source_tables[table]
    name = declared.time or ""
    cast = "::DATE" if declared.columns[name].type is ColumnType.TIMESTAMP else ""
    return f"{quoted(name)}{cast}"
