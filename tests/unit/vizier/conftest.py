"""A clock that stands until it is moved, and records that read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from symphonies.platform.records import Records, RecordsSettings, open_records


@dataclass
class Moving:
    """A clock that is moved by hand."""

    instant: datetime = datetime(2026, 11, 2, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant


@pytest.fixture
def clock() -> Moving:
    return Moving()


@pytest.fixture
def records(tmp_path: Path, clock: Moving) -> Iterator[Records]:
    opened = open_records(RecordsSettings(), tmp_path, clock)
    yield opened
    opened.close()
