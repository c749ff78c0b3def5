"""Feeds of outside series, and whether an indicator is worth anything."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from symphonies.kernel import NotFoundError
from symphonies.platform.learning import SeriesInvalidError
from symphonies.suite.cfo.pinnacle.markets import CsvFeed, worth


def test_a_feed_tells_only_what_was_published(tmp_path: Path) -> None:
    file = tmp_path / "rates.csv.gz"
    file.write_bytes(gzip.compress(b"date,FUNDS,CPI\n2024-01-01,5.33,\n2024-02-01,5.34,310.1\n"))
    feed = CsvFeed(file, published_days=20)
    assert feed.names == ("FUNDS", "CPI")
    known_on = int(np.datetime64("2024-01-25").astype("M8[D]").astype(int))
    assert feed.read("FUNDS", known_on)[1].tolist() == [5.33]
    assert feed.read("CPI", known_on + 60)[1].tolist() == [310.1]


def test_a_feed_refuses_what_it_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("day,FUNDS\n2024-01-01,5\n")
    with pytest.raises(SeriesInvalidError, match="one named date is needed"):
        CsvFeed(file)
    file.write_text("date,FUNDS\n2024-01-01,five\n")
    with pytest.raises(SeriesInvalidError, match="'five' in 'FUNDS'"):
        CsvFeed(file)
    file.write_text("date,FUNDS\n2024-01-01,5\n")
    with pytest.raises(NotFoundError, match="no series 'FUND'"):
        CsvFeed(file).read("FUND", 0)


def test_an_indicator_that_leads_helps_and_noise_does_not() -> None:
    rng = np.random.default_rng(4)
    leads = np.exp(np.cumsum(rng.normal(0, 0.03, 120)))
    ours = np.concatenate([leads[:2], leads[:-2]]) * np.exp(rng.normal(0, 0.005, 120))
    found = worth(ours, leads, "orders")
    assert found is not None
    assert (found.lag, found.helps) == (2, True)
    noise = worth(ours, np.exp(np.cumsum(rng.normal(0, 0.03, 120))), "noise")
    assert noise is not None
    assert not noise.helps
    assert worth(ours[:20], leads[:20], "short") is None
