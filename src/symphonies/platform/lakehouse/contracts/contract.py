"""The data contract of a product, as read from ``product.yaml``.

Everything a data team promises: entities, keys, columns with type, unit, meaning and privacy
class, freshness, quality tests, access. Nothing here touches a store.
"""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

NAME = r"^[a-z][a-z0-9_]*$"


class ColumnType(StrEnum):
    """The types a column may have on every engine."""

    STRING = "string"
    INTEGER = "integer"
    DECIMAL = "decimal"
    """Exact, 18 digits before and 4 after the point: for money and quantities."""
    NUMBER = "number"
    """Double precision: for rates and measurements."""
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    """An instant, stored in UTC."""


class Privacy(StrEnum):
    """Who may see a column at all, weakest first."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"


class Severity(StrEnum):
    """What a failed quality test does: keep the row out, or only tell."""

    ERROR = "error"
    WARN = "warn"


def _duration(value: object) -> object:
    """Read ``26h``, ``15m`` or ``7d`` as a time span."""
    if isinstance(value, str) and (match := re.fullmatch(r"(\d+)\s*([mhd])", value.strip())):
        unit = {"m": "minutes", "h": "hours", "d": "days"}[match[2]]
        return timedelta(**{unit: int(match[1])})
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Owner(_Declared):
    """Who answers for the product."""

    team: str
    email: str


class Column(_Declared):
    """One column: what it holds, in what unit, who may see it and what must be true of it."""

    type: ColumnType
    meaning: str = Field(min_length=3)
    unit: str | None = None
    """``money``, ``days``, ``percent`` ...; None for a bare value."""
    currency: str | None = None
    """For money: the column of the same table that holds the ISO 4217 code."""
    privacy: Privacy = Privacy.INTERNAL
    personal: bool = False
    """Whether it relates to a natural person (GDPR)."""
    required: bool = False
    unique: bool = False
    values: tuple[str, ...] | None = None
    """The closed list of values a string may have."""
    labels: dict[str, str] = Field(default_factory=dict)
    """What people call values that are codes; a value without one is shown as it is."""
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    """A regular expression the whole string must match."""
    format: str | None = None
    """``currency`` (ISO 4217), ``country`` (ISO 3166 alpha-2) or ``email``."""
    past: bool = False
    """Refuse dates after the company's as-of date."""
    references: str | None = None
    """``table`` of this product or ``product.table``: many rows here to one there, by its key."""
    dimension: bool = False
    """Whether metrics may be grouped and filtered by it (references always may)."""
    settles_days: int | None = Field(default=None, ge=0)
    """Set for what changes as its row grows older, such as a status: days after which it seldom does."""
    default: str | int | float | bool | None = None
    """Used by loading where the source has no such column."""


class Rule(_Declared):
    """A test of one row, as a SQL condition that must be true."""

    name: str = Field(pattern=NAME)
    sql: str
    meaning: str
    severity: Severity = Severity.ERROR


class Table(_Declared):
    """A table: landed from a source, or computed by the model file of the same name."""

    description: str
    key: tuple[str, ...] = Field(min_length=1)
    columns: dict[str, Column]
    entity: str | None = Field(default=None, pattern=r"^[A-Z][A-Za-z0-9]*$")
    """The GraphQL type it is exposed as; None keeps it out of the graph."""
    label: str | None = None
    """The column a person knows a row by."""
    time: str | None = None
    """The column that dates a row."""
    published: bool = False
    """Whether other products and the semantic layer may read it."""
    history: bool = True
    """Whether past states of a row are kept (landed tables only)."""
    role: str | None = None
    """What the platform uses it for: ``fx_rate``; None for plain business data."""
    engine: str | None = Field(default=None, pattern=NAME)
    """The engine that fills it with what it estimates; None for a table that is loaded or computed by SQL."""
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        named = {"key": self.key, "label": [self.label], "time": [self.time]}
        named["currency"] = [column.currency for column in self.columns.values()]
        for what, names in named.items():
            for name in names:
                if name is not None and name not in self.columns:
                    raise ValueError(f"{what} names {name!r}, which is no column of the table")
        for name in self.columns:
            if not re.match(NAME, name):
                raise ValueError(f"column {name!r} is not lower_snake_case")
        return self


class Access(_Declared):
    """Who the product is meant for; the policies decide."""

    audience: tuple[str, ...] = ()
    """Roles that may read it."""


class Contract(_Declared):
    """The contract of one data product."""

    id: str = Field(pattern=NAME)
    title: str
    description: str
    domain: str
    symphony: str
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    owner: Owner
    freshness: Duration = timedelta(hours=26)
    """How old the newest load may be."""
    access: Access = Access()
    tables: dict[str, Table]

    @model_validator(mode="after")
    def _table_names(self) -> Self:
        for name, table in self.tables.items():
            if not re.match(NAME, name):
                raise ValueError(f"table {name!r} is not lower_snake_case")
            for column_name, column in table.columns.items():
                target = column.references
                if target and "." not in target and target not in self.tables:
                    raise ValueError(f"{name}.{column_name} references {target!r}, which is no table")
        return self
