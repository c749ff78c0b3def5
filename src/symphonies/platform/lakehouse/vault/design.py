"""Which hubs, links and satellites the contracts ask for."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from symphonies.platform.lakehouse.contracts.contract import Contract

HASH_KEY = "_hash_key"
HASH_DIFF = "_hash_diff"
"""Names of the platform begin with an underscore, which no column of a contract does."""


@dataclass(frozen=True)
class LinkDesign:
    """The relation of a table's rows to those of another, by one column."""

    name: str
    column: str
    """The column that holds the other row's key."""
    target: str
    """``product.table`` of the other row."""

    @property
    def target_key(self) -> str:
        """The column of the link that holds the hash key of the other row."""
        return f"_{self.column}{HASH_KEY}"


@dataclass(frozen=True)
class HistoryDesign:
    """The vault tables of one landed table."""

    product: str
    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    """All columns in the order of the contract."""
    links: tuple[LinkDesign, ...]

    @property
    def full_name(self) -> str:
        """``product.table`` of the current rows."""
        return f"{self.product}.{self.table}"

    @property
    def stem(self) -> str:
        """The name its vault and landing tables share."""
        return f"{self.product}__{self.table}"

    @property
    def hub(self) -> str:
        """The table of all keys ever seen, in schema ``vault``."""
        return f"hub_{self.stem}"

    @property
    def satellite(self) -> str:
        """The table of all states of the rest, in schema ``vault``."""
        return f"sat_{self.stem}"

    @property
    def payload(self) -> tuple[str, ...]:
        """The columns that are not part of the key."""
        return tuple(name for name in self.columns if name not in self.key)


def design_vault(contracts: Mapping[str, Contract], models: Container[str]) -> dict[str, HistoryDesign]:
    """Return the design of every landed table that keeps its history, by ``product.table``.

    Args:
        contracts: All contracts by product id.
        models: The full names of tables that models fill; those have no history.
    """
    kept = {
        f"{product}.{name}": (contract, name)
        for product, contract in sorted(contracts.items())
        for name, table in contract.tables.items()
        if table.history and f"{product}.{name}" not in models
    }
    return {
        full_name: _design(contract, name, contracts, kept) for full_name, (contract, name) in kept.items()
    }


def _design(
    contract: Contract, name: str, contracts: Mapping[str, Contract], kept: Mapping[str, object]
) -> HistoryDesign:
    table = contract.tables[name]
    links = []
    for column, declared in table.columns.items():
        if declared.references is None:
            continue
        target = declared.references if "." in declared.references else f"{contract.id}.{declared.references}"
        product, target_name = target.split(".")
        if target in kept and len(contracts[product].tables[target_name].key) == 1:
            link = f"link_{contract.id}__{name}__{column.removesuffix('_id')}"
            links.append(LinkDesign(name=link, column=column, target=target))
    return HistoryDesign(
        product=contract.id, table=name, key=table.key, columns=tuple(table.columns), links=tuple(links)
    )
