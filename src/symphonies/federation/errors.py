"""The errors of the gateway: each knows its stable code and how it is shown to a GraphQL client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar


class FederationError(Exception):
    """An expected failure of composition, planning or execution."""

    code: ClassVar[str] = "FEDERATION_ERROR"

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts

    def as_graphql(self) -> dict[str, Any]:
        """Returns the error as one entry of a response's ``errors``."""
        return {"message": self.message, "extensions": {"code": self.code, **self.facts}}


class SubgraphInvalid(FederationError):
    """A subgraph's schema document cannot be read."""

    code = "INVALID_GRAPHQL"


class SupergraphInvalid(FederationError):
    """A supergraph document cannot be read as join specification v0.3 or later."""

    code = "SUPERGRAPH_INVALID"


class PlanningError(FederationError):
    """No combination of subgraphs can answer the operation."""

    code = "OPERATION_UNPLANNABLE"


class PlanningBudgetExceeded(PlanningError):
    """The search for a plan was given up because it took more steps than allowed."""

    code = "PLANNING_BUDGET_EXCEEDED"


class SubgraphUnavailable(FederationError):
    """A subgraph could not be reached, was too slow, or answered something that is not GraphQL.

    Attributes:
        is_transient: whether the same request may succeed in a moment.
        retry_after_s: how long the subgraph asked to be left alone.
    """

    code = "SUBGRAPH_UNAVAILABLE"

    def __init__(
        self,
        message: str,
        *,
        is_transient: bool = False,
        retry_after_s: float | None = None,
        **facts: object,
    ) -> None:
        super().__init__(message, **facts)
        self.is_transient = is_transient
        self.retry_after_s = retry_after_s


class RequestRefused(FederationError):
    """The request is refused before it is planned.

    Attributes:
        code: why, for example ``GRAPHQL_PARSE_FAILED`` or ``DEPTH_LIMIT_EXCEEDED``.
        status: the HTTP status a server answers with under ``application/graphql-response+json``.
        errors: complete GraphQL errors, when there are several.
    """

    code: str = "BAD_REQUEST"  # pyrefly: ignore[bad-override]

    def __init__(
        self,
        message: str,
        *,
        code: str,
        status: int = 400,
        errors: tuple[Mapping[str, Any], ...] = (),
        **facts: object,
    ) -> None:
        super().__init__(message, **facts)
        self.code = code
        self.status = status
        self.errors = errors

    def all_errors(self) -> list[Mapping[str, Any]]:
        """Returns every error to show, this one alone unless several were found."""
        return list(self.errors) or [self.as_graphql()]
