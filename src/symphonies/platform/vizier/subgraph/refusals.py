"""Errors of the Vizier as clients of the graph are told them."""

from __future__ import annotations

from graphql import GraphQLError

from symphonies.kernel import SymphonyError


def refused(error: SymphonyError) -> GraphQLError:
    """Return an expected error with its code; how to mend it is part of the sentence."""
    return GraphQLError(" ".join(filter(None, (error.message, error.hint))), extensions={"code": error.code})
