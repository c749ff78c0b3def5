"""Hybrid search beside BM25 alone: the incident report found by its summary, in the same run.

    python -m tests.bench.retrieval

Each report is loaded as a text file; its summary, which is not part of the text, is the search. BM25 is run
twice: as it comes, and over the very tokens of the product, its stop words and its stemmer, which is the fair
rival: what the library finds beyond that is what passages and meaning find. Reads the
reports from SYMPHONIES_DATASETS (default ../shared/data); says so where they are not. 1 when recall at 5
is not above the better of the two.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from symphonies.kernel import FixedClock
from symphonies.platform.retrieval import Library, RetrievalSettings, open_library
from symphonies.platform.retrieval.lexical import Words
from symphonies.platform.security import Principal
from tests.bench.report import say

DATASETS = Path(
    os.environ.get("SYMPHONIES_DATASETS", Path(__file__).resolve().parents[4] / "shared" / "data")
)
REPORTS = DATASETS / "cio" / "public_postmortems" / "postmortems.csv.gz"
READER = Principal("reader", "Reader")
DEEP = 20
"""Passages asked for, so that five documents are among them."""


def main() -> int:
    """Print the table; 1 when the bar is missed."""
    if not REPORTS.exists():
        say(f"There are no reports at {REPORTS}; SYMPHONIES_DATASETS names the folder of data sets.")
        return 0
    with gzip.open(REPORTS, "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["summary"].strip() and row["body"].strip()]
    bodies, summaries = [row["body"] for row in rows], [row["summary"] for row in rows]
    firsts = [summary.split(". ")[0] for summary in summaries]
    say(f"{len(rows)} reports\n\n| search | method | recall@1 | recall@3 | recall@5 | MRR | ms a search |")
    say("|---|---|---:|---:|---:|---:|---:|")
    recalls = []
    with tempfile.TemporaryDirectory() as folder:
        library = loaded(bodies, Path(folder))
        for name, searches in (("whole summary", summaries), ("its first sentence", firsts)):
            rivals = (
                row(name, "BM25 as it comes", *by_words(bodies, searches)),
                row("", "BM25, same tokens and stemmer", *by_same_words(bodies, searches)),
            )
            recalls.append((max(rivals), row("", "Symphonies", *by_library(library, searches))))
        library.close()
    rival, ours = recalls[0]
    reached = ours > rival
    say("\n" + ("The bar is reached." if reached else "missed: recall@5 is not above BM25"))
    return int(not reached)


def loaded(bodies: Sequence[str], folder: Path) -> Library:
    """Return a library of the texts; each document's name is its place."""
    texts = folder / "reports"
    texts.mkdir()
    for place, body in enumerate(bodies):
        (texts / f"{place}.txt").write_text(body, "utf-8")
    library = open_library(
        RetrievalSettings(), folder / "store", FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    )
    assert all(outcome.error is None for outcome in library.load(texts, READER))
    return library


def by_library(library: Library, searches: Sequence[str]) -> tuple[list[int], float]:
    """Return the rank of each right document, 0 for the first, and the milliseconds of one search."""
    library.search("warm", READER)
    ranks, started = [], time.perf_counter()
    for place, words in enumerate(searches):
        found = dict.fromkeys(each.document.id for each in library.search(words, READER, DEEP))
        ranks.append(rank_of(f"reports/{place}.txt", list(found)))
    return ranks, 1000 * (time.perf_counter() - started) / len(searches)


def by_words(bodies: Sequence[str], searches: Sequence[str]) -> tuple[list[int], float]:
    """Return the same of bm25s over whole texts with its own English stop words."""
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize(list(bodies), stopwords="en", show_progress=False), show_progress=False)
    ranks, started = [], time.perf_counter()
    for place, words in enumerate(searches):
        tokens = bm25s.tokenize([words], stopwords="en", return_ids=False, show_progress=False)
        found, _ = index.retrieve(tokens, k=DEEP, show_progress=False)
        ranks.append(rank_of(place, list(found[0])))
    return ranks, 1000 * (time.perf_counter() - started) / len(searches)


def by_same_words(bodies: Sequence[str], searches: Sequence[str]) -> tuple[list[int], float]:
    """Return the same of BM25 over whole texts with the tokens, stop words and stemmer of the product."""
    index = Words({str(place): body for place, body in enumerate(bodies)})
    ranks, started = [], time.perf_counter()
    for place, words in enumerate(searches):
        ranks.append(rank_of(str(place), list(index.scores(words))[:DEEP]))
    return ranks, 1000 * (time.perf_counter() - started) / len(searches)


def rank_of(wanted: object, found: Sequence[object]) -> int:
    """Return where it stands; far down where it is not."""
    return found.index(wanted) if wanted in found else 10**9


def row(search: str, method: str, ranks: Sequence[int], ms: float) -> float:
    """Print a row; return recall at 5."""
    at = [float(np.mean([rank < depth for rank in ranks])) for depth in (1, 3, 5)]
    mrr = float(np.mean([1 / (rank + 1) for rank in ranks]))
    say(f"| {search} | {method} | " + " | ".join(f"{each:.4f}" for each in (*at, mrr)) + f" | {ms:.1f} |")
    return at[2]


if __name__ == "__main__":
    sys.exit(main())
