"""The port: documents with versions and owners, and logs that only grow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Record:
    """One version of a document.

    Attributes:
        kind: what sort of thing it is, such as ``scenario``.
        id: unique among its kind.
        version: 1 for the first, one more for each change.
        owner: the id of whoever it belongs to.
        body: the document, as JSON holds it.
        tags: what it is found by.
        created_at: when its first version was written, UTC.
        changed_at: when this version was written, UTC.
        changed_by: who wrote this version.
    """

    kind: str
    id: str
    version: int
    owner: str
    body: Mapping[str, Any]
    tags: Mapping[str, str]
    created_at: datetime
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True)
class Entry:
    """One line of a log.

    Attributes:
        log: the log's name.
        number: 1 for the first, without gaps.
        body: what is told, as JSON holds it.
        by: who wrote it.
        at: when, UTC.
    """

    log: str
    number: int
    body: Mapping[str, Any]
    by: str
    at: datetime


class Records(Protocol):
    """Keeps documents and logs; safe to share between threads.

    Every call is a transaction of its own, unless it is made on what ``transaction`` gives.
    """

    def get(self, kind: str, id: str, version: int | None = None) -> Record:
        """Return a document, as it is or as it was in one version.

        Raises:
            RecordNotFoundError: there is none, or it was deleted.
        """
        ...

    def find(
        self,
        kind: str,
        *,
        owner: str | None = None,
        tags: Mapping[str, str] | None = None,
        limit: int = 1000,
    ) -> Sequence[Record]:
        """Return the documents of a kind, the last changed first.

        Args:
            kind: what sort of thing.
            owner: whose; None: everybody's.
            tags: those that have all of these.
            limit: how many at most.
        """
        ...

    def put(
        self,
        kind: str,
        id: str,
        body: Mapping[str, Any],
        *,
        by: str,
        owner: str | None = None,
        tags: Mapping[str, str] | None = None,
        expected: int | None = None,
    ) -> Record:
        """Write a document and return its new version.

        Args:
            kind: what sort of thing.
            id: which one.
            body: the whole document.
            by: who writes it.
            owner: whose it is; None keeps the owner, a new document is its writer's.
            tags: what it is found by; None keeps the tags.
            expected: the version that is there, 0 for none; None writes whatever is there.

        Raises:
            RecordChangedError: another version is there than expected.
        """
        ...

    def delete(self, kind: str, id: str, *, by: str, expected: int | None = None) -> None:
        """Delete a document; its versions stay in the history.

        Raises:
            RecordNotFoundError: there is none.
            RecordChangedError: another version is there than expected.
        """
        ...

    def history(self, kind: str, id: str) -> Sequence[Record]:
        """Return every version of a document, the first one first; empty when there never was one."""
        ...

    def append(self, log: str, body: Mapping[str, Any], *, by: str) -> Entry:
        """Add a line to a log and return it."""
        ...

    def entries(self, log: str, *, after: int = 0, limit: int = 1000) -> Sequence[Entry]:
        """Return the lines of a log in order, from the one after ``after``."""
        ...

    def transaction(self) -> AbstractContextManager[Records]:
        """Give records whose changes are all kept when the block ends, or none when it raises."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
