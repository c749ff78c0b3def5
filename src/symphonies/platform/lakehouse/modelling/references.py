"""Completes and checks the table names a model reads."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp
from sqlglot.optimizer.scope import traverse_scope

from symphonies.kernel import did_you_mean
from symphonies.platform.lakehouse.contracts.contract import Contract
from symphonies.platform.lakehouse.modelling.errors import (
    ModelReferenceUnknownError,
    ModelReferenceUnpublishedError,
)
from symphonies.platform.lakehouse.modelling.model import Model, ResolvedModel
from symphonies.platform.lakehouse.modelling.parse import line_of

COMPANY = "meta.company"
"""The one table of the platform that models may read."""


def resolve_model(
    model: Model, contracts: Mapping[str, Contract], siblings: Mapping[str, Model]
) -> ResolvedModel:
    """Write every table of a model as ``product.table``.

    Args:
        model: The model as declared.
        contracts: All contracts by product id.
        siblings: All models of the same product by name.

    Raises:
        ModelReferenceUnknownError: If a table is declared nowhere.
        ModelReferenceUnpublishedError: If a table is private to another product.
    """
    query = model.query.copy()
    reads: set[str] = set()
    for table in _real_tables(query):
        product, name = table.db or model.product, table.name
        if f"{product}.{name}" != COMPANY:
            _check(model, product, name, contracts, siblings)
        reads.add(f"{product}.{name}")
        table.set("db", exp.to_identifier(product))
        if not table.alias:
            table.set("alias", exp.TableAlias(this=exp.to_identifier(name)))
    return ResolvedModel(model=model, query=query, reads=tuple(sorted(reads)))


def _real_tables(query: exp.Query) -> list[exp.Table]:
    """Return the tables that are neither common table expressions nor functions."""
    found: dict[int, exp.Table] = {}
    for scope in traverse_scope(query):
        for table in scope.tables:
            named = isinstance(table.this, exp.Identifier)
            if named and (table.db or table.name not in scope.cte_sources):
                found[id(table)] = table
    return list(found.values())


def _check(
    model: Model, product: str, name: str, contracts: Mapping[str, Contract], siblings: Mapping[str, Model]
) -> None:
    text = model.path.read_text(encoding="utf-8") if model.path.is_file() else ""
    where = f"{model.path}:{line_of(text, name)}"
    if product not in contracts:
        raise ModelReferenceUnknownError(
            f"{where} reads {product}.{name}, but there is no product {product!r}.",
            hint=did_you_mean(product, contracts),
        )
    tables = contracts[product].tables
    own = product == model.product
    if name not in tables and not (own and name in siblings):
        known = (
            {*tables, *siblings} - {model.name}
            if own
            else {key for key, table in tables.items() if table.published}
        )
        raise ModelReferenceUnknownError(
            f"{where} reads {product}.{name}, which nobody declares.", hint=did_you_mean(name, known)
        )
    if not own and not tables[name].published:
        raise ModelReferenceUnpublishedError(
            f"{where} reads {product}.{name}, which {product} keeps to itself.",
            hint=f"Ask {contracts[product].owner.team} to declare `published: true` for it.",
        )
