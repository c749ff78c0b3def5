"""Records: documents with versions and owners, and logs that only grow; in SQLite or PostgreSQL."""

from symphonies.platform.records.errors import RecordChangedError, RecordNotFoundError, RecordsFailedError
from symphonies.platform.records.ports import Entry, Record, Records
from symphonies.platform.records.settings import RecordsSettings, open_records

__all__ = [
    "Entry",
    "Record",
    "RecordChangedError",
    "RecordNotFoundError",
    "Records",
    "RecordsFailedError",
    "RecordsSettings",
    "open_records",
]
