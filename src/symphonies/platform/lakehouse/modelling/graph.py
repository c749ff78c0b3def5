"""The order in which models are built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from symphonies.platform.lakehouse.contracts.contract import Contract
from symphonies.platform.lakehouse.modelling.errors import ModelCycleError
from symphonies.platform.lakehouse.modelling.model import Model, ResolvedModel
from symphonies.platform.lakehouse.modelling.references import resolve_model


def resolve_models(
    contracts: Mapping[str, Contract],
    models: Mapping[str, Mapping[str, Model]],
) -> dict[str, ResolvedModel]:
    """Resolve all models of all products and return them in build order.

    Args:
        contracts: All contracts by product id.
        models: Each product's models by name.

    Raises:
        ModelCycleError: If models read each other in a circle.
    """
    resolved = {
        model.table: resolve_model(model, contracts, siblings)
        for siblings in models.values()
        for model in siblings.values()
    }
    return order_models(resolved.values())


def order_models(models: Iterable[ResolvedModel]) -> dict[str, ResolvedModel]:
    """Return models by table, each after all it reads; ties by name, so that runs repeat.

    Raises:
        ModelCycleError: If models read each other in a circle.
    """
    by_table = {model.table: model for model in sorted(models, key=lambda model: model.table)}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for table, model in by_table.items():
        sorter.add(table, *(name for name in model.reads if name in by_table))
    try:
        return {table: by_table[table] for table in sorter.static_order()}
    except CycleError as error:
        circle = list(reversed(error.args[1]))
        raise ModelCycleError(
            f"Models read each other in a circle: {' reads '.join(circle)}.",
            hint="Take the shared part into a model of its own that both read.",
            cycle=circle,
        ) from error


def downstream_of(table: str, models: Mapping[str, ResolvedModel]) -> tuple[str, ...]:
    """Return all models that read a table, directly or through others, in build order."""
    reached = {table}
    for name, model in models.items():
        if reached.intersection(model.reads):
            reached.add(name)
    return tuple(name for name in models if name in reached - {table})
