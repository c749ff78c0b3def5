"""One HTTP request to the endpoint, with what is known of it."""

from __future__ import annotations

from dataclasses import dataclass

from symphonies.federation.http import negotiate

from .failure import caller_of
from .streaming import NOTHING_WANTED, Wanted, wanted
from .wire import Receive, Scope, Send


@dataclass(slots=True, eq=False)
class Call:
    """An HTTP request and the channels to its client.

    Attributes:
        scope: the ASGI scope.
        headers: its headers, names in lower case.
        receive: brings the body, and the news that the client left.
        send: takes the answer.
        media: the media type of a whole answer; None when the client takes none of ours.
        wants: the streams it takes.
    """

    scope: Scope
    headers: dict[str, str]
    receive: Receive
    send: Send
    media: str | None
    wants: Wanted

    @property
    def caller(self) -> str:
        """Who asks, as the log calls it."""
        return caller_of(self.scope, self.headers)

    @property
    def takes_anything(self) -> bool:
        """Whether the client takes any form of answer."""
        return self.media is not None or self.takes_streams

    @property
    def takes_streams(self) -> bool:
        """Whether the client takes an answer in pieces."""
        return self.wants is not NOTHING_WANTED


def make_call(scope: Scope, headers: dict[str, str], receive: Receive, send: Send) -> Call:
    """Returns the call that a request is."""
    accept = headers.get("accept")
    return Call(scope, headers, receive, send, negotiate(accept), wanted(accept))
