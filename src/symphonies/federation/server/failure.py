"""What clients are told when something fails, and what the log has about a request not run."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from symphonies.federation.request import GraphQLResponse

from .wire import Scope

log = logging.getLogger("symphonies.federation.server")
refusals = logging.getLogger("symphonies.federation.refused")
CLIENT_NAMES = ("graphql-client-name", "apollographql-client-name")
WORD = re.compile(r"[\w.\- ]{1,60}")
NAME = re.compile(r"[_A-Za-z][_0-9A-Za-z]{0,79}")
QUOTING = {
    "GRAPHQL_PARSE_FAILED": "the document cannot be parsed",
    "GRAPHQL_VALIDATION_FAILED": "the document does not fit the schema",
    "BAD_USER_INPUT": "the variables do not fit their types",
    "OPERATION_RESOLUTION_FAILURE": "the document does not tell which operation to run",
}
"""Codes whose messages quote the document or its variables, and what the log says instead."""


def failed(error: Exception) -> GraphQLResponse:
    """Logs an unexpected error and returns the answer to the request that met it."""
    log.error("A request failed unexpectedly.", exc_info=error)
    shown = {
        "message": "The gateway failed; its log says why.",
        "extensions": {"code": "INTERNAL_SERVER_ERROR"},
    }
    return GraphQLResponse(errors=[shown], has_data=False, status=500)


def caller_of(scope: Scope, headers: Mapping[str, str]) -> str:
    """Returns who asks: the address, and the name the client gives itself if it is a plain one."""
    address = (scope.get("client") or ("unknown",))[0]
    named = next((headers[name] for name in CLIENT_NAMES if name in headers), "")
    return f"{address} ({named})" if WORD.fullmatch(named) else str(address)


def note_refusal(response: GraphQLResponse, caller: str, operation_name: str | None = None) -> None:
    """Logs one line for a request that was not run: code, client, reason, nothing of what was sent."""
    first = response.errors[0] if response.errors else {}
    code = str(_extensions(first).get("code"))
    name = operation_name if operation_name and NAME.fullmatch(operation_name) else None
    reason = QUOTING.get(code) or str(first.get("message", ""))
    _note(code, caller, reason, response.status, name)


def note_turned_away(code: str, caller: str, reason: str) -> None:
    """Logs one line for a socket that was not opened, or closed for a fault of its client."""
    _note(code, caller, reason)


def _note(
    code: str, caller: str, reason: str, status: int | None = None, operation: str | None = None
) -> None:
    facts = {"code": code, "client": caller, "status": status, "operation": operation, "reason": reason}
    refusals.info("Request refused.", extra={"facts": {k: v for k, v in facts.items() if v is not None}})


def _extensions(error: Mapping[str, Any]) -> Mapping[str, Any]:
    return error.get("extensions") or {}
