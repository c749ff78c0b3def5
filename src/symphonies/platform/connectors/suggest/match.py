"""Choosing, for each column of a product, the source column that most likely feeds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symphonies.platform.connectors.suggest.profile import Profile, fits
from symphonies.platform.connectors.suggest.words import opposed, similarity
from symphonies.platform.lakehouse import Product, Table

_LEAST = 0.5
"""Below this two columns are not taken for the same."""

_SURE = 0.9


@dataclass(frozen=True)
class Match:
    """A contract column and the source column that may feed it."""

    column: str
    source: Profile | None
    """None: nothing fits."""
    score: float
    """How sure, 0..1."""


@dataclass(frozen=True)
class TableMatch:
    """How much of a table a source can feed."""

    table: str
    matches: tuple[Match, ...]
    distinct: bool
    """Whether the rows repeat the key, so that equal rows must count once."""
    missing: tuple[str, ...]
    """Required columns that nothing feeds."""

    @property
    def score(self) -> float:
        """How much of the table is fed, and how surely: the mean over fed and missing columns."""
        scores = [match.score for match in self.matches]
        return sum(scores) / (len(scores) + len(self.missing)) if scores else 0.0


def match_tables(profiles: Sequence[Profile], product: Product, tables: Sequence[str]) -> list[TableMatch]:
    """Return the tables the source seems to feed, best first.

    Args:
        profiles: The columns of the source.
        product: The product to feed.
        tables: Which of its tables; all landed tables that can be fed wholly when empty.
    """
    names = tables or [
        name for name in product.source_tables if not opposed((profile.name for profile in profiles), name)
    ]
    found = [_match_table(profiles, name, product.source_table(name)) for name in names]
    found.sort(key=lambda match: match.score, reverse=True)
    if tables:
        return found
    whole = [one for one in found if not one.missing and one.score >= _LEAST]
    return whole or found[:1]


def _match_table(profiles: Sequence[Profile], name: str, table: Table) -> TableMatch:
    scores = {
        (column, profile.name): _score(profile, name, table, column)
        for column in table.columns
        for profile in profiles
    }
    by_name = {profile.name: profile for profile in profiles}
    chosen: dict[str, Match] = {}
    for (column, source), score in sorted(scores.items(), key=lambda item: -item[1]):
        taken = {match.source.name for match in chosen.values() if match.source}
        if score >= _LEAST and column not in chosen and source not in taken:
            chosen[column] = Match(column, by_name[source], score)
    _borrow_key(table, chosen)
    missing = tuple(
        column
        for column, declared in table.columns.items()
        if column not in chosen
        and declared.default is None
        and (declared.required or column in table.key)
        and declared.format != "currency"
    )
    keys = [chosen[column].source for column in table.key if column in chosen]
    repeats = len(table.key) == 1 and bool(keys) and keys[0] is not None and not keys[0].distinct
    ordered = tuple(chosen[column] for column in table.columns if column in chosen)
    return TableMatch(name, ordered, repeats and table.time is None, missing)


def _score(profile: Profile, name: str, table: Table, column: str) -> float:
    """Return how likely ``profile`` feeds ``column``; rows that happen need a key that never repeats."""
    fit = fits(profile, table.columns[column])
    if fit == 0:
        return 0.0
    repeats = not profile.distinct and table.key == (column,) and table.time is not None
    return similarity(profile.name, column, name) * (0.5 + 0.5 * fit) * (0.45 if repeats else 1.0)


def _borrow_key(table: Table, chosen: dict[str, Match]) -> None:
    """Let what happens once to something be numbered by it: a receipt by its invoice.

    Only where its day is surely there: else the source tells of no such thing.
    """
    (key, *others) = table.key
    if key in chosen or others:
        return
    if table.time is None or table.time not in chosen or chosen[table.time].score < _SURE:
        return
    for column, match in chosen.items():
        if table.columns[column].references and match.source is not None and match.source.distinct:
            chosen[key] = Match(key, match.source, 0.4)
            return
