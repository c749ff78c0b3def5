"""The last words of a subscription that does not end by itself."""

from __future__ import annotations

from symphonies.federation.errors import FederationError, SubgraphUnavailable
from symphonies.federation.request import GraphQLResponse


def too_slow() -> GraphQLResponse:
    """Returns what a reader is told that let too many events wait."""
    return _ending("The events were not read fast enough.", "SUBSCRIPTION_TOO_SLOW")


def reloaded() -> GraphQLResponse:
    """Returns what a reader is told that has to subscribe again because the schema changed."""
    return _ending("The schema was reloaded; subscribe again.", "SUBSCRIPTION_SCHEMA_RELOAD")


def expired() -> GraphQLResponse:
    """Returns what a reader is told whose token is no longer valid."""
    return _ending("The token of this subscription has expired; subscribe again.", "SUBSCRIPTION_EXPIRED")


def broken(service: str, error: Exception) -> GraphQLResponse:
    """Returns what a reader is told when the subgraph's events break off."""
    told = error if isinstance(error, FederationError) else SubgraphUnavailable("broke off its events")
    facts = {"service": service, **told.facts}
    return _ending(f"Subgraph {service} {told.message}.", told.code, **facts)


def _ending(message: str, code: str, **facts: object) -> GraphQLResponse:
    return GraphQLResponse(errors=[{"message": message, "extensions": {"code": code, **facts}}])
