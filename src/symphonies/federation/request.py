"""What goes into the gateway and what comes out, free of any web framework."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """One operation asked of the gateway.

    Attributes:
        query: the document; may be absent when ``extensions`` names a persisted one.
        variables: raw JSON values by variable name.
        operation_name: which operation of the document to run.
        extensions: protocol extensions, for example ``persistedQuery``.
        headers: the headers it came with, names in lower case.
        only_queries: whether anything but a query is refused, as over GET.
    """

    query: str | None
    variables: Mapping[str, Any] | None = None
    operation_name: str | None = None
    extensions: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    only_queries: bool = False


@dataclass(frozen=True, slots=True)
class GraphQLResponse:
    """The answer.

    Attributes:
        data: the shaped result; None with ``has_data`` when a null reached the root.
        errors: GraphQL errors, each with ``message`` and usually ``path`` and ``extensions``.
        extensions: what the gateway adds about the run itself.
        has_data: False when the request was refused before it was run; then there is no ``data`` at all.
        status: the HTTP status for a request that was not run, else 200.
        headers: what a server adds to the headers of its answer.
    """

    data: dict[str, Any] | None = None
    errors: Sequence[Mapping[str, Any]] = ()
    extensions: Mapping[str, Any] = field(default_factory=dict)
    has_data: bool = True
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Returns the response as the JSON object the specification describes."""
        out: dict[str, Any] = {}
        if self.errors:
            out["errors"] = list(self.errors)
        if self.has_data:
            out["data"] = self.data
        if self.extensions:
            out["extensions"] = dict(self.extensions)
        return out
