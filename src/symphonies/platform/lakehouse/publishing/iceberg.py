"""Writes published tables as Iceberg tables that Spark, Trino, ClickHouse and others read.

Source: Apache Iceberg table specification v2, https://iceberg.apache.org/spec/
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from symphonies.platform.lakehouse.publishing.errors import PublishFailedError

if TYPE_CHECKING:
    from pyiceberg.catalog.sql import SqlCatalog
    from pyiceberg.table import Table

_SCHEME = "file://"
_PROPERTIES = {
    "write.metadata.delete-after-commit.enabled": "true",
    "write.metadata.previous-versions-max": "5",
    "write.parquet.compression-codec": "zstd",
    "write.parquet.compression-level": "1",
}
KEPT_SNAPSHOTS = 10
"""How many snapshots stay readable; replacing all rows makes two."""


class OpenLake:
    """The Iceberg tables of a store, with their catalog in one SQLite file.

    Args:
        folder: Where catalog and files live; created when absent.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._home = f"{_SCHEME}{folder.resolve()}"  # not escaped: pyiceberg takes the path as it stands
        self._catalog = _open_catalog(folder, self._home)

    def replace(self, table: str, rows: pa.Table) -> int:
        """Make the rows of a table (``product.table``) these and return the new snapshot's id.

        All rows arrive in one commit, so a reader sees the old state or the new one.

        Raises:
            PublishFailedError: If the files or the catalog cannot be written.
        """
        from pyiceberg.exceptions import RESTError, ValidationError
        from sqlalchemy.exc import SQLAlchemyError

        try:
            return self._replace(table, rows)
        except (OSError, SQLAlchemyError, RESTError, ValidationError, ValueError, pa.ArrowException) as error:
            raise PublishFailedError(
                f"Table {table} could not be published: {error}.",
                hint="Check the room and the rights of the store folder.",
            ) from error

    def read(self, table: str, snapshot_id: int | None = None) -> pa.Table:
        """Return the rows of a published table, of its newest or of an earlier snapshot."""
        return self._catalog.load_table(table).scan(snapshot_id=snapshot_id).to_arrow()

    def close(self) -> None:
        """Let go of the catalog."""
        self._catalog.close()

    def _replace(self, table: str, rows: pa.Table) -> int:
        from pyiceberg.expressions import AlwaysTrue

        self._catalog.create_namespace_if_not_exists(table.split(".", maxsplit=1)[0])
        self._forget_elsewhere(table)
        target = self._table(table, rows.schema)
        with target.transaction() as change:
            if _holds_rows(target):
                change.delete(AlwaysTrue())
            change.append(rows)
        _prune(target.refresh())
        snapshot = target.current_snapshot()
        return snapshot.snapshot_id if snapshot else 0

    def _forget_elsewhere(self, table: str) -> None:
        """Forget a table whose files lie in the folder that this one was copied or moved from."""
        from pyiceberg.catalog.sql import IcebergTables
        from sqlalchemy import select

        namespace, name = table.split(".", maxsplit=1)
        wanted = select(IcebergTables.metadata_location).where(
            IcebergTables.table_namespace == namespace, IcebergTables.table_name == name
        )
        with self._catalog.engine.connect() as connection:
            place = connection.execute(wanted).scalar()
        if place is not None and not place.startswith(f"{self._home}/"):
            self._catalog.drop_table(table)

    def _table(self, table: str, schema: pa.Schema) -> Table:
        """Return the Iceberg table with this schema, created or evolved."""
        target = self._catalog.create_table_if_not_exists(table, schema=schema, properties=_PROPERTIES)
        old = {field.name: _plain(field.type) for field in target.schema().as_arrow()}
        new = {field.name: field.type for field in schema}
        changed = [name for name in old if name not in new or old[name] != new[name]]
        if changed:
            with target.update_schema(allow_incompatible_changes=True) as change:
                for name in changed:
                    change.delete_column(name)
        if set(new) - set(old) or changed:
            with target.update_schema() as change:
                change.union_by_name(schema)
        return target


def _plain(kind: pa.DataType) -> pa.DataType:
    """Return the type that stands for the same Iceberg type in the rows of the store."""
    return pa.string() if pa.types.is_large_string(kind) else kind


def _holds_rows(target: Table) -> bool:
    snapshot = target.current_snapshot()
    return snapshot is not None and snapshot.summary is not None and snapshot.summary["total-records"] != "0"


def _prune(target: Table) -> None:
    """Forget the oldest snapshots and remove the files that only they need."""
    snapshots = sorted(target.snapshots(), key=lambda one: one.sequence_number or 0)
    old = [snapshot.snapshot_id for snapshot in snapshots[:-KEPT_SNAPSHOTS]]
    if not old:
        return
    target.maintenance.expire_snapshots().by_ids(old).commit()
    needed = {target.metadata_location, *(entry.metadata_file for entry in target.metadata.metadata_log)}
    for snapshot in target.refresh().snapshots():
        needed.add(snapshot.manifest_list)
        for manifest in snapshot.manifests(target.io):
            needed.add(manifest.manifest_path)
            needed.update(entry.data_file.file_path for entry in manifest.fetch_manifest_entry(target.io))
    names = {Path(path).name for path in needed}
    home = Path(target.location().removeprefix(_SCHEME))
    for file in home.rglob("*"):
        if file.suffix in {".parquet", ".avro", ".json"} and file.name not in names:
            file.unlink()


def _open_catalog(folder: Path, home: str) -> SqlCatalog:
    from pyiceberg.catalog.sql import SqlCatalog

    return SqlCatalog(
        "lake",
        uri=f"sqlite:///{folder / 'catalog.db'}",
        warehouse=home,
        init_catalog_tables="true",
    )
