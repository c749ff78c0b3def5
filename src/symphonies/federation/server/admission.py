"""How many streams and sockets one process holds open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from symphonies.federation.errors import RequestRefused


class Admission:
    """Counts what is open.

    Args:
        most: how many may be open at once.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self.open = 0
        """How many are open now."""

    @contextmanager
    def place(self) -> Iterator[None]:
        """Holds a place for as long as it is entered.

        Raises:
            RequestRefused: ``TOO_MANY_STREAMS`` when all are taken.
        """
        if self.open >= self._most:
            message = "As many streams as may be are open; try again later."
            raise RequestRefused(message, code="TOO_MANY_STREAMS", status=503)
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1
