"""How well questions are understood, offline: ``python -m tests.bench.ask [--set cfo|acme|sentences] [--scale 1]``.

``cfo``: the questions of ``tests/nlq`` over the sample company, all looked at after their first score.
``sentences``: 500 questions made at random, and whether the rows entail every figure of the sentences.
``acme``: the 43 questions of the ACME insurance set, rows compared with those of the gold SQL.
"""

from __future__ import annotations

import argparse
import os
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from symphonies.app.asking import open_asker
from symphonies.app.sample import fill_with_sample
from symphonies.app.settings import load_settings
from symphonies.app.wiring import Instance, open_instance
from symphonies.platform.security import Scope
from symphonies.platform.vizier.ask import Interpreter
from tests.bench.ask.acme import score_acme
from tests.bench.ask.score import Score, score
from tests.bench.ask.sentences import check_sentences

DATASETS = Path(os.environ.get("SYMPHONIES_DATASETS", Path(__file__).parents[4] / "shared" / "data"))
SETS = (
    "questions",
    "held_out",
    "unseen",
    "fresh",
    "fresh_2",
    "fresh_3",
    "stranger",
    "stranger_2",
    "stranger_3",
    "stranger_4",
    "stranger_5",
    "stranger_6",
    "stranger_7",
    "stranger_8",
    "stranger_9",
    "stranger_10",
    "stranger_11",
    "stranger_12",
    "stranger_13",
    "stranger_14",
    "stranger_15",
    "stranger_16",
    "stranger_17",
    "stranger_18",
    "stranger_19",
)
ACME = DATASETS / "nlq" / "acme_insurance"


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=("cfo", "acme", "sentences"))
    parser.add_argument("--scale", type=float, default=1.0)
    given = parser.parse_args()
    if given.set in (None, "cfo"):
        _cfo(given.scale)
    if given.set in (None, "sentences"):
        _sentences(given.scale)
    if given.set in (None, "acme"):
        _acme()


@contextmanager
def _sample(scale: float) -> Iterator[Instance]:
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(lakehouse={"store": Path(folder), "publish": False})
        fill_with_sample(settings, seed=7, scale=scale, as_of=date(2026, 10, 31), say=lambda _: None)
        instance = open_instance(settings)
        yield instance
        instance.close()


def _sentences(scale: float) -> None:
    with _sample(scale) as instance:
        said = check_sentences(open_asker(instance), instance.scope(instance.principals["cfo"]), 500)
        told = ", ".join(f"{kind} {count}" for kind, count in said.outcomes.most_common())
        print(
            f"500 questions made at random: {len(said.unsupported)} unsupported; {told}; {said.plain} plain"
        )
        for line in said.unsupported:
            print(f"  {line}")


def _cfo(scale: float) -> None:
    with _sample(scale) as instance:
        interpreter = Interpreter(instance.semantics)

        @cache
        def scopes(persona: str) -> Scope:
            return instance.scope(instance.principals[persona])

        print(f"Sample company at scale {scale:g}, offline")
        print(f"{'questions':<12}{'right':>16}{'right of answered':>20}{'refused':>12}{'median ms':>11}")
        for name in SETS:
            _line(name, score(name, interpreter, scopes, run=True))


def _line(name: str, found: Score) -> None:
    right = f"{found.right}/{found.answerable} {found.recall:.1%}"
    sure = f"{found.answered_right}/{found.answered} {found.precision:.1%}"
    refused = f"{found.declined}/{found.unanswerable} {found.refused:.0%}"
    print(f"{name:<12}{right:>16}{sure:>20}{refused:>12}{found.median_ms:>11.0f}")


def _acme() -> None:
    if not ACME.exists():
        print("ACME insurance is not here: SYMPHONIES_DATASETS names the folder that holds it.")
        return
    print("ACME insurance, offline; rows equal to the gold's")
    _acme_line("own catalogue", score_acme(ACME))
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(ACME / "semantic_models_and_results.tar.xz") as archive:
            archive.extractall(folder, filter="data")
        _acme_line("as published", score_acme(ACME, Path(folder) / "models" / "omg_semantics"))


def _acme_line(name: str, results: list) -> None:
    right = sum(each.right for each in results)
    wrong = sum(each.answer.kind == "answer" and not each.right for each in results)
    quadrants = Counter(each.quadrant for each in results if each.right)
    told = ", ".join(f"{quadrant} {quadrants[quadrant]}" for quadrant in sorted(quadrants))
    print(
        f"{name:<16}{right}/{len(results)} {right / len(results):.1%} right; {wrong} answered otherwise; {told}"
    )
    lacking = Counter(
        word.lower().removesuffix("s")
        for each in results
        if not each.right
        for word in each.answer.reading.unknown
    )
    if lacking:
        words = ", ".join(f"{word} {count}" for word, count in lacking.most_common(6))
        print(f"{'':<16}words that this catalogue has nothing for, and how often they are asked: {words}")


main()
