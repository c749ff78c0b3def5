"""Records: documents with versions and owners, logs that only grow, and answers worth keeping for a while."""

from symphonies.platform.records.errors import RecordChangedError, RecordNotFoundError, RecordsFailedError
from symphonies.platform.records.ports import Entry, Record, Records
from symphonies.platform.records.settings import RecordsSettings, open_records
from symphonies.platform.records.shelf import Shelf, Shelved

__all__ = [
    "Entry",
    "Record",
    "RecordChangedError",
    "RecordNotFoundError",
    "Records",
    "RecordsFailedError",
    "RecordsSettings",
    "Shelf",
    "Shelved",
    "open_records",
]
