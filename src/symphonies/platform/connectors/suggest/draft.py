"""Drafting a mapping file from a source and a contract."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa

from symphonies.platform.connectors.errors import SourceEmptyError
from symphonies.platform.connectors.readers.batches import Batches
from symphonies.platform.connectors.readers.open import openers
from symphonies.platform.connectors.source import Source
from symphonies.platform.connectors.suggest.match import Match, TableMatch, match_tables
from symphonies.platform.connectors.suggest.profile import ISO, Profile, profile_of
from symphonies.platform.lakehouse import Column, ColumnType, Product

_SAMPLE_ROWS = 20_000
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_. -]*[A-Za-z0-9_]|[A-Za-z]")
_WORDS = {"true", "false", "null"}


@dataclass(frozen=True)
class Suggestion:
    """A drafted mapping."""

    text: str
    """The YAML, with comments that tell how sure each line is."""
    tables: tuple[TableMatch, ...]
    unused: tuple[str, ...]
    """Columns of the source that feed nothing."""

    def lines(self) -> Iterator[str]:
        """Tell it to a person: the file itself."""
        yield from self.text.splitlines()

    def __str__(self) -> str:
        return self.text

    def to_dict(self) -> dict[str, object]:
        """Return it as plain values, fit for JSON."""
        matches = [
            {
                "table": table.table,
                "column": match.column,
                "score": round(match.score, 2),
                "from": match.source.name if match.source else None,
            }
            for table in self.tables
            for match in table.matches
        ]
        missing = [
            {"table": table.table, "column": column} for table in self.tables for column in table.missing
        ]
        return {"mapping": self.text, "matches": matches, "missing": missing, "unused": list(self.unused)}


def suggest_mapping(
    place: str,
    product: Product,
    *,
    tables: Sequence[str] = (),
    currency: str = "EUR",
    source: Source | None = None,
) -> Suggestion:
    """Draft the mapping of a file (or folder, or database) to a product, to be checked by a person.

    Names are compared by their words and what these mean in business, values by what they look like.

    Args:
        place: The file, folder or database address; of a folder the first file is looked at.
        product: The product to feed.
        tables: Its tables to feed; by default those the source can feed wholly.
        currency: The currency to assume where no column holds one.
        source: How to read it: delimiter, encoding and so on; for a database its table or query.

    Raises:
        SourceNotFoundError, SourceEmptyError, SourceEncodingError, SourceUnreadableError,
        SourceUnsupportedError, SourceDriverMissingError: when it cannot be read.
        TableUnknownError: when the product has no such table.
    """
    named = (source or Source()).named(place)
    with openers(named, Path())[0]() as batches:
        profiles = _profiles(batches)
    matched = match_tables(profiles, product, tables)
    used = {match.source.name for table in matched for match in table.matches if match.source}
    unused = tuple(profile.name for profile in profiles if profile.name not in used)
    text = "\n".join(_document(named, place, product, matched, unused, currency)) + "\n"
    return Suggestion(text, tuple(matched), unused)


def _profiles(batches: Batches) -> list[Profile]:
    sample: list[pa.RecordBatch] = []
    for batch in islice(batches.stream, 4):
        sample.append(batch)
        if sum(part.num_rows for part in sample) >= _SAMPLE_ROWS:
            break
    table = pa.Table.from_batches(sample, batches.schema).slice(0, _SAMPLE_ROWS)
    if table.num_rows == 0:
        raise SourceEmptyError(f"{batches.name} has columns but no rows.", hint="Name a file with rows.")
    return [
        profile_of(name, [None if cell is None else str(cell) for cell in table[name].to_pylist()])
        for name in table.column_names
    ]


def _document(
    source: Source,
    place: str,
    product: Product,
    tables: Sequence[TableMatch],
    unused: Sequence[str],
    currency: str,
) -> Iterator[str]:
    yield "# A draft: check every line. The percentage tells how sure each guess is."
    yield f"product: {product.id}"
    yield "source:"
    given = source.model_dump(exclude_defaults=True)
    for name in ("file", "folder", "url"):
        if given.pop(name, None) is not None:
            shown = place if name == "url" else str(Path(place).resolve())
            yield f"  {name}: {_scalar(shown)}"
    for name, value in given.items():
        yield f"  {name}: {json.dumps(value)}"
    yield ""
    yield "tables:"
    for table in tables:
        yield from _table(table, product, currency)
    if unused:
        yield f"# Columns of the source that feed nothing: {', '.join(unused)}"


def _table(match: TableMatch, product: Product, currency: str) -> Iterator[str]:
    declared = product.source_table(match.table).columns
    yield f"  {match.table}:"
    if match.distinct:
        yield "    distinct: true  # its key comes on several rows"
    yield "    columns:"
    matches = {one.column: one for one in match.matches}
    for name, column in declared.items():
        if name in matches:
            yield f"      {name}: {_origin(matches[name], column)}"
        elif name in match.missing:
            yield f"      # {name}: ?  # required ({column.meaning}), and nothing in the source looks like it"
        elif column.required and column.format == "currency":
            yield f"      {name}: {{constant: {currency}}}  # assumed: no column holds it"
    left = [name for name, column in declared.items() if name not in matches and not column.required]
    if left:
        yield f"    # Not found, and not required: {', '.join(left)}"


def _origin(match: Match, column: Column) -> str:
    profile = match.source
    if profile is None:
        return "?"
    options = _options(profile, column)
    sure = f"  # {match.score:.0%}{_doubt(profile, column)}"
    name = _scalar(profile.name)
    if not options:
        return name + sure
    return f"{{from: {name}, {', '.join(f'{key}: {value}' for key, value in options.items())}}}{sure}"


def _options(profile: Profile, column: Column) -> dict[str, str]:
    if column.type in (ColumnType.DATE, ColumnType.TIMESTAMP) and profile.formats[0] not in ISO:
        return {"format": json.dumps(profile.formats[0])}
    if column.type in (ColumnType.DECIMAL, ColumnType.NUMBER, ColumnType.INTEGER):
        decimal = None if profile.decimal == "." else profile.decimal
        signs = {"decimal": decimal, "thousands": profile.thousands}
        return {name: json.dumps(sign) for name, sign in signs.items() if sign}
    if column.values is not None and not profile.values <= set(column.values):
        said = [
            f"{_scalar(value)}: {_nearest(value, column.values)}" for value in sorted(profile.values)[:12]
        ]
        return {"values": f"{{{', '.join(said)}}}"}
    return {}


def _doubt(profile: Profile, column: Column) -> str:
    others = [form for form in profile.formats[1:] if form.count("%") == profile.formats[0].count("%")]
    if column.type in (ColumnType.DATE, ColumnType.TIMESTAMP) and others:
        return f", but dates may also be {' or '.join(others)}"
    return "" if profile.filled == 1 else f", {min(profile.filled, 0.99):.0%} filled"


def _nearest(value: str, allowed: Sequence[str]) -> str:
    return next((one for one in allowed if one.lower() == value.lower()), allowed[0])


def _scalar(value: str) -> str:
    plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
    return value if plain else json.dumps(value, ensure_ascii=False)
