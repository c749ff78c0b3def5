"""DuckDB as the engine: one file, owned by one process, a cursor for each thread."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TypeAlias

import duckdb
import pyarrow as pa
from sqlglot import exp

from symphonies.platform.lakehouse.engine.names import quoted, quoted_table
from symphonies.platform.lakehouse.errors import EngineFailedError, EngineLockedError
from symphonies.platform.lakehouse.ports import Capabilities, Params, Rows

Config: TypeAlias = dict[str, str | bool | int | float | list[str]]

MEMORY = ":memory:"
_RELATION = "__rows"


class DuckDBEngine:
    """The embedded engine.

    Args:
        path: The file, created with its folder when absent; ``:memory:`` keeps nothing.
        read_only: Open an existing file without the right to change it.
        memory_limit: Such as ``2GB``; beyond it work spills to disk. None: 80 % of the machine.
        threads: None: one for each core.
        spill: Where work that exceeds the memory goes; by default beside the file.

    Raises:
        EngineLockedError: when another process owns the file.
        EngineFailedError: when it cannot be opened.
    """

    dialect = "duckdb"
    capabilities = Capabilities()

    def __init__(
        self,
        path: str | Path = MEMORY,
        *,
        read_only: bool = False,
        memory_limit: str | None = None,
        threads: int | None = None,
        spill: Path | None = None,
    ) -> None:
        self.path = str(path)
        config: Config = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        if self.path != MEMORY:
            if not read_only:
                Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            config["extension_directory"] = str(Path(self.path).parent / "extensions")
        if memory_limit is not None:
            config["memory_limit"] = memory_limit
        if threads is not None:
            config["threads"] = threads
        if spill is not None:
            config["temp_directory"] = str(spill)
        self._connection = self._open(config, read_only)
        self._local = threading.local()
        self._writing = threading.RLock()
        self._numbers = count(1)

    def execute(self, statement: str | exp.Expression, params: Params | None = None) -> pa.Table:
        """See `Engine.execute`."""
        sql = statement if isinstance(statement, str) else statement.sql(dialect=self.dialect)
        with _told():
            return self._cursor.execute(sql, params).to_arrow_table()

    def append(self, table: str, rows: Rows) -> int:
        """See `Engine.append`."""
        columns = ", ".join(quoted(name) for name in rows.schema.names)
        into = quoted_table(table)
        return self._with(rows, f"INSERT INTO {into} ({columns}) SELECT {columns} FROM {_RELATION}")

    def merge(self, table: str, rows: Rows, key: Sequence[str]) -> int:
        """See `Engine.merge`."""
        names = rows.schema.names
        match = " AND ".join(f"t.{quoted(name)} = r.{quoted(name)}" for name in key)
        changes = ", ".join(f"{quoted(name)} = r.{quoted(name)}" for name in names if name not in key)
        columns = ", ".join(quoted(name) for name in names)
        values = ", ".join(f"r.{quoted(name)}" for name in names)
        return self._with(
            rows,
            f"MERGE INTO {quoted_table(table)} AS t USING {_RELATION} AS r ON {match}"
            + (f" WHEN MATCHED THEN UPDATE SET {changes}" if changes else "")
            + f" WHEN NOT MATCHED THEN INSERT ({columns}) VALUES ({values})",
        )

    @contextmanager
    def temporary(self, content: pa.Schema | str) -> Iterator[str]:
        """See `Engine.temporary`."""
        name = f"temporary_{next(self._numbers)}"
        if isinstance(content, str):
            self.execute(f"CREATE TEMPORARY TABLE {name} AS {content}")
        else:
            self._with(content.empty_table(), f"CREATE TEMPORARY TABLE {name} AS SELECT * FROM {_RELATION}")
        try:
            yield name
        except BaseException:
            # A transaction that has failed accepts nothing more, and its end takes the table with it.
            with suppress(duckdb.Error):
                self._cursor.execute(f"DROP TABLE IF EXISTS {name}")
            raise
        self.execute(f"DROP TABLE IF EXISTS {name}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """See `Engine.transaction`."""
        if getattr(self._local, "inside", False):
            yield
            return
        with self._writing:
            self.execute("BEGIN TRANSACTION")
            self._local.inside = True
            try:
                yield
            except BaseException:
                self._local.inside = False
                self._cursor.rollback()
                raise
            self._local.inside = False
            self.execute("COMMIT")

    def close(self) -> None:
        """See `Engine.close`."""
        self._connection.close()

    @property
    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            with _told():
                cursor = self._local.cursor = self._connection.cursor()
        return cursor

    def _with(self, rows: Rows, statement: str) -> int:
        """Run ``statement`` while ``rows`` are known as a relation, and return its count."""
        source = pa.Table.from_batches([rows]) if isinstance(rows, pa.RecordBatch) else rows
        with _told():
            self._cursor.register(_RELATION, source)
            try:
                found = self._cursor.execute(statement).fetchone()
            finally:
                self._cursor.unregister(_RELATION)
        return int(found[0]) if found else 0

    def _open(self, config: Config, read_only: bool) -> duckdb.DuckDBPyConnection:
        try:
            connection = duckdb.connect(self.path, read_only=read_only, config=config)
        except duckdb.IOException as problem:
            if "lock" in str(problem):
                owner = re.search(r"PID (\d+)", str(problem))
                by = f" (process {owner[1]})" if owner else ""
                raise EngineLockedError(
                    f"The store {self.path} is in use by another process{by}.",
                    hint="Stop that process first, or name another store.",
                    path=self.path,
                ) from None
            raise EngineFailedError(
                f"The store {self.path} cannot be opened.",
                detail=str(problem),
                hint="Check that it exists and was made by this version.",
            ) from problem
        with _told():
            connection.execute(f"LOAD '{_extension('icu')}'")
            connection.execute("SET GLOBAL TimeZone = 'UTC'")
        return connection


@contextmanager
def _told() -> Iterator[None]:
    """Turn what DuckDB raises into an error that shows neither SQL nor values."""
    try:
        yield
    except duckdb.Error as problem:
        detail = str(problem).split("\n", 1)[0]
        kind = detail.split(":", 1)[0] if ":" in detail else type(problem).__name__
        raise EngineFailedError(
            f"The store refused a statement ({kind}).",
            detail=detail,
            hint="The error's `detail` fact holds the engine's own words.",
        ) from problem


def _extension(name: str) -> Path:
    """Return the file of an extension as the installed wheel brought it: nothing is downloaded."""
    package = find_spec(f"duckdb_extension_{name}")
    places = package.submodule_search_locations if package else None
    if not places:
        raise EngineFailedError(
            f"The DuckDB extension {name!r} is not installed.",
            hint=f"Run: pip install duckdb-extension-{name}=={duckdb.__version__}",
        )
    return Path(places[0]) / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
