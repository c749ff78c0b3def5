"""What the tables hold of single things, for whoever may see it: how other areas name what they speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symphonies.platform.lakehouse import Contract, Table
from symphonies.platform.security import Scope
from symphonies.platform.subgraphs.model import GraphModel, build_model
from symphonies.platform.subgraphs.ports import RowEngine
from symphonies.platform.subgraphs.rows.read import RowReader


class KnownRows:
    """Rows by their keys; of each the columns that tell what it is and what it is worth.

    Args:
        contracts: of the products whose tables are read.
        engine: the store; only read.
    """

    def __init__(self, contracts: Sequence[Contract], engine: RowEngine) -> None:
        self._model: GraphModel = build_model(contracts)
        self._entities = {entity.table: entity for entity in self._model.entities.values()}
        self._tables: Mapping[str, Table] = {
            f"{contract.id}.{name}": table
            for contract in contracts
            for name, table in contract.tables.items()
        }
        self._engine = engine

    def of(self, table: str, keys: Sequence[str], scope: Scope) -> Mapping[str, Mapping[str, Any]]:
        """Return the visible rows with these keys, masked columns left out; of a table without entity, none.

        Args:
            table: as ``product.table``.
            keys: values of its key, which has one column.
            scope: what may be seen.
        """
        entity, own = self._entities.get(table), scope.table(table)
        if entity is None or len(entity.key) != 1 or not own.readable or not keys:
            return {}
        (key,) = entity.key
        columns = [name for name in self._telling(table) if name not in own.masked]
        if key in own.masked:
            return {}
        found = RowReader(self._engine, self._model, scope).entities(
            entity, [(each,) for each in keys], [key, *columns]
        )
        values = {name: found.json(name) for name in (key, *columns)}
        return {
            str(each): {name: values[name][place] for name in columns}
            for place, each in enumerate(values[key])
        }

    def _telling(self, table: str) -> list[str]:
        """Return the label, and the columns of money with their currencies."""
        declared = self._tables[table]
        money = [name for name, column in declared.columns.items() if column.unit == "money"]
        currencies = [declared.columns[name].currency for name in money]
        told = [declared.label, *money, *currencies]
        return list(dict.fromkeys(name for name in told if name and name in declared.columns))
