"""Which privacy class figures and names have: that of the columns they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from symphonies.platform.lakehouse import Contract, Privacy
from symphonies.platform.semantics import Catalog, Dimension

_ORDER = list(Privacy)


@dataclass(frozen=True)
class Disclosure:
    """What text made from the catalogue tells.

    Attributes:
        classes: ``product.table.column`` -> its privacy class; a column that is not here is restricted.
        personal: the columns that relate to natural persons.
        ceiling: the strongest class that may be told; None: every class.
    """

    classes: Mapping[str, Privacy]
    personal: frozenset[str]
    ceiling: Privacy | None = None

    def of_metric(self, metric: str, catalog: Catalog) -> frozenset[Privacy]:
        """Return the classes of the columns a metric is computed from; a count of rows is internal."""
        found = {Privacy.INTERNAL}
        for leaf in catalog.leaf_metrics(metric):
            for column in leaf.measure.columns if leaf.measure is not None else ():
                found.add(self._class(f"{leaf.fact}.{column}"))
        return frozenset(found)

    def of_dimension(self, dimension: Dimension, catalog: Catalog) -> frozenset[Privacy]:
        """Return the classes of the names that a dimension's values go by."""
        return frozenset(self._class(column) for column in _columns(dimension, catalog))

    def is_personal(self, dimension: Dimension, catalog: Catalog) -> bool:
        """Return whether a dimension's values are people."""
        return any(column in self.personal for column in _columns(dimension, catalog))

    def allows(self, classes: Iterable[Privacy]) -> bool:
        """Return whether all of some classes may be told."""
        return self.ceiling is None or all(
            _ORDER.index(each) <= _ORDER.index(self.ceiling) for each in classes
        )

    def _class(self, column: str) -> Privacy:
        return self.classes.get(column, Privacy.RESTRICTED)


def disclosure_of(contracts: Iterable[Contract], ceiling: Privacy | None = None) -> Disclosure:
    """Return what the columns of all contracts are.

    Args:
        contracts: of every product.
        ceiling: the strongest class that may be told; None: every class.
    """
    columns = {
        f"{contract.id}.{table_name}.{name}": column
        for contract in contracts
        for table_name, table in contract.tables.items()
        for name, column in table.columns.items()
    }
    personal = frozenset(name for name, column in columns.items() if column.personal)
    return Disclosure({name: column.privacy for name, column in columns.items()}, personal, ceiling)


def _columns(dimension: Dimension, catalog: Catalog) -> list[str]:
    if dimension.target is not None:
        target = catalog.graph.tables[dimension.target.target]
        names = [dimension.target.target_column, *([target.label] if target.label else [])]
        own = f"{dimension.table}.{dimension.column}"
        return [own, *(f"{target.name}.{name}" for name in names)]
    used = dimension.expression.columns if dimension.expression is not None else (dimension.column,)
    return [f"{dimension.table}.{name}" for name in sorted(used)]
