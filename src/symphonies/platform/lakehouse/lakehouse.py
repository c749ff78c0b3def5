"""The lakehouse as one thing: prepare it, land rows, ask about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from symphonies.kernel import Clock, SystemClock, today
from symphonies.platform.lakehouse.company import (
    Company,
    load_company_file,
    read_company,
    refresh_as_of,
    write_company,
)
from symphonies.platform.lakehouse.contracts.product import Product, find_product
from symphonies.platform.lakehouse.engine.tables import prepare_tables
from symphonies.platform.lakehouse.ports import Engine


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
