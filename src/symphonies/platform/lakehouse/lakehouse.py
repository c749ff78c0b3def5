"""The lakehouse as one thing: prepare it, land rows, build what follows from them, ask about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import pyarrow as pa

from symphonies.kernel import Clock, SystemClock, did_you_mean, today
from symphonies.platform.lakehouse.building.plan import BuildPlan, plan_build
from symphonies.platform.lakehouse.building.prepare import histories_of, prepare_building
from symphonies.platform.lakehouse.building.project import load_project
from symphonies.platform.lakehouse.building.report import BuildReport
from symphonies.platform.lakehouse.building.run import BuildRun
from symphonies.platform.lakehouse.catalog.odcs import to_odcs
from symphonies.platform.lakehouse.company import (
    Company,
    DatedCompany,
    load_company_file,
    past_limit,
    read_company,
    refresh_as_of,
    write_company,
)
from symphonies.platform.lakehouse.contracts.product import Product, find_product
from symphonies.platform.lakehouse.engine.tables import prepare_tables
from symphonies.platform.lakehouse.engine.types import ARROW_TYPES
from symphonies.platform.lakehouse.errors import TableUnknownError
from symphonies.platform.lakehouse.landing.estimates import Estimate, Told, note_estimate, read_estimates
from symphonies.platform.lakehouse.landing.incoming import Incoming, incoming
from symphonies.platform.lakehouse.landing.land import Landing
from symphonies.platform.lakehouse.landing.report import LoadReport, Refusal
from symphonies.platform.lakehouse.lineage.edges import LineageEdge
from symphonies.platform.lakehouse.lineage.store import read_edges
from symphonies.platform.lakehouse.lineage.walk import downstream, upstream
from symphonies.platform.lakehouse.modelling.state import read_newest_loads
from symphonies.platform.lakehouse.ports import Engine, Rows
from symphonies.platform.lakehouse.quality.status import ProductStatus, read_status
from symphonies.platform.lakehouse.vault.design import HistoryDesign
from symphonies.platform.lakehouse.vault.load import load_vault, plan_vault
from symphonies.platform.lakehouse.vault.read import read_history, rebuild_current

Direction = Literal["sources", "readers"]


class Lakehouse:
    """The store of one company.

    Args:
        engine: The database that holds it.
        products: The products whose tables it holds.
        store_dir: The folder of the store; its ``company.yaml`` names the company.
        clock: Tells today, and when something was loaded.
    """

    def __init__(
        self, engine: Engine, products: Sequence[Product], store_dir: Path, clock: Clock | None = None
    ) -> None:
        self.engine = engine
        self.products = tuple(products)
        self.store_dir = store_dir
        self.clock = clock or SystemClock()

    def prepare(self, company: Company | None = None) -> None:
        """Create missing schemas and tables, and note whose store it is.

        Args:
            company: Who; by default the store's ``company.yaml``, else who it was, else a nameless one.

        Raises:
            ContractChangedError: when a contract no longer fits the stored tables.
            CompanyInvalidError: when the store's ``company.yaml`` is faulty.
        """
        prepare_tables(self.engine, self.products)
        prepare_building(self.engine, self.products)
        declared = self.store_dir / "company.yaml"
        if company is None and declared.is_file():
            company = load_company_file(declared)
        if company is None and read_company(self.engine) is None:
            company = Company()
        if company is not None:
            write_company(self.engine, company, today(self.clock))
        refresh_as_of(self.engine, self.products, today(self.clock))

    @property
    def company(self) -> DatedCompany:
        """The company of the store, with its as-of day in effect."""
        return read_company(self.engine) or DatedCompany(as_of=today(self.clock))

    def product(self, id_: str) -> Product:
        """Return a product of the store.

        Raises:
            ProductUnknownError: when there is none of that name.
        """
        return find_product(self.products, id_)

    def land(
        self,
        product: str,
        table: str,
        rows: Rows | Iterable[pa.RecordBatch],
        source: str = "rows",
        *,
        dry_run: bool = False,
    ) -> LoadReport:
        """Land rows whose columns carry the names of the contract, typed or as text.

        All of it takes effect or nothing. Rows that break the contract go to ``meta.quarantine``; rows
        the store already has are not landed again; the same content twice changes nothing.

        Args:
            product: The product's id.
            table: One of its landed tables.
            rows: All rows, or a stream of batches.
            source: What to call the source in reports.
            dry_run: Tell what would happen, and change nothing.

        Raises:
            ProductUnknownError, TableUnknownError: when there is no such place.
            ColumnsMissingError: when a required column is absent.
        """
        with incoming(self.engine, rows, source) as staged_rows:
            return self.land_staged(product, table, staged_rows, dry_run=dry_run)

    def land_staged(
        self,
        product: str,
        table: str,
        source: Incoming,
        *,
        dry_run: bool = False,
        as_of: date | None = None,
        refusal: Refusal = Refusal.NEVER,
    ) -> LoadReport:
        """Land rows that are in the engine already; see `land`.

        Args:
            product: The product's id.
            table: One of its landed tables.
            source: The rows.
            dry_run: Tell what would happen, and change nothing.
            as_of: The last day that counts as past; by default the company's as-of day, else today.
            refusal: When rows that break the contract end the whole load; a dry run only reports.

        Raises:
            RowsRefusedError: when there are more bad rows than ``refusal`` bears.
        """
        self.product(product).source_table(table)
        day = today(self.clock)
        limit = as_of or past_limit(self.engine, day)
        landing = Landing(self.engine, self.product(product), table, limit, self.clock.now())
        report = landing.land(source, dry_run=dry_run, refusal=refusal)
        if report.load_id is not None:
            refresh_as_of(self.engine, self.products, day)
        return report

    def tell(
        self, table: str, columns: Mapping[str, Sequence[object]], told: Told, *, earlier: bool = False
    ) -> LoadReport:
        """Land what an engine estimates, and note what it stands on; `build` then updates what reads it.

        Estimates are no source: they make a product neither connected nor fresh, and date no company.

        Args:
            table: ``product.table``, one with an ``engine``.
            columns: Values by name; a row of a known key takes the place of the one before.
            told: What they stand on.
            earlier: Whether they are of a day before the newest, to be kept beside its rows.

        Raises:
            ProductUnknownError, TableUnknownError: when there is no such place.
            RowsRefusedError: when a row breaks the contract; nothing is landed then.
        """
        product, name = self.product(table.partition(".")[0]), table.partition(".")[2]
        declared = product.landed_table(name)
        if declared.engine is None:
            raise TableUnknownError(
                f"{table} is loaded, not told by an engine.",
                hint=f"Told by engines: {', '.join(product.engine_tables) or 'none'}.",
            )
        now = self.clock.now()
        types = {each: ARROW_TYPES[column.type] for each, column in declared.columns.items()}
        rows = pa.table({each: pa.array(values, types[each]) for each, values in columns.items()})
        with incoming(self.engine, rows, f"{told.engine} {told.version}") as staged_rows:
            landing = Landing(self.engine, product, name, told.as_of, now)
            report = landing.land(staged_rows, refusal=Refusal.ANY, again=True)
        if not earlier:
            note_estimate(self.engine, table, told, now)
        return report

    def estimates(self) -> Mapping[str, Estimate]:
        """Return what engines have told, by ``product.table``."""
        return read_estimates(self.engine)

    def estimates_behind(self, table: str) -> tuple[str, ...]:
        """Return the engines' tables that a table is computed from, by ``product.table``."""
        reads = {edge.from_table for edge in self.lineage(table)}
        return tuple(
            name
            for product in self.products
            for name in (f"{product.id}.{each}" for each in product.engine_tables)
            if name in reads
        )

    def plan(self, *, full: bool = False, publish: bool = True) -> BuildPlan:
        """Return what `build` would do with the same arguments, and why.

        Raises:
            DeclarationError: when a model cannot be read, or reads what it may not.
        """
        return plan_build(self.engine, load_project(self.products), full=full, publish=publish)

    def build(self, *, full: bool = False, publish: bool = True) -> BuildReport:
        """Bring models, quality results, history and published tables up to date with what has landed.

        A model that fails keeps its table of before; the report tells, and what reads it is skipped.

        Args:
            full: Compute every model from all rows, not only what changed.
            publish: Also write published tables to the open lake, which may as well be done later.

        Raises:
            DeclarationError: when a model cannot be read, or reads what it may not; nothing is built then.
        """
        project = load_project(self.products)
        plan = plan_build(self.engine, project, full=full, publish=publish)
        return BuildRun(self.engine, project, self.store_dir, self.clock).run(plan)

    def status(self, product: str) -> ProductStatus:
        """Return whether a product has data, how fresh they are and what the checks found.

        Raises:
            ProductUnknownError: when there is none of that name.
        """
        return read_status(self.engine, self.product(product), self.clock.now())

    def lineage(
        self,
        table: str,
        column: str | None = None,
        *,
        towards: Direction = "sources",
    ) -> tuple[LineageEdge, ...]:
        """Return the hops between a column and its sources (or its readers), nearest first.

        Args:
            table: ``product.table``.
            column: One of its columns; None for all.
            towards: ``sources`` down to source files, or ``readers``.
        """
        walk = upstream if towards == "sources" else downstream
        return walk(read_edges(self.engine), table, column)

    def history(self, table: str, at: datetime) -> pa.Table:
        """Return a landed table's rows as they were at an instant, in the order of their keys.

        Raises:
            TableUnknownError: when the table keeps no history.
        """
        return read_history(self.engine, self._history_of(table), at)

    def rebuild(self, table: str) -> int:
        """Fill a landed table's current rows anew from its history and return how many there are.

        Raises:
            TableUnknownError: when the table keeps no history.
        """
        design = self._history_of(table)
        for step in plan_vault(self.engine, [design], read_newest_loads(self.engine)):
            load_vault(self.engine, step)
        return rebuild_current(self.engine, design)

    def export_odcs(self, product: str) -> dict[str, object]:
        """Return a product's contract as an Open Data Contract Standard document.

        Raises:
            ProductUnknownError: when there is none of that name.
        """
        return to_odcs(self.product(product))

    def _history_of(self, table: str) -> HistoryDesign:
        histories = histories_of(self.products)
        if table not in histories:
            raise TableUnknownError(f"{table} keeps no history.", hint=did_you_mean(table, histories))
        return histories[table]
