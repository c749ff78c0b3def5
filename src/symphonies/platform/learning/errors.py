"""What can go wrong with data to learn from."""

from __future__ import annotations

from typing import ClassVar

from symphonies.kernel import SymphonyError


class SeriesInvalidError(SymphonyError):
    """A table of series cannot be read as meant."""

    code: ClassVar[str] = "SERIES_INVALID"


class HistoryTooShortError(SymphonyError):
    """There is less history than a forecast needs."""

    code: ClassVar[str] = "HISTORY_TOO_SHORT"
