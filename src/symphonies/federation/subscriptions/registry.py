"""The live subscriptions of a gateway: counted, limited, shared, and told when the schema is reloaded."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Hashable

from symphonies.federation.errors import RequestRefused
from symphonies.federation.identity import Identity
from symphonies.federation.request import GraphQLResponse

from .endings import expired, reloaded
from .options import SubscriptionOptions
from .reader import Reader
from .upstream import Upstream


class Subscription:
    """One client's events, an asynchronous iterator; ``aclose`` ends it, and the subgraph's with the last."""

    def __init__(self, upstream: Upstream, reader: Reader, on_close: Callable[[], None]) -> None:
        self._upstream = upstream
        self._reader = reader
        self._on_close = on_close
        self._is_closed = False

    @property
    def dropped(self) -> int:
        """Events lost because they were not read fast enough."""
        return self._reader.dropped

    def end(self, last: GraphQLResponse | None = None) -> None:
        """Lets what is kept be read, then ``last``, then ends."""
        self._reader.end(last)

    def __aiter__(self) -> Subscription:
        return self

    async def __anext__(self) -> GraphQLResponse:
        event = await self._reader.next()
        if event is None:
            await self.aclose()
            raise StopAsyncIteration
        return event

    async def aclose(self) -> None:
        """Ends the subscription at once."""
        if self._is_closed:
            return
        self._is_closed = True
        self._on_close()
        await self._upstream.leave(self._reader)


class Subscriptions:
    """Opens subscriptions within the limits.

    Args:
        options: the limits and how readers are treated.
    """

    def __init__(self, options: SubscriptionOptions) -> None:
        self.options = options
        self._live: set[Subscription] = set()
        self._of: Counter[str] = Counter()
        self._shared: dict[Hashable, Upstream] = {}
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def live(self) -> int:
        """How many subscriptions are open."""
        return len(self._live)

    @property
    def upstreams(self) -> int:
        """How many shared subscriptions to subgraphs are open."""
        return sum(not upstream.is_over for upstream in self._shared.values())

    def open(self, key: Hashable | None, identity: Identity, make: Callable[[], Upstream]) -> Subscription:
        """Opens a subscription.

        Args:
            key: equal for subscriptions that may share one to the subgraph; None for one that shares nothing.
            identity: who asks.
            make: makes the subscription to the subgraph if there is none to share.

        Raises:
            RequestRefused: ``SUBSCRIPTION_LIMIT_EXCEEDED``.
        """
        self._check(identity)
        upstream = self._upstream(key, make)
        reader = upstream.join()

        def forget() -> None:
            if ending is not None:
                ending.cancel()
            self._forget(subscription, identity)
            if self._shared.get(key) is upstream and not upstream.has_others(reader):
                del self._shared[key]

        subscription = Subscription(upstream, reader, forget)
        ending = self._end_with_token(subscription, identity)
        self._live.add(subscription)
        self._idle.clear()
        if identity.subject is not None:
            self._of[identity.subject] += 1
        return subscription

    def _check(self, identity: Identity) -> None:
        most, most_each = self.options.max_live, self.options.max_live_per_identity
        if most is not None and self.live >= most:
            raise _too_many(f"This gateway has {most} live subscriptions, as many as it may.")
        subject = identity.subject
        if subject is not None and most_each is not None and self._of[subject] >= most_each:
            raise _too_many(f"You have {most_each} live subscriptions, as many as one caller may.")

    def _end_with_token(self, subscription: Subscription, identity: Identity) -> asyncio.TimerHandle | None:
        expires = identity.claims.get("exp")
        if not self.options.end_with_token or not isinstance(expires, int | float):
            return None
        left = max(0.0, expires - time.time())
        return asyncio.get_running_loop().call_later(left, lambda: subscription.end(expired()))

    def _upstream(self, key: Hashable | None, make: Callable[[], Upstream]) -> Upstream:
        if key is None or not self.options.share:
            return make()
        found = self._shared.get(key)
        if found is None or found.is_over:
            found = self._shared[key] = make()
        return found

    def _forget(self, subscription: Subscription, identity: Identity) -> None:
        self._live.discard(subscription)
        if identity.subject is not None:
            self._of[identity.subject] -= 1
            if not self._of[identity.subject]:
                del self._of[identity.subject]
        if not self._live:
            self._idle.set()

    def retire(self) -> None:
        """Says that another gateway takes over: subscriptions go on or are told to subscribe again."""
        if self.options.reload == "resubscribe":
            for subscription in tuple(self._live):
                subscription.end(reloaded())

    async def drained(self) -> None:
        """Waits until no subscription is open any more; then the gateway's clients may be closed."""
        await self._idle.wait()

    async def close(self) -> None:
        """Ends every subscription at once."""
        for subscription in tuple(self._live):
            await subscription.aclose()


def _too_many(message: str) -> RequestRefused:
    return RequestRefused(message, code="SUBSCRIPTION_LIMIT_EXCEEDED", status=429)
