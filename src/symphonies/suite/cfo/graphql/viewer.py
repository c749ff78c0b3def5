"""Who is asking, which companies they may see, and whether they may read names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from symphonies.kernel import ForbiddenError
from symphonies.platform.security import Principal, Scope
from symphonies.suite.cfo.pinnacle.errors import PositionUnknownError
from symphonies.suite.cfo.pinnacle.position import Position

CASH = "corp.cash"
"""Whose cash may be seen decides whose forecast may be."""
OWED = "ar.open"
"""Whose receivables may be seen decides whose invoices may be."""
CUSTOMERS = "invoicing.customer"
INVOICES = "invoicing.invoice"
SUPPLIERS = "payments.supplier"
MOST_CUSTOMERS = 1_000_000


class Semantics(Protocol):
    """The part of the semantic layer that tells what somebody may see."""

    def values(
        self, metric_id: str, path: str, scope: Scope, /, *, limit: int = ...
    ) -> Sequence[tuple[str, str]]:
        """Return the values of a dimension that somebody may see, each with its label."""
        ...

    def sees(self, metric_id: str, scope: Scope, /) -> bool:
        """Return whether somebody may see a metric."""
        ...


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
    def semantics(self) -> Semantics:
        """Answers metric queries."""
        ...


@dataclass(frozen=True)
class Debtors:
    """Customers and companies whose open invoices may be seen: an invoice needs both."""

    customers: frozenset[str]
    entities: frozenset[str]


@dataclass(frozen=True)
class Viewer:
    """A principal as the cash desk sees them."""

    id: str
    entities: frozenset[str]
    reads_customers: bool
    reads_suppliers: bool
    reads_collectors: bool
    debtors: Callable[[], Debtors]
    """Whose invoices may be seen; asked for only when it matters."""

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
        PositionUnknownError: nobody can, as no bank balance has been loaded.
    """
    return viewer_in(context.semantics, context.scope)


def viewer_in(semantics: Semantics, scope: Scope) -> Viewer:
    """Return who asks, by what they may see.

    Raises:
        ForbiddenError: they may see the cash of no company.
        PositionUnknownError: nobody can, as no bank balance has been loaded.
    """
    if not semantics.sees(CASH, scope):
        raise ForbiddenError("Cash is not yours to see.", hint="Ask for access to bank accounts.")
    entities = frozenset(key for key, _ in semantics.values(CASH, "entity", scope))
    if not entities and not scope.is_narrowed:
        raise PositionUnknownError(
            "No bank balance has been loaded, so there is no cash to start from.",
            hint="Connect the payments product: bank accounts and their statement lines.",
        )
    if not entities:
        raise ForbiddenError("You may see the cash of no company.", hint="Ask for access to a company.")
    return Viewer(
        scope.principal_id,
        entities,
        _reads(scope, CUSTOMERS, "name"),
        _reads(scope, SUPPLIERS, "name"),
        _reads(scope, INVOICES, "collector"),
        lambda: _debtors(semantics, scope),
    )


def _debtors(semantics: Semantics, scope: Scope) -> Debtors:
    """Return whose invoices a principal may see.

    Raises:
        ForbiddenError: none, or only some by a rule that looks at the invoice itself, which a forecast lacks.
    """
    if not semantics.sees(OWED, scope) or scope.table(INVOICES).row_filter is not None:
        raise ForbiddenError(
            "Open invoices are not yours to see.", hint="Ask for access to the invoices of a company."
        )
    return Debtors(
        frozenset(key for key, _ in semantics.values(OWED, "customer", scope, limit=MOST_CUSTOMERS)),
        frozenset(key for key, _ in semantics.values(OWED, "entity", scope)),
    )


def _reads(scope: Scope, table: str, column: str) -> bool:
    seen = scope.table(table)
    return seen.readable and column not in seen.masked
