"""What clients are told when the gateway itself fails: that it did, and nothing else."""

from __future__ import annotations

import logging

from symphonies.federation.request import GraphQLResponse

log = logging.getLogger("symphonies.federation.server")


def failed(error: Exception) -> GraphQLResponse:
    """Logs an unexpected error and returns the answer to the request that met it."""
    log.error("A request failed unexpectedly.", exc_info=error)
    shown = {
        "message": "The gateway failed; its log says why.",
        "extensions": {"code": "INTERNAL_SERVER_ERROR"},
    }
    return GraphQLResponse(errors=[shown], has_data=False, status=500)


def note_refusal(response: GraphQLResponse, operation_name: str | None) -> None:
    """Logs one line for a request that was not run."""
    codes = ",".join(str(error.get("extensions", {}).get("code")) for error in response.errors[:3])
    log.info("Refused: %s, status %d, operation %r", codes, response.status, (operation_name or "")[:80])
