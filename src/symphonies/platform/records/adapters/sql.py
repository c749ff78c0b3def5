"""Records in a SQL database, through SQLAlchemy: SQLite, PostgreSQL, CockroachDB."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, create_engine, delete, event, func, insert, select, update
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, OperationalError

from symphonies.kernel import Clock
from symphonies.platform.records.adapters.migrate import migrate
from symphonies.platform.records.adapters.tables import ENTRY, TAG, VERSION
from symphonies.platform.records.errors import RecordChangedError, RecordNotFoundError, RecordsFailedError
from symphonies.platform.records.ports import Entry, Record, Records

Answer = TypeVar("Answer")
TRIES = 20
"""How often a call is tried whose transaction another one got in the way of."""


class SqlRecords:
    """Records in one database.

    Args:
        url: a SQLAlchemy address.
        clock: tells when something was written.

    Raises:
        RecordsFailedError: the database cannot be opened.
    """

    def __init__(self, url: str, clock: Clock) -> None:
        self._clock = clock
        try:
            self._engine = _open(url)
            with self._engine.begin() as connection:
                migrate(connection)
        except (ArgumentError, NoSuchModuleError, ImportError, DBAPIError) as error:
            raise RecordsFailedError(
                f"The records cannot be opened: {type(error).__name__}.",
                hint="Check kind and url of section records, and that the database runs.",
            ) from error

    def get(self, kind: str, id: str, version: int | None = None) -> Record:
        """Return a document, as it is or as it was in one version."""
        return self._run(lambda one: one.get(kind, id, version))

    def find(
        self,
        kind: str,
        *,
        owner: str | None = None,
        tags: Mapping[str, str] | None = None,
        limit: int = 1000,
    ) -> Sequence[Record]:
        """Return the documents of a kind, the last changed first."""
        return self._run(lambda one: one.find(kind, owner=owner, tags=tags, limit=limit))

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
        """Write a document and return its new version."""
        return self._run(
            lambda one: one.put(kind, id, body, by=by, owner=owner, tags=tags, expected=expected),
            retried=expected is None,
        )

    def delete(self, kind: str, id: str, *, by: str, expected: int | None = None) -> None:
        """Delete a document; its versions stay in the history."""
        return self._run(lambda one: one.delete(kind, id, by=by, expected=expected))

    def history(self, kind: str, id: str) -> Sequence[Record]:
        """Return every version of a document, the first one first."""
        return self._run(lambda one: one.history(kind, id))

    def append(self, log: str, body: Mapping[str, Any], *, by: str) -> Entry:
        """Add a line to a log and return it."""
        return self._run(lambda one: one.append(log, body, by=by))

    def entries(self, log: str, *, after: int = 0, limit: int = 1000) -> Sequence[Entry]:
        """Return the lines of a log in order, from the one after ``after``."""
        return self._run(lambda one: one.entries(log, after=after, limit=limit))

    @contextmanager
    def transaction(self) -> Iterator[Records]:
        """Give records whose changes are all kept when the block ends, or none when it raises."""
        with self._engine.begin() as connection:
            yield _Transaction(connection, self._clock)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _run(self, call: Callable[[Records], Answer], *, retried: bool = True) -> Answer:
        for left in reversed(range(TRIES)):
            try:
                with self.transaction() as one:
                    return call(one)
            except IntegrityError as error:
                if not retried:
                    raise RecordChangedError(
                        "The record was written by somebody else at the same moment.", hint="Read it again."
                    ) from error
                if not left:
                    raise _failed(error) from error
            except OperationalError as error:
                if not left:
                    raise _failed(error) from error
            time.sleep(random.uniform(0, 0.002 * (TRIES - left)))
        raise AssertionError("unreachable")


class _Transaction:
    """Records within one open transaction."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def get(self, kind: str, id: str, version: int | None = None) -> Record:
        """Return a document, as it is or as it was in one version."""
        chosen = VERSION.c.current if version is None else VERSION.c.version == version
        row = self._connection.execute(
            select(VERSION).where(VERSION.c.kind == kind, VERSION.c.id == id, chosen)
        ).first()
        if row is None or (row.deleted and version is None):
            shown = f" in version {version}" if version else ""
            raise RecordNotFoundError(f"There is no {kind} {id!r}{shown}.", kind=kind, id=id)
        return _record(row)

    def find(
        self,
        kind: str,
        *,
        owner: str | None = None,
        tags: Mapping[str, str] | None = None,
        limit: int = 1000,
    ) -> Sequence[Record]:
        """Return the documents of a kind, the last changed first."""
        query = select(VERSION).where(VERSION.c.kind == kind, VERSION.c.current, ~VERSION.c.deleted)
        if owner is not None:
            query = query.where(VERSION.c.owner == owner)
        for name, value in (tags or {}).items():
            tagged = select(TAG.c.id).where(TAG.c.kind == kind, TAG.c.name == name, TAG.c.value == value)
            query = query.where(VERSION.c.id.in_(tagged))
        query = query.order_by(VERSION.c.changed_at.desc(), VERSION.c.id).limit(limit)
        return [_record(row) for row in self._connection.execute(query)]

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
        """Write a document and return its new version."""
        before = self._current(kind, id)
        there = 0 if before is None or before.deleted else before.version
        if expected is not None and expected != there:
            raise _changed(kind, id, expected, there)
        now = self._clock.now()
        row = {
            "kind": kind,
            "id": id,
            "version": before.version + 1 if before is not None else 1,
            "owner": owner or (before.owner if before is not None else by),
            "body": dict(body),
            "tags": dict(tags) if tags is not None else (dict(before.tags) if before is not None else {}),
            "deleted": False,
            "created_at": before.created_at if before is not None else now,
            "changed_at": now,
            "changed_by": by,
            "current": True,
        }
        self._write(row)
        return self.get(kind, id)

    def delete(self, kind: str, id: str, *, by: str, expected: int | None = None) -> None:
        """Delete a document; its versions stay in the history."""
        before = self.get(kind, id)
        if expected is not None and expected != before.version:
            raise _changed(kind, id, expected, before.version)
        self._write(
            {
                "kind": kind,
                "id": id,
                "version": before.version + 1,
                "owner": before.owner,
                "body": {},
                "tags": {},
                "deleted": True,
                "created_at": before.created_at,
                "changed_at": self._clock.now(),
                "changed_by": by,
                "current": True,
            }
        )

    def history(self, kind: str, id: str) -> Sequence[Record]:
        """Return every version of a document, the first one first."""
        query = select(VERSION).where(VERSION.c.kind == kind, VERSION.c.id == id, ~VERSION.c.deleted)
        return [_record(row) for row in self._connection.execute(query.order_by(VERSION.c.version))]

    def append(self, log: str, body: Mapping[str, Any], *, by: str) -> Entry:
        """Add a line to a log and return it."""
        last = self._connection.execute(select(func.max(ENTRY.c.number)).where(ENTRY.c.log == log)).scalar()
        entry = Entry(log, (last or 0) + 1, dict(body), by, self._clock.now())
        self._connection.execute(
            insert(ENTRY).values(log=log, number=entry.number, body=entry.body, by=by, at=entry.at)
        )
        return entry

    def entries(self, log: str, *, after: int = 0, limit: int = 1000) -> Sequence[Entry]:
        """Return the lines of a log in order, from the one after ``after``."""
        query = select(ENTRY).where(ENTRY.c.log == log, ENTRY.c.number > after)
        rows = self._connection.execute(query.order_by(ENTRY.c.number).limit(limit))
        return [Entry(row.log, row.number, row.body, row.by, _utc(row.at)) for row in rows]

    @contextmanager
    def transaction(self) -> Iterator[Records]:
        """Give these records: they are in a transaction already."""
        yield self

    def close(self) -> None:
        """Do nothing: the transaction ends with its block."""

    def _current(self, kind: str, id: str) -> Row[Any] | None:
        query = select(VERSION).where(VERSION.c.kind == kind, VERSION.c.id == id, VERSION.c.current)
        return self._connection.execute(query.with_for_update()).first()

    def _write(self, row: Mapping[str, Any]) -> None:
        same = (VERSION.c.kind == row["kind"], VERSION.c.id == row["id"])
        self._connection.execute(update(VERSION).where(*same, VERSION.c.current).values(current=False))
        self._connection.execute(insert(VERSION).values(**row))
        self._connection.execute(delete(TAG).where(TAG.c.kind == row["kind"], TAG.c.id == row["id"]))
        tags = [
            {"kind": row["kind"], "id": row["id"], "name": name, "value": value}
            for name, value in row["tags"].items()
        ]
        if tags:
            self._connection.execute(insert(TAG), tags)


def _open(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name != "sqlite":
        return engine

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that reads before it writes would otherwise fail when another writes in between.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _record(row: Row[Any]) -> Record:
    return Record(
        row.kind,
        row.id,
        row.version,
        row.owner,
        row.body,
        row.tags,
        _utc(row.created_at),
        _utc(row.changed_at),
        row.changed_by,
    )


def _utc(moment: datetime) -> datetime:
    """Return an instant with its zone, which SQLite does not keep."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _changed(kind: str, id: str, expected: int, found: int) -> RecordChangedError:
    return RecordChangedError(
        f"{kind} {id!r} is in version {found}, not {expected}.",
        hint="Read it again, and make the change on what is there now.",
        kind=kind,
        id=id,
        expected=expected,
        found=found,
    )


def _failed(error: Exception) -> RecordsFailedError:
    return RecordsFailedError(
        f"The records do not answer: {type(error).__name__}.",
        hint="Try again; see whether the database runs.",
    )
