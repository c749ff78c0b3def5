"""When a name that is near in meaning is taken, offered, or neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import linear_kernel

from symphonies.kernel import Grain
from symphonies.platform.semantics import Direction, Metric, MetricType, Unit
from symphonies.platform.vizier.ask.linking import Likeness, Likenesses, Meanings, meant, worth_offering
from symphonies.platform.vizier.ask.linking.wording import Wording

RUNWAY = Metric(
    "a.runway",
    "Runway",
    "Months of cash.",
    MetricType.STOCK,
    Unit.MONTHS,
    Direction.UP,
    "a",
    "treasury",
    timedelta(days=1),
    Grain.MONTH,
    synonyms=("cash left",),
)


@dataclass
class Letters:
    """Tells meaning by first letters, and remembers what it was asked."""

    name: str
    asked: list[str]
    dimension: int = 26

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.array(
            [[float(ord(text[0].lower()) - 97 == place) for place in range(26)] for text in texts]
        )


def _asked_of(name: str, kept: Path) -> list[str]:
    letters = Letters(name, [])
    found = Likenesses([RUNWAY], Meanings(lambda: letters, kept)).nearest("round", {"a.runway"})
    assert (found[0].metric, found[0].name, round(found[0].score, 2)) == ("a.runway", "Runway", 0.67)
    return letters.asked


def _found(*scores: float) -> list[Likeness]:
    return [Likeness(f"m.{place}", "name", score) for place, score in enumerate(scores)]


def test_the_nearest_is_meant_where_no_other_is_near() -> None:
    assert meant(_found(0.7, 0.6)) is not None
    assert meant(_found(0.93, 0.9)) is None
    assert meant(_found(0.6, 0.3)) is None
    assert meant([]) is None


def test_the_near_are_offered() -> None:
    assert len(worth_offering(_found(0.7, 0.65, 0.62, 0.61))) == 3
    assert worth_offering(_found(0.4)) == []


def test_words_count_beside_what_is_meant() -> None:
    lately = replace(RUNWAY, id="a.rent", title="Rent", description="What rooms cost.", synonyms=())
    likenesses = Likenesses([RUNWAY, lately], Meanings(lambda: Letters("one", [])))
    found = likenesses.nearest("rooms cost", {"a.runway", "a.rent"})
    assert [each.metric for each in found] == ["a.rent", "a.runway"]
    assert likenesses.nearest("rooms cost", {"a.runway"})[0].metric == "a.runway"
    assert {"room", "rent"} <= likenesses.words_of("a.rent")


def test_words_weigh_as_a_peer_weighs_them() -> None:
    texts = ["cash at the bank", "cash out", "cash we owe the bank, cash we lent", "days to bill"]
    peer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    rows = peer.fit_transform(texts)
    for said in ("the bank's cash", "cash cash out of days", "nothing known"):
        known = linear_kernel(rows, peer.transform([said])).ravel()
        assert Wording(texts).like(said) == pytest.approx(known)


def test_what_names_mean_is_kept_for_the_model_that_told_it(tmp_path: Path) -> None:
    kept = tmp_path / "meanings.npz"
    assert _asked_of("one", kept) == ["Runway", "cash left", "round"]
    assert _asked_of("one", kept) == ["round"]
    assert _asked_of("other", kept) == ["Runway", "cash left", "round"]


def test_a_file_that_cannot_be_read_is_no_obstacle(tmp_path: Path) -> None:
    kept = tmp_path / "meanings.npz"
    kept.write_text("no vectors")
    assert _asked_of("one", kept) == ["Runway", "cash left", "round"]
