"""All that the products declare, resolved once for a build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from symphonies.platform.lakehouse.building.prepare import histories_of
from symphonies.platform.lakehouse.contracts.contract import Contract, Table
from symphonies.platform.lakehouse.contracts.product import Product
from symphonies.platform.lakehouse.modelling.graph import resolve_models
from symphonies.platform.lakehouse.modelling.model import ResolvedModel
from symphonies.platform.lakehouse.modelling.parse import parse_model
from symphonies.platform.lakehouse.modelling.state import ModelHashes, hash_models
from symphonies.platform.lakehouse.quality.checks import TableChecks, compile_checks
from symphonies.platform.lakehouse.vault.design import HistoryDesign


@dataclass(frozen=True)
class Project:
    """The products of a store with their models, histories and checks."""

    products: Sequence[Product]
    models: Mapping[str, ResolvedModel]
    """Resolved models by table, in build order."""

    @cached_property
    def contracts(self) -> dict[str, Contract]:
        """Contracts by product id."""
        return {product.id: product.contract for product in self.products}

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Declared tables by ``product.table``."""
        return {
            f"{product.id}.{name}": table
            for product in self.products
            for name, table in product.contract.tables.items()
        }

    @cached_property
    def hashes(self) -> dict[str, ModelHashes]:
        """Hashes of the models."""
        return hash_models(self.models, self.tables)

    @cached_property
    def histories(self) -> dict[str, HistoryDesign]:
        """Vault designs of the tables that keep history."""
        return histories_of(self.products)

    @cached_property
    def checks(self) -> dict[str, TableChecks]:
        """Compiled checks of every declared table."""
        return {
            table: compile_checks(self.contracts[product], name, self.contracts)
            for table in self.tables
            for product, name in [table.split(".")]
        }


def load_project(products: Sequence[Product]) -> Project:
    """Read and resolve the models of all products.

    Raises:
        ModelInvalidError: If a model file cannot be read.
        ModelReferenceUnknownError: If a model reads a table that nobody declares.
        ModelReferenceUnpublishedError: If a model reads another product's private table.
        ModelCycleError: If models read each other in a circle.
    """
    models = {
        product.id: {name: parse_model(path, product.id) for name, path in product.models.items()}
        for product in products
    }
    contracts = {product.id: product.contract for product in products}
    return Project(tuple(products), resolve_models(contracts, models))
