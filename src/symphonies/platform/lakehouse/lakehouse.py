"""The lakehouse as one thing: prepare it, land rows, ask about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa

from symphonies.kernel import Clock, SystemClock, today
from symphonies.platform.lakehouse.company import (
    Company,
    load_company_file,
    past_limit,
    read_company,
    refresh_as_of,
    write_company,
)
from symphonies.platform.lakehouse.contracts.product import Product, find_product
from symphonies.platform.lakehouse.engine.tables import prepare_tables
from symphonies.platform.lakehouse.landing.incoming import Incoming, incoming
from symphonies.platform.lakehouse.landing.land import Landing
from symphonies.platform.lakehouse.landing.report import LoadReport
from symphonies.platform.lakehouse.ports import Engine, Rows


class Lakehouse:
    """The store of one company.

    Args:
        engine: The database that holds it.
        products: The products whose tables it holds.
        store_dir: The folder of the store; its ``company.yaml`` names the company.
        clock: Tells today, and when something was loaded.
    """

    def __init__(self, engine: Engine, products: Sequence[Product], store_dir: Path,
                 clock: Clock | None = None) -> None:
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
        declared = self.store_dir / "company.yaml"
        if company is None and declared.is_file():
            company = load_company_file(declared)
        if company is None and read_company(self.engine) is None:
            company = Company()
        if company is not None:
            write_company(self.engine, company, today(self.clock))
        refresh_as_of(self.engine, self.products, today(self.clock))

    @property
    def company(self) -> Company:
        """The company of the store, with its as-of day in effect."""
        return read_company(self.engine) or Company()

    def product(self, id_: str) -> Product:
        """Return a product of the store.

        Raises:
            ProductUnknownError: when there is none of that name.
        """
        return find_product(self.products, id_)

    def land(self, product: str, table: str, rows: Rows | Iterable[pa.RecordBatch], source: str = "rows", *,
             dry_run: bool = False) -> LoadReport:
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

    def land_staged(self, product: str, table: str, source: Incoming, *, dry_run: bool = False) -> LoadReport:
        """Land rows that are in the engine already; see `land`."""
        day = today(self.clock)
        landing = Landing(self.engine, self.product(product), table, past_limit(self.engine, day),
                          self.clock.now())
        report = landing.land(source, dry_run=dry_run)
        if report.load_id is not None:
            refresh_as_of(self.engine, self.products, day)
        return report
