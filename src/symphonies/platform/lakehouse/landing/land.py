"""Landing rows into one table: all of a load takes effect, or nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from symphonies.platform.lakehouse.contracts.contract import Table
from symphonies.platform.lakehouse.contracts.product import Product
from symphonies.platform.lakehouse.engine.names import LOAD_ID, ROW, landing_table, quoted, quoted_table, text
from symphonies.platform.lakehouse.errors import RowsRefusedError
from symphonies.platform.lakehouse.landing.incoming import Incoming
from symphonies.platform.lakehouse.landing.judge import Judged, judged
from symphonies.platform.lakehouse.landing.report import LoadReport, Reason, Refusal
from symphonies.platform.lakehouse.ports import Engine

_SHOWN = 50
"""How many kinds of faults a report lists."""
_TOLD = 5
"""How many of them an error names."""


@dataclass(frozen=True)
class Landing:
    """One load into one table."""

    engine: Engine
    product: Product
    table: str
    limit: date
    """The last day that counts as past."""
    now: datetime
    """When it happens, in UTC."""

    def land(
        self,
        source: Incoming,
        *,
        dry_run: bool = False,
        refusal: Refusal = Refusal.NEVER,
        again: bool = False,
    ) -> LoadReport:
        """Judge the rows of ``source``; keep the good ones that are new and set the bad ones aside.

        Args:
            source: The rows.
            dry_run: Change nothing.
            refusal: When bad rows end the whole load.
            again: Land content that was loaded before and has changed since.

        Raises:
            RowsRefusedError: when there are more bad rows than ``refusal`` bears.
            TableUnknownError: when the contract has no such table, or a model computes it.
            ColumnsMissingError: when a required column is absent.
        """
        declared = self.product.landed_table(self.table)
        with (
            self.engine.transaction(),
            judged(self.engine, declared, self._current, source, self.limit) as rows,
        ):
            report = self._report(source, rows, dry_run)
            if report.read == 0:
                return report
            digest = self._digest(declared, rows)
            if not again and self._is_known(digest):
                return _of(report, repeated=True, unchanged=report.read - report.quarantined)
            if not dry_run:
                _refuse(report, refusal)
            with self.engine.temporary(self._fresh(declared, rows)) as fresh:
                report = self._counted(report, fresh)
                return report if dry_run else self._write(declared, source, rows, fresh, digest, report)

    @property
    def _current(self) -> str:
        return f"{self.product.id}.{self.table}"

    def _report(self, source: Incoming, rows: Judged, dry_run: bool) -> LoadReport:
        counts = self._one(f"SELECT count(*) AS read, count(*) FILTER (WHERE _bad) AS bad FROM {rows.rows}")
        reasons = (
            self.engine.execute(
                f'SELECT check_name AS "check", column_name AS "column", expected, count(*) AS rows, '
                f"arg_min(r.source, f.{ROW}) AS source, arg_min(r.number, f.{ROW}) AS row, "
                f"first(f.found ORDER BY f.{ROW}) AS found "
                f"FROM {rows.faults} f JOIN ({source.raw}) r USING ({ROW}) "
                f'GROUP BY ALL ORDER BY rows DESC, row, "column" LIMIT {_SHOWN}'
            ).to_pylist()
            if counts["bad"]
            else []
        )
        return LoadReport(
            self.product.id,
            self.table,
            source.name,
            read=int(counts["read"]),
            quarantined=int(counts["bad"]),
            reasons=tuple(Reason(**reason) for reason in reasons),
            ignored=rows.ignored,
            dry_run=dry_run,
        )

    def _digest(self, table: Table, rows: Judged) -> str:
        """Return what is the same for the same content under the same contract, in any order."""
        names = ", ".join(map(quoted, table.columns))
        content = self._one(
            f"SELECT count(*) AS n, sum(hash(_bad, {names})::HUGEINT)::VARCHAR AS h FROM {rows.rows}"
        )
        faults = self._one(
            f"SELECT sum(hash(column_name, check_name, found)::HUGEINT)::VARCHAR AS h FROM {rows.faults}"
        )
        whole = f"{table.model_dump_json()}|{content}|{faults}"
        return hashlib.sha256(whole.encode()).hexdigest()

    def _is_known(self, digest: str) -> bool:
        found = self._one(
            "SELECT count(*) AS n FROM meta.loads WHERE product = ? AND table_name = ? AND digest = ? "
            "AND (quarantined = 0 OR past_limit = ?)",
            self.product.id,
            self.table,
            digest,
            self.limit,
        )
        return bool(found["n"])

    def _fresh(self, table: Table, rows: Judged) -> str:
        """Return the query of good rows the store does not have, and whether their key is new."""
        names = [name for name in table.columns if name not in table.key]
        match = " AND ".join(f"c.{quoted(name)} = r.{quoted(name)}" for name in table.key)
        differs = " OR ".join(f"c.{quoted(name)} IS DISTINCT FROM r.{quoted(name)}" for name in names)
        return (
            f"SELECT r.{ROW}, c.{LOAD_ID} IS NULL AS is_new "
            f"FROM {rows.rows} r LEFT JOIN {quoted_table(self._current)} c ON {match} "
            f"WHERE NOT r._bad AND (c.{LOAD_ID} IS NULL OR {differs or 'FALSE'})"
        )

    def _counted(self, report: LoadReport, fresh: str) -> LoadReport:
        counts = self._one(f"SELECT count(*) FILTER (WHERE is_new) AS new, count(*) AS all FROM {fresh}")
        landed, new = int(counts["all"]), int(counts["new"])
        return _of(report, new=new, changed=landed - new, unchanged=report.read - report.quarantined - landed)

    def _write(
        self, table: Table, source: Incoming, rows: Judged, fresh: str, digest: str, report: LoadReport
    ) -> LoadReport:
        load_id = int(self._one("SELECT coalesce(max(load_id), 0) + 1 AS id FROM meta.loads")["id"])
        names = ", ".join(map(quoted, table.columns))
        good = f"FROM {rows.rows} r SEMI JOIN {fresh} USING ({ROW})"
        landing = quoted_table(landing_table(self.product.id, self.table))
        current = quoted_table(self._current)
        self.engine.execute(
            f"INSERT INTO {landing} ({names}, {LOAD_ID}, {ROW}) SELECT {names}, {load_id}, {ROW} {good}"
        )
        if report.changed:
            match = " AND ".join(f"c.{quoted(name)} = r.{quoted(name)}" for name in table.key)
            self.engine.execute(
                f"DELETE FROM {current} c USING {rows.rows} r, {fresh} f "
                f"WHERE {match} AND r.{ROW} = f.{ROW} AND NOT f.is_new"
            )
        self.engine.execute(f"INSERT INTO {current} ({names}, {LOAD_ID}) SELECT {names}, {load_id} {good}")
        if report.quarantined:
            self._set_aside(source, rows, load_id)
        self._note(load_id, digest, report)
        return _of(report, load_id=load_id)

    def _set_aside(self, source: Incoming, rows: Judged, load_id: int) -> None:
        known = ("product", "table_name", "source", "row_number", "column_name", "check_name", "raw")
        same = " AND ".join(f"q.{name} IS NOT DISTINCT FROM n.{name}" for name in known)
        self.engine.execute(
            f"INSERT INTO meta.quarantine SELECT n.* FROM ("
            f"SELECT {load_id}, {text(self.product.id)}, {text(self.table)}, r.source, r.number, "
            f"f.column_name, f.check_name, f.found, f.expected, r.raw, ?::TIMESTAMP "
            f"FROM {rows.faults} f JOIN ({source.raw}) r USING ({ROW})) "
            f"AS n(load_id, product, table_name, source, row_number, column_name, check_name, found, "
            f"expected, raw, quarantined_at) ANTI JOIN meta.quarantine q ON {same}",
            [_utc(self.now)],
        )

    def _note(self, load_id: int, digest: str, report: LoadReport) -> None:
        self.engine.append(
            "meta.loads",
            pa.Table.from_pylist(
                [
                    {
                        "load_id": load_id,
                        "product": report.product,
                        "table_name": report.table,
                        "source": report.source,
                        "digest": digest,
                        "past_limit": self.limit,
                        "loaded_at": _utc(self.now),
                        "read": report.read,
                        "landed": report.landed,
                        "unchanged": report.unchanged,
                        "quarantined": report.quarantined,
                    }
                ]
            ),
        )

    def _one(self, query: str, *values: object) -> dict[str, Any]:
        row: dict[str, Any] = self.engine.execute(query, values).to_pylist()[0]
        return row


def _refuse(report: LoadReport, refusal: Refusal) -> None:
    borne = {Refusal.NEVER: report.read, Refusal.ALL: report.read - 1, Refusal.ANY: 0}[refusal]
    if report.quarantined > borne:
        whole = report.quarantined == report.read
        count = (
            f"not one of {report.read:,} rows fits"
            if whole
            else (f"{report.quarantined:,} of {report.read:,} rows do not fit")
        )
        reasons = "".join(f"\n  {reason}" for reason in report.reasons[:_TOLD])
        raise RowsRefusedError(
            f"{report.name} <- {report.source}: {count} the contract, so nothing was loaded.{reasons}",
            hint="Mend the rows at their source, or the mapping that reads them.",
            report=report.to_dict(),
        )


def _utc(moment: datetime) -> datetime:
    """Return an instant as the store keeps it: UTC without a zone."""
    return moment.replace(tzinfo=None)


def _of(report: LoadReport, **changes: Any) -> LoadReport:
    return replace(report, **changes)
