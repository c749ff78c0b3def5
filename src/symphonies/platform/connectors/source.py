"""Where rows come from: a file, a folder of files, or a database."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Format = Literal["csv", "parquet", "jsonl", "series"]

_ENDINGS: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".psv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
}
_PACKED = (".gz", ".bz2", ".xz")
_VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")


class Source(BaseModel):
    """One source. ``${NAME}`` and ``${NAME:-otherwise}`` stand for environment variables."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str | None = None
    """A path, from the folder of the mapping."""
    folder: str | None = None
    """A folder whose files are loaded in the order of their names."""
    pattern: str = "*"
    """Which files of the folder."""
    combine: bool = False
    """Whether the files of the folder are one source rather than loads that follow each other."""
    url: str | None = None
    """A database: ``dialect://user:${PASSWORD}@host/name``."""
    table: str | None = None
    query: str | None = None
    format: Format | None = None
    """By default from the ending of the file."""
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    quote: str = Field(default='"', min_length=1, max_length=1)
    encoding: str | None = None
    header: bool = True
    columns: tuple[str, ...] | None = None
    """Names of the columns, in place of the header's."""
    null_values: tuple[str, ...] = ()
    """Texts that mean nothing, such as ``NA``; empty cells always do."""
    published_days: int | None = Field(default=None, ge=0)
    """Of series: how many days after its date a value could first be read; else the file's name tells."""

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        places = [name for name in ("file", "folder", "url") if getattr(self, name)]
        if len(places) > 1:
            raise ValueError(f"{' and '.join(places)} are given; keep one")
        if self.url and bool(self.table) == bool(self.query):
            raise ValueError("url needs either table or query")
        if not self.header and not self.columns:
            raise ValueError("without a header the names must be given by columns")
        if self.published_days is not None and self.format != "series":
            raise ValueError("published_days belongs to format: series")
        return self

    def named(self, place: str) -> Source:
        """Return it with another place: a file, a folder, or a database address."""
        kind = "url" if "://" in place else "folder" if Path(place).is_dir() else "file"
        return self.model_copy(update={"file": None, "folder": None, "url": None, kind: place})


def expanded(text: str) -> str:
    """Return ``text`` with its environment variables put in.

    Raises:
        KeyError: when one is not set and has no default.
    """

    def value(match: re.Match[str]) -> str:
        found = os.environ.get(match[1]) or match[2]
        if found is None:
            raise KeyError(match[1])
        return found

    return _VARIABLE.sub(value, text)


def format_of(path: Path) -> Format | None:
    """Return the format that the ending of a file tells, packed or not."""
    endings = [ending.lower() for ending in path.suffixes]
    if endings and endings[-1] in _PACKED:
        endings.pop()
    return _ENDINGS.get(endings[-1]) if endings else None
