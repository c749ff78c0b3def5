"""Who is asking, which companies they may see, and whether they may read names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from symphonies.kernel import ForbiddenError
from symphonies.platform.security import Principal, Scope
from symphonies.suite.cfo.pinnacle.position import Position

CASH = "corp.cash"
"""Whose cash may be seen decides whose forecast may be."""
CUSTOMERS = "invoicing.customer"
SUPPLIERS = "payments.supplier"


class _Semantics(Protocol):
    def values(self, metric_id: str, path: str, scope: Scope, /) -> Sequence[tuple[str, str]]: ...
    def sees(self, metric_id: str, scope: Scope, /) -> bool: ...


class Context(Protocol):
    """The part of a request's context that this subgraph reads."""

    @property
    def principal(self) -> Principal:
        """Who asks."""
        ...

    @property
    def scope(self) -> Scope:
        """What they may see."""
        ...

    @property
    def semantics(self) -> _Semantics:
        """Answers metric queries."""
        ...


@dataclass(frozen=True)
class Viewer:
    """A principal as the cash desk sees them."""

    id: str
    entities: frozenset[str]
    reads_customers: bool
    reads_suppliers: bool

    def reads_names(self, kind: str) -> bool:
        """Return whether the viewer may read whom an action of a kind is about."""
        if kind in ("reminder", "discount"):
            return self.reads_customers
        return kind != "retiming" or self.reads_suppliers

    def customer_name(self, position: Position) -> Callable[[str], str | None]:
        """Return what tells a customer's name, where the viewer may read it."""
        if not self.reads_customers:
            return lambda _: None
        return dict(zip(position.customers.ids, position.customers.names, strict=True)).get


def viewer_of(context: Context) -> Viewer:
    """Return who asks.

    Raises:
        ForbiddenError: they may see the cash of no company.
    """
    semantics, scope = context.semantics, context.scope
    if not semantics.sees(CASH, scope):
        raise ForbiddenError("Cash is not yours to see.", hint="Ask for access to bank accounts.")
    entities = frozenset(key for key, _ in semantics.values(CASH, "entity", scope))
    if not entities:
        raise ForbiddenError("You may see the cash of no company.", hint="Ask for access to a company.")
    return Viewer(
        context.principal.id, entities, _reads_name(scope, CUSTOMERS), _reads_name(scope, SUPPLIERS)
    )


def _reads_name(scope: Scope, table: str) -> bool:
    seen = scope.table(table)
    return seen.readable and "name" not in seen.masked
