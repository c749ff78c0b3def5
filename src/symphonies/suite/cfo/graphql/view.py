"""What is looked at: which companies, and in which currency."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from graphql import GraphQLError

from symphonies.suite.cfo.graphql.denomination import Denomination, denomination_of
from symphonies.suite.cfo.graphql.viewer import Context, Viewer, viewer_of
from symphonies.suite.cfo.pinnacle.desk import CashDesk


@dataclass(frozen=True)
class View:
    """Who looks, at how much of what they may see, and in what it is told."""

    viewer: Viewer
    """Their companies are those that are looked at."""
    desk: CashDesk
    currency: str | None = None

    @cached_property
    def unit(self) -> Denomination:
        """What amounts are told in; asked for only when there are amounts to tell."""
        if self.currency in (None, self.desk.currency):
            return Denomination(self.desk.currency)
        return denomination_of(self.desk.position(), self.currency)


def view_of(desk: CashDesk, context: Context, given: Mapping[str, Any] | None = None) -> View:
    """Return what ``CashViewInput`` means for whoever asks; without it all that they may see.

    Raises:
        ForbiddenError: they may see the cash of no company.
        PositionUnknownError: there is no cash that anybody could see.
        GraphQLError: a company that they may not see.
    """
    given = given or {}
    return View(narrowed(viewer_of(context), given.get("entities")), desk, given.get("currency"))


def narrowed(viewer: Viewer, entities: Collection[str] | None) -> Viewer:
    """Return somebody who looks at some of their companies only; None is all of them.

    Raises:
        GraphQLError: no company, or one that they may not see.
    """
    if entities is None:
        return viewer
    unknown = sorted(set(entities) - viewer.entities)
    if unknown or not entities:
        found = f"no company {', '.join(map(repr, unknown))}" if unknown else "no company to look at"
        raise GraphQLError(
            f"There is {found}; there are {', '.join(sorted(viewer.entities))}.",
            extensions={"code": "ARGUMENT_INVALID", "hint": "Name companies whose cash you may see."},
        )
    return replace(viewer, entities=frozenset(entities))
