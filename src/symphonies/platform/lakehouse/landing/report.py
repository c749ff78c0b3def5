"""What a load did, or would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """When rows that break the contract end the whole load, rather than wait in quarantine."""

    NEVER = "never"
    ALL = "all"
    """When not one row is fit: most likely the mapping is wrong."""
    ANY = "any"
    """When a single row is not."""


@dataclass(frozen=True)
class Reason:
    """Why rows were refused, with the first of them."""

    check: str
    """``type``, ``required``, ``values``, ``duplicate_key``, ... or the name of a rule."""
    column: str | None
    expected: str
    rows: int
    """How many rows fail it; a row may fail several checks."""
    source: str
    row: int
    """The first such row in ``source``, from 1."""
    found: str | None
    """What stands there."""

    def __str__(self) -> str:
        more = f" ({self.rows:,} rows)" if self.rows > 1 else ""
        found = "nothing" if self.found is None else repr(self.found)
        told = f"column {self.column}: found {found}, expected {self.expected}"
        if self.column is None:
            told = f"found {self.found}, expected: {self.expected}"
        return f"{self.source}, row {self.row:,}, {told} [{self.check}]{more}"


@dataclass(frozen=True)
class LoadReport:
    """What became of the rows of one load into one table."""

    product: str
    table: str
    source: str
    read: int = 0
    new: int = 0
    """Landed rows whose key was not known."""
    changed: int = 0
    """Landed rows that replace an older version."""
    unchanged: int = 0
    """Rows the store already had."""
    quarantined: int = 0
    reasons: tuple[Reason, ...] = ()
    ignored: tuple[str, ...] = ()
    """Columns of the source that the contract does not know."""
    load_id: int | None = None
    """None when nothing was written."""
    repeated: bool = False
    """The same content was loaded before, so nothing was done."""
    dry_run: bool = False

    @property
    def landed(self) -> int:
        """How many rows were, or would be, written."""
        return self.new + self.changed

    @property
    def name(self) -> str:
        """``product.table``."""
        return f"{self.product}.{self.table}"

    def lines(self) -> Iterator[str]:
        """Tell it to a person."""
        would = "would be " if self.dry_run else ""
        if self.repeated:
            yield f"{self.name} <- {self.source}: {self.read:,} rows, all loaded before; nothing changed."
            return
        yield (
            f"{self.name} <- {self.source}: {self.read:,} rows read, {self.landed:,} {would}landed "
            f"({self.new:,} new, {self.changed:,} changed), {self.unchanged:,} unchanged, "
            f"{self.quarantined:,} {would}quarantined."
        )
        for reason in self.reasons:
            yield f"  {reason}"
        if self.ignored:
            yield f"  Not used: {', '.join(self.ignored)}."

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def to_dict(self) -> dict[str, object]:
        """Return it as plain values, fit for JSON."""
        plain = {
            name: getattr(self, name)
            for name in (
                "product",
                "table",
                "source",
                "read",
                "new",
                "changed",
                "landed",
                "unchanged",
                "quarantined",
                "load_id",
                "repeated",
                "dry_run",
            )
        }
        return plain | {
            "ignored": list(self.ignored),
            "reasons": [dict(vars(reason)) for reason in self.reasons],
        }
