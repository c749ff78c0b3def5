"""What of a subgraph's errors clients are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from symphonies.federation.transport.protocol import SubgraphResponse

Telling = Literal["told", "hidden"]
DEBUGGING = frozenset({"debug", "debugMessage", "exception", "stack", "stacktrace", "stackTrace", "trace"})
"""Extensions that servers add for their developers."""
KEPT = frozenset({"path", "locations"})


def redact(response: SubgraphResponse, telling: Telling) -> SubgraphResponse:
    """Returns a response whose errors clients may see.

    Args:
        response: a subgraph's answer.
        telling: ``told`` keeps messages and extensions but for those meant for developers, ``hidden`` keeps
            only where an error is.
    """
    if not response.errors:
        return response
    if telling == "hidden":
        return replace(response, errors=[_hidden(error) for error in response.errors])
    return replace(response, errors=[_told(error) for error in response.errors])


def _hidden(error: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"message": "The subgraph failed.", **{k: v for k, v in error.items() if k in KEPT}}


def _told(error: Mapping[str, Any]) -> Mapping[str, Any]:
    extensions = error.get("extensions")
    if not isinstance(extensions, Mapping) or DEBUGGING.isdisjoint(extensions):
        return error
    return {**error, "extensions": {k: v for k, v in extensions.items() if k not in DEBUGGING}}
