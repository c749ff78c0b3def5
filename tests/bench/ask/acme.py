"""ACME insurance: 43 questions whose gold is SQL; an answer is right when its rows are those of the gold.

Set: data.world benchmark of Sequeda, Allemang and Jacob 2023, with the questions as dbt Labs published them.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from symphonies.app.asking import foreign_asker
from symphonies.app.catalogues import open_catalogue
from symphonies.platform.vizier.ask import Answer

CATALOGUE = Path(__file__).with_name("acme_catalogue")


@dataclass(frozen=True)
class Result:
    """One question and what became of it."""

    question: str
    quadrant: str
    right: bool
    answer: Answer
    gold: list[tuple[Any, ...]]


def build_database(folder: Path, target: Path) -> None:
    """Load the tables of the set into a DuckDB file."""
    with duckdb.connect(str(target)) as connection:
        for file in sorted((folder / "tables").glob("*.csv.gz")):
            name = file.name.removesuffix(".csv.gz")
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv_auto('{file}', header = true)")


def load_gold(folder: Path) -> list[tuple[str, str, str]]:
    """Return question, quadrant and gold SQL of each."""
    with gzip.open(folder / "questions.csv.gz", "rt", encoding="utf-8") as handle:
        rows = list(csv.DictReader(io.StringIO(handle.read())))
    return [
        (" ".join(row["prompt"].split()), row["title"][:4], row["query"])
        for row in rows
        if row["language"].lower().startswith("sql")
    ]


def score_acme(folder: Path, catalogue: Path = CATALOGUE) -> list[Result]:
    """Ask every question and compare with the gold.

    Args:
        folder: Of the set.
        catalogue: The folder of semantic YAML.
    """
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "acme.duckdb"
        build_database(folder, data)
        instance = open_catalogue(catalogue, data)
        asker = foreign_asker(instance)
        found = []
        with duckdb.connect(str(data), read_only=True) as connection:
            for question, quadrant, sql in load_gold(folder):
                gold = connection.execute(_duckdb(sql)).fetchall()
                answer = asker.ask(question, instance.scope)
                found.append(Result(question, quadrant, _same(answer, gold), answer, gold))
        return found


def _duckdb(sql: str) -> str:
    """Return the gold in DuckDB's spelling: its date parts are strings."""
    return re.sub(r'DATEDIFF\("(\w+)"', r"DATEDIFF('\1'", sql)


def _same(answer: Answer, gold: list[tuple[Any, ...]]) -> bool:
    """Return whether the answer has the rows of the gold; further columns of its own do not matter."""
    if answer.kind != "answer" or len(answer.rows) != len(gold):
        return False
    columns = [[_plain(row[name]) for row in answer.rows] for name in answer.columns]
    chosen = _columns_for(columns, [[_plain(row[i]) for row in gold] for i in range(len(gold[0]))])
    if chosen is None:
        return False
    mine = Counter(zip(*chosen, strict=True))
    return mine == Counter(tuple(_plain(value) for value in row) for row in gold)


def _columns_for(mine: list[list[Any]], gold: list[list[Any]]) -> list[list[Any]] | None:
    """Return for each column of the gold one of ours with the same values, each used once."""
    left = list(mine)
    chosen = []
    for wanted in gold:
        match = next((column for column in left if Counter(column) == Counter(wanted)), None)
        if match is None:
            return None
        left.remove(match)
        chosen.append(match)
    return chosen


def _plain(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return round(float(value), 6)
    if hasattr(value, "isoformat"):
        return str(value)[:10]
    try:
        return round(float(value), 6)
    except ValueError:
        return str(value)
