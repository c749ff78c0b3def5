"""What can go wrong with data to learn from, and with what was learned."""

from __future__ import annotations

from typing import ClassVar

from symphonies.kernel import SymphonyError


class SeriesInvalidError(SymphonyError):
    """A table of series cannot be read as meant."""

    code: ClassVar[str] = "SERIES_INVALID"


class HistoryTooShortError(SymphonyError):
    """There is less history than a forecast needs."""

    code: ClassVar[str] = "HISTORY_TOO_SHORT"


class LeakError(SymphonyError):
    """Something would be learned from that was not known yet."""

    code: ClassVar[str] = "FEATURE_FROM_FUTURE"


class ModelUnknownError(SymphonyError):
    """There is no such engine, or no such version of its model."""

    code: ClassVar[str] = "MODEL_UNKNOWN"


class ModelDamagedError(SymphonyError):
    """A stored model is not what was stored."""

    code: ClassVar[str] = "MODEL_DAMAGED"


class ReviewRefusedError(SymphonyError):
    """A model cannot be approved like this."""

    code: ClassVar[str] = "REVIEW_REFUSED"
