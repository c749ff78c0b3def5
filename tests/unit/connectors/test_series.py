"""Wide files of series: a row for each value, with the day on which it could first be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from symphonies.platform.connectors import Source, SourceUnreadableError
from symphonies.platform.connectors.readers.open import openers

Write = Callable[[str, str], Path]


def rows(path: Path, **options: object) -> list[dict[str, object]]:
    (opener,) = openers(
        Source.model_validate({"file": str(path), "format": "series", **options}), path.parent
    )
    with opener() as batches:
        return [row for batch in batches.stream for row in batch.to_pylist()]


def test_a_file_as_published_has_codes_and_american_dates(write: Write) -> None:
    path = write(
        "fred.csv", "sasdate,INDPRO,CPI\r\nTransform:,5,6\r\n1/1/2024,101.5,\r\n2/1/2024,102,.\r\n,,\r\n"
    )
    assert rows(path, published_days=45) == [
        {"series": "INDPRO", "observed_on": "2024-01-01", "published_on": "2024-02-15", "value": "101.5", "transform": "5"},
        {"series": "INDPRO", "observed_on": "2024-02-01", "published_on": "2024-03-17", "value": "102", "transform": "5"},
    ]  # fmt: skip


def test_vintages_keep_what_each_of_them_said(write: Write) -> None:
    path = write("2024-05.csv", "date,factors\n2024-03-01,1.0\n")
    assert rows(path) == [
        {"series": "factors", "observed_on": "2024-03-01", "published_on": "2024-05-31", "value": "1.0", "transform": None},
    ]  # fmt: skip
    assert rows(write("fred_2023m12.csv", "date,A\n2023-11,1\n"))[0]["published_on"] == "2023-12-31"


def test_a_file_that_does_not_tell_when_it_was_published_is_refused(write: Write) -> None:
    with pytest.raises(
        SourceUnreadableError, match="Nothing tells when the values of fred.csv were published"
    ) as found:
        rows(write("fred.csv", "date,A\n2024-01-01,1\n"))
    assert found.value.hint is not None
    assert "published_days" in found.value.hint
    with pytest.raises(ValidationError, match="published_days belongs to format: series"):
        Source(file="a.csv", published_days=3)


def test_a_date_that_cannot_be_read_is_told_with_its_line(write: Write) -> None:
    with pytest.raises(SourceUnreadableError, match=r"a\.csv, line 3: 'May 24' is no date"):
        rows(write("a.csv", "date,A\n2024-01-01,1\nMay 24,2\n"), published_days=1)


def test_the_public_file_is_read(dataset: Callable[[str], Path]) -> None:
    found = rows(dataset("cfo/fred_md_qd/fred_md.csv.gz"), published_days=45)
    output = [row for row in found if row["series"] == "INDPRO"]
    assert (len(output), output[0]["observed_on"], output[-1]["published_on"]) == (
        777,
        "1959-01-01",
        "2023-10-16",
    )
    assert output[-1]["value"] == "103.6115"
