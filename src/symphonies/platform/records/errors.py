"""What can go wrong with records."""

from __future__ import annotations

from symphonies.kernel import NotFoundError, SymphonyError


class RecordNotFoundError(NotFoundError):
    """There is no such document."""

    code = "RECORD_NOT_FOUND"


class RecordChangedError(SymphonyError):
    """Somebody else changed the document in between."""

    code = "RECORD_CHANGED"


class RecordsFailedError(SymphonyError):
    """The database of records cannot be opened or does not answer."""

    code = "RECORDS_FAILED"
