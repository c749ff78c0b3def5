"""A table or query of a SQL database, streamed as text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import CursorResult

from symphonies.platform.connectors.errors import SourceDriverMissingError, SourceUnreadableError
from symphonies.platform.connectors.readers.batches import BATCH_ROWS, Batches, text_schema
from symphonies.platform.connectors.source import Source

_EXTRAS = {"postgresql": "pip install 'symphonies[postgres]'"}


def read_sql(source: Source) -> Batches:
    """Open a table or query of a database.

    Raises:
        SourceDriverMissingError: when no driver for it is installed.
        SourceUnreadableError: when it cannot be reached, or refuses the query.
    """
    url = _url(source.url or "")
    shown = url.set(query={}).render_as_string(hide_password=True)
    try:
        engine = sa.create_engine(url)
    except (ModuleNotFoundError, sa.exc.NoSuchModuleError):
        kind = url.get_backend_name()
        raise SourceDriverMissingError(
            f"No driver for {kind} databases is installed.",
            hint=f"Run: {_EXTRAS.get(kind, 'pip install a driver')}",
        ) from None
    try:
        connection = engine.connect().execution_options(stream_results=True, yield_per=BATCH_ROWS)
    except sa.exc.SQLAlchemyError as problem:
        engine.dispose()
        raise _unreadable(shown, problem) from problem

    def release() -> None:
        connection.close()
        engine.dispose()

    try:
        result = connection.execute(_statement(source))
    except sa.exc.SQLAlchemyError as problem:
        release()
        raise _unreadable(shown, problem) from problem
    columns = list(result.keys())
    name = f"{shown}#{source.table}" if source.table else shown
    return Batches(name, text_schema(columns), _stream(result, columns, shown), release=release)


def _url(text: str) -> sa.URL:
    try:
        url = sa.make_url(text)
    except sa.exc.ArgumentError:
        raise SourceUnreadableError(
            "The database address cannot be read.", hint="Write it as dialect://user:password@host/database."
        ) from None
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _statement(source: Source) -> sa.Executable:
    if source.query:
        return sa.text(source.query)
    schema, _, table = (source.table or "").rpartition(".")
    return sa.select(sa.text("*")).select_from(sa.table(table, schema=schema or None))


def _stream(
    result: CursorResult[tuple[object, ...]], columns: list[str], shown: str
) -> Iterator[pa.RecordBatch]:
    schema = text_schema(columns)
    try:
        for rows in result.partitions(BATCH_ROWS):
            arrays = [
                pa.array([_text(value) for value in column], pa.string())
                for column in zip(*rows, strict=True)
            ]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)
    except sa.exc.SQLAlchemyError as problem:
        raise _unreadable(shown, problem) from problem


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value)


def _unreadable(shown: str, problem: sa.exc.SQLAlchemyError) -> SourceUnreadableError:
    cause = getattr(problem, "orig", None) or problem
    told = str(cause).strip().splitlines()
    return SourceUnreadableError(
        f"{shown} cannot be read ({told[0] if told else type(cause).__name__}).",
        hint="Check address, rights, table and query.",
    )
