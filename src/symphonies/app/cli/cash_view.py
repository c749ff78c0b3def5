"""What ``symphonies cash`` looks at: some companies, by their names or regions, and a currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from symphonies.kernel import NotFoundError
from symphonies.platform.security import Scope
from symphonies.platform.semantics import Filter, MetricQuery, Op, SemanticLayer

if TYPE_CHECKING:
    from symphonies.suite.cfo.graphql.denomination import Denomination
    from symphonies.suite.cfo.graphql.viewer import Viewer
    from symphonies.suite.cfo.pinnacle.position import Position

CASH, ENTITY, REGION = "corp.cash", "entity", "entity.region"

Entities = Annotated[list[str] | None, typer.Option("--entity", help="Only of this company; repeat.")]
Regions = Annotated[list[str] | None, typer.Option("--region", help="Only of companies there; repeat.")]
Currency = Annotated[str | None, typer.Option(help="ISO code to tell amounts in.")]


def looking_at(
    viewer: Viewer,
    semantics: SemanticLayer,
    scope: Scope,
    entities: Iterable[str] | None,
    regions: Iterable[str] | None,
) -> Viewer:
    """Return somebody who looks at some of their companies only: those named that lie in the regions named.

    Raises:
        NotFoundError: a company or region is not there, or no company is both.
    """
    chosen = viewer.entities
    if entities:
        known = dict(semantics.values(CASH, ENTITY, scope))
        chosen = chosen & frozenset(_found("company", name, known) for name in entities)
    if regions:
        known = dict(semantics.values(CASH, REGION, scope))
        keys = tuple(_found("region", name, known) for name in regions)
        query = MetricQuery(metrics=(CASH,), by=(ENTITY,), where=(Filter(REGION, Op.IN, keys),))
        there = semantics.run(query, scope).rows.column(ENTITY).to_pylist()
        chosen = chosen & frozenset(there)
    if not chosen:
        raise NotFoundError("No company named lies in a region named.", hint="Leave one of the two out.")
    return replace(viewer, entities=chosen)


def told_in(position: Position, currency: str | None) -> Denomination:
    """Return the currency that amounts are told in; None is that of the group.

    Raises:
        NotFoundError: no rate of it is known.
    """
    from graphql import GraphQLError

    from symphonies.suite.cfo.graphql.denomination import denomination_of

    try:
        return denomination_of(position, currency and currency.upper())
    except GraphQLError as error:
        raise NotFoundError(error.message, hint=str((error.extensions or {}).get("hint", ""))) from None


def _found(kind: str, name: str, known: Mapping[str, str]) -> str:
    """Return the key of what is named by key or label, however it is written."""
    for key, label in known.items():
        if name.casefold() in (key.casefold(), label.casefold()):
            return key
    shown = ", ".join(key if key == label else f"{key} ({label})" for key, label in sorted(known.items()))
    raise NotFoundError(
        f"There is no {kind} {name!r} whose cash you may see; there are {shown}.",
        hint=f"Name a {kind} as it stands there, by its id or its name.",
    )
