"""Creates what a build needs, before there is any data."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.lakehouse.contracts.product import Product
from symphonies.platform.lakehouse.engine.names import quoted, quoted_table
from symphonies.platform.lakehouse.engine.tables import column_types
from symphonies.platform.lakehouse.lineage.store import prepare_lineage
from symphonies.platform.lakehouse.modelling.failures import prepare_failures
from symphonies.platform.lakehouse.modelling.state import prepare_state
from symphonies.platform.lakehouse.ports import Engine
from symphonies.platform.lakehouse.publishing.record import prepare_publishing
from symphonies.platform.lakehouse.quality.results import prepare_quality
from symphonies.platform.lakehouse.vault.design import HistoryDesign, design_vault
from symphonies.platform.lakehouse.vault.load import prepare_vault


def prepare_building(engine: Engine, products: Sequence[Product]) -> None:
    """Create the build's own tables, empty tables of declared models, and the vault.

    Every declared table exists from then on, so that a query never meets a missing one.
    """
    with engine.transaction():
        for prepare in (
            prepare_state,
            prepare_failures,
            prepare_lineage,
            prepare_quality,
            prepare_publishing,
        ):
            prepare(engine)
        for product in products:
            for name, table in product.model_tables.items():
                columns = ", ".join(
                    f"{quoted(column)} {kind}" for column, kind in column_types(table).items()
                )
                target = quoted_table(f"{product.id}.{name}")
                engine.execute(f"CREATE TABLE IF NOT EXISTS {target} ({columns})")
        prepare_vault(engine, histories_of(products).values())


def histories_of(products: Sequence[Product]) -> dict[str, HistoryDesign]:
    """Return the histories that the products keep, by ``product.table``; what is derived has none."""
    derived = {
        f"{product.id}.{name}" for product in products for name in (*product.models, *product.engine_tables)
    }
    return design_vault({product.id: product.contract for product in products}, derived)
