"""The schema of ``mapping.yaml``: how one source feeds the tables of a product."""

from __future__ import annotations

import re
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from symphonies.platform.connectors.source import Source
from symphonies.platform.lakehouse import ColumnType

Scalar = str | bool | int | float | None


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class ColumnMapping(_Declared):
    """Where one column comes from: a column of the source, a constant, or an expression."""

    source: str | None = Field(default=None, alias="from")
    """The name of a column of the source."""
    constant: str | bool | int | float | None = None
    """The same value in every row."""
    expression: str | None = None
    """A SQL expression over columns of the source; with ``group_by`` it may aggregate."""
    values: dict[str, Scalar] = {}
    """What the source says -> what it means; a text not listed stays, ``null`` means no value."""
    format: str | None = None
    """How dates and times are written, such as ``%m/%d/%Y``."""
    decimal: str | None = Field(default=None, pattern=r"^[.,]$")
    """The sign before decimals, when it is not a point."""
    thousands: str | None = Field(default=None, pattern=r"^[.,' ]$")
    """The sign between thousands."""
    time_zone: str | None = None
    """The zone of times that name none, such as ``Europe/Berlin``; they are stored in UTC."""
    cast: ColumnType | None = None
    """Read it as this type first; ``integer`` makes 17.0 the text 17."""

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        given = [
            name
            for name, value in (
                ("from", self.source),
                ("constant", self.constant),
                ("expression", self.expression),
            )
            if value is not None
        ]
        if len(given) != 1:
            raise ValueError("needs exactly one of from, constant and expression")
        if self.constant is not None and self.model_fields_set - {"constant"}:
            raise ValueError("a constant stands alone")
        if self.time_zone and self.format and re.search("%[zZ]", self.format):
            raise ValueError("format reads a time zone already; drop time_zone")
        if self.decimal is not None and self.decimal == self.thousands:
            raise ValueError("decimal and thousands are the same sign")
        return self

    @field_validator("time_zone")
    @classmethod
    def _is_zone(cls, value: str | None) -> str | None:
        try:
            ZoneInfo(value or "UTC")
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("is no IANA time zone such as Europe/Berlin") from None
        return value


class TableMapping(_Declared):
    """How the source feeds one table."""

    columns: dict[str, ColumnMapping] = Field(min_length=1)
    """Column of the contract -> where it comes from; a bare name is a column of the source."""
    where: str | None = None
    """Only rows of the source for which this SQL condition is true."""
    distinct: bool = False
    """Rows that come out equal count once."""
    group_by: tuple[str, ...] = ()
    """One row for each combination of these columns of the source."""
    having: str | None = None
    """Only groups for which this SQL condition over aggregates is true."""

    @field_validator("columns", mode="before")
    @classmethod
    def _bare_names(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: {"from": given} if isinstance(given, str) else given for name, given in value.items()}

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.having and not self.group_by:
            raise ValueError("having needs group_by")
        if self.distinct and self.group_by:
            raise ValueError("distinct and group_by exclude each other")
        return self


class Mapping(_Declared):
    """How one source feeds tables of one product."""

    product: str
    source: Source = Source()
    tables: dict[str, TableMapping] = Field(min_length=1)
