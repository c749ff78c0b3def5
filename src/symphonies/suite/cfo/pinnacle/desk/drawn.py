"""Simulations that were drawn: each once, whoever asks first, and the last few are remembered."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from threading import Lock

from symphonies.suite.cfo.pinnacle.errors import PositionUnknownError
from symphonies.suite.cfo.pinnacle.position import PAY_DAYS, Position
from symphonies.suite.cfo.pinnacle.scope import of_entities
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings

REMEMBERED = 3
"""Each holds its paths."""


class Drawn:
    """Simulations by position, companies and settings. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: OrderedDict[tuple[object, ...], tuple[Position, Future[CashSimulation]]] = OrderedDict()

    def of(
        self, position: Position, entities: frozenset[str] | None = None, settings: Settings | None = None
    ) -> CashSimulation:
        """Return the simulation of some companies of a position (None: all); nobody waits for another one.

        Raises:
            SimulationInvalidError: the settings do not fit the position.
            PositionUnknownError: too little is known to foretell cash.
        """
        check_foretold(position)
        settings = settings or Settings()
        key = (id(position), entities, settings)
        with self._lock:
            is_first = key not in self._known
            if is_first:
                # the position is held, for another one might get its id
                self._known[key] = (position, Future())
            self._known.move_to_end(key)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
            coming = self._known[key][1]
        if is_first:
            try:
                part = position if entities is None else of_entities(position, entities)
                coming.set_result(CashSimulation(part, settings))
            except Exception as error:
                coming.set_exception(error)
                with self._lock:
                    self._known.pop(key, None)
        return coming.result()

    def forget(self, position: Position) -> None:
        """Let go of what was drawn from a position; whoever still uses it keeps it."""
        with self._lock:
            for key in [key for key, (held, _) in self._known.items() if held is position]:
                del self._known[key]


def check_foretold(position: Position) -> None:
    """Refuse a position that no path of cash can be drawn from: a flat line is no forecast.

    Raises:
        PositionUnknownError: nobody knows what stands on the accounts, when customers pay or what is to come.
    """
    missing = {gap.what for gap in position.gaps}
    if all(f"balance of {account}" in missing for account in position.accounts.ids):
        raise PositionUnknownError(
            "Cash cannot be foretold. No account has a statement line, so nobody knows what stands on them.",
            hint="Load statement lines (product payments); the opening balance is a line too.",
        )
    for gap in position.gaps:
        if gap.what == PAY_DAYS:
            raise PositionUnknownError(
                f"Cash cannot be foretold. {gap.why}",
                hint="Load older invoices with their receipts; the figures of today stand as they are.",
            )
    if not (position.receivables.ids or position.billings.names or position.outflows.names):
        told = "; ".join(f"{gap.what}: {gap.why.rstrip('.')}" for gap in position.gaps)
        raise PositionUnknownError(
            f"Cash cannot be foretold. Nothing that is to come is known ({told}).",
            hint="Load twelve months of invoices and bills, and the rates of their currencies.",
        )
