"""Which of the client's headers a subgraph receives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from symphonies.federation.transport.protocol import SubgraphRequest

NEVER = frozenset(
    {
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "content-length", "content-type", "content-encoding", "host",
        "accept", "accept-encoding", "expect",
    }
)  # fmt: skip
"""Headers of one hop, or of a body that is not forwarded (RFC 9110, section 7.6.1)."""


@dataclass(frozen=True)
class ForwardRules:
    """What is forwarded, renamed, added and left out; names in lower case. By default nothing is forwarded.

    Attributes:
        propagate: names of headers that are forwarded.
        matching: patterns of names that are forwarded, as regular expressions of the whole name.
        rename: headers that are forwarded under another name, by their own.
        insert: headers that are always sent, with their value.
        remove: names that are never forwarded whatever else says so.
    """

    propagate: tuple[str, ...] = ()
    matching: tuple[str, ...] = ()
    rename: Mapping[str, str] = field(default_factory=dict)
    insert: Mapping[str, str] = field(default_factory=dict)
    remove: tuple[str, ...] = ()

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return (
            re.compile("|".join(f"(?:{p})" for p in self.matching), re.IGNORECASE) if self.matching else None
        )

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self.propagate) - self._refused

    @cached_property
    def _refused(self) -> frozenset[str]:
        return NEVER | {name.lower() for name in self.remove}

    def forwarded(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Returns what of a client's headers is sent on, with what is always sent."""
        sent = {name: headers[name] for name in self._named if name in headers}
        if self._pattern is not None:
            sent.update(
                (name, value)
                for name, value in headers.items()
                if name not in self._refused and self._pattern.fullmatch(name)
            )
        for name, renamed in self.rename.items():
            if name.lower() in headers and name.lower() not in self._refused:
                sent[renamed.lower()] = headers[name.lower()]
        return sent | {name.lower(): value for name, value in self.insert.items()}


def forward_headers(rules: ForwardRules) -> Callable[[SubgraphRequest], Mapping[str, str]]:
    """Returns the function from a subgraph request to the headers that rules forward."""
    return lambda request: rules.forwarded(request.client_headers)
