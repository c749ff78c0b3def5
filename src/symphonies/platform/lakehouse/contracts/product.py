"""Products: a contract and the files beside it, found by folder and by entry point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from symphonies.kernel import did_you_mean
from symphonies.platform.lakehouse.contracts.check import check_contract, check_products
from symphonies.platform.lakehouse.contracts.contract import Contract, Table
from symphonies.platform.lakehouse.contracts.declaration import Declaration, read_declaration
from symphonies.platform.lakehouse.errors import ContractInvalidError, ProductUnknownError, TableUnknownError

ENTRY_POINTS = "symphonies.products"
"""Partners' packages name the Python package that holds their ``product.yaml`` in this group."""


@dataclass(frozen=True)
class Product:
    """A data product: its contract and the files that fill it."""

    contract: Contract
    path: Path
    """The folder that holds ``product.yaml``."""
    models: Mapping[str, Path] = field(default_factory=dict)
    """Model name -> its SQL file in ``models/``."""

    @property
    def id(self) -> str:
        """The name of the product, and of its schema in the store."""
        return self.contract.id

    @property
    def metrics_path(self) -> Path:
        """The file of the product's metrics; it may be absent."""
        return self.path / "metrics.yaml"

    @property
    def samples_path(self) -> Path:
        """The module that makes the product's sample rows; it may be absent."""
        return self.path / "samples.py"

    @property
    def source_tables(self) -> Mapping[str, Table]:
        """The tables that are landed from sources."""
        return {name: table for name, table in self.landed_tables.items() if table.engine is None}

    @property
    def engine_tables(self) -> Mapping[str, Table]:
        """The tables that an engine fills with its estimates."""
        return {name: table for name, table in self.landed_tables.items() if table.engine is not None}

    @property
    def landed_tables(self) -> Mapping[str, Table]:
        """The tables that no model computes."""
        return {name: table for name, table in self.contract.tables.items() if name not in self.models}

    @property
    def model_tables(self) -> Mapping[str, Table]:
        """The declared tables that a model computes."""
        return {name: table for name, table in self.contract.tables.items() if name in self.models}

    def source_table(self, name: str) -> Table:
        """Return the landed table ``name``.

        Raises:
            TableUnknownError: when the contract has no such table, or a model or an engine fills it.
        """
        engine = self.landed_table(name).engine
        if engine is not None:
            raise TableUnknownError(
                f"{self.id}.{name} is told by the engine {engine}, not loaded.",
                hint=f"Loadable: {', '.join(self.source_tables)}.",
            )
        return self.contract.tables[name]

    def landed_table(self, name: str) -> Table:
        """Return the table ``name``, be it loaded or told by an engine.

        Raises:
            TableUnknownError: when the contract has no such table, or a model computes it.
        """
        if name in self.models:
            raise TableUnknownError(
                f"{self.id}.{name} is computed by {self.models[name].name}, not loaded.",
                hint=f"Loadable: {', '.join(self.source_tables)}.",
            )
        if name not in self.contract.tables:
            raise TableUnknownError(
                f"{self.id} has no table {name!r}.", hint=did_you_mean(name, self.source_tables)
            )
        return self.contract.tables[name]


def load_contract(path: Path) -> Contract:
    """Read one ``product.yaml``.

    Raises:
        ContractInvalidError: naming each fault with file and line.
    """
    return _declared(path)[0]


def load_product(folder: Path) -> Product:
    """Read the product that lives in ``folder``.

    Raises:
        ContractInvalidError: naming each fault with file and line.
    """
    return _load(folder)[0]


def discover_products(extra_paths: Iterable[Path] = ()) -> tuple[Product, ...]:
    """Read every product: the built-in folders, partners' entry points, then ``extra_paths``.

    An extra path is a product's folder, or a folder of such folders. Products come sorted by name.

    Raises:
        ContractInvalidError: when a contract is faulty, two share a name, or a reference leads nowhere.
    """
    found: dict[str, tuple[Product, Declaration]] = {}
    for folder in _folders(extra_paths):
        product, declaration = _load(folder)
        if product.id in found:
            raise declaration.refuse(
                f"the product {product.id!r} exists already in {found[product.id][0].path}.",
                "id",
                hint="Give it another id.",
            )
        found[product.id] = (product, declaration)
    check_products({id_: (product.contract, lines) for id_, (product, lines) in found.items()})
    return tuple(found[id_][0] for id_ in sorted(found))


def find_product(products: Sequence[Product], id_: str) -> Product:
    """Return the product named ``id_``.

    Raises:
        ProductUnknownError: when there is none; the hint names near misses.
    """
    for product in products:
        if product.id == id_:
            return product
    raise ProductUnknownError(
        f"There is no product {id_!r}.", hint=did_you_mean(id_, [product.id for product in products])
    )


def _declared(path: Path) -> tuple[Contract, Declaration]:
    declaration = read_declaration(path, ContractInvalidError)
    contract = declaration.read_as(Contract)
    check_contract(contract, declaration)
    return contract, declaration


def _load(folder: Path) -> tuple[Product, Declaration]:
    contract, declaration = _declared(folder / "product.yaml")
    models = {file.stem: file for file in sorted((folder / "models").glob("*.sql"))}
    return Product(contract, folder, models), declaration


def _folders(extra_paths: Iterable[Path]) -> Iterable[Path]:
    built_in = find_spec("symphonies.products")
    for place in built_in.submodule_search_locations or () if built_in else ():
        yield from _below(Path(place))
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        package = find_spec(entry.module)
        for place in package.submodule_search_locations or () if package else ():
            yield from _below(Path(place))
    for path in extra_paths:
        folders = tuple(_below(Path(path)))
        if not folders:
            raise ContractInvalidError(
                f"{path}: neither it nor a folder in it holds a product.yaml.",
                hint="Name the folder of a product.",
            )
        yield from folders


def _below(path: Path) -> Iterable[Path]:
    if (path / "product.yaml").is_file():
        yield path
        return
    yield from sorted(file.parent for file in path.glob("*/product.yaml"))
