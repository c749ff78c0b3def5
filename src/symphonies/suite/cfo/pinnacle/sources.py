"""Where the cash desk's position comes from: the tables of the store, and the models learnt from them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Protocol

from symphonies.platform.learning import (
    HistoryTooShortError,
    Knowledge,
    LearningSettings,
    Tables,
    open_registry,
)
from symphonies.platform.records import Records
from symphonies.suite.cfo.pinnacle.archive import load_position, save_position
from symphonies.suite.cfo.pinnacle.books import day_number, read_group, read_sales
from symphonies.suite.cfo.pinnacle.cash import read_backtest
from symphonies.suite.cfo.pinnacle.desk import CashDesk
from symphonies.suite.cfo.pinnacle.errors import PositionPreparingError, PositionUnknownError
from symphonies.suite.cfo.pinnacle.filling import fill_position
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.receipts import PayDayModel, fit_pay_days

FOLDER = "positions"
PATIENCE_S = 10.0
"""How long one question waits for the position; the gateway gives up on a subgraph after 20 s."""


class _Company(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def as_of(self) -> date | None: ...


class Services(Protocol):
    """What an instance lends to its symphonies."""

    @property
    def tables(self) -> Tables:
        """The published tables of the products."""
        ...

    @property
    def records(self) -> Records:
        """What people decide and keep."""
        ...

    @property
    def company(self) -> _Company:
        """Whose figures these are."""
        ...

    @property
    def store(self) -> Path:
        """The folder of the store."""
        ...

    @property
    def data_version(self) -> str:
        """Another one as soon as other data are there."""
        ...


def open_desk(services: Services, patience_s: float | None = PATIENCE_S) -> CashDesk:
    """Return the cash desk over a store.

    Args:
        services: of the instance.
        patience_s: how long a question waits for a position that is being prepared; None: until it is there.
    """
    registry = open_registry(LearningSettings(), services.store)
    positions = _Positions(services, patience_s)
    return CashDesk(positions.before, services.records, lambda: read_backtest(registry))


def read_position(services: Services, days_ago: int = 0) -> Position:
    """Return the position of a company as its tables tell it, at the end of its as-of day.

    Args:
        services: of the instance.
        days_ago: how many days before the as-of day; only what was known then is used.

    Raises:
        PositionUnknownError: nothing has been loaded that cash could be told from.
    """
    company = services.company
    if company.as_of is None:
        raise PositionUnknownError(
            "There are no figures to tell cash from.", hint="Load bank accounts and invoices first."
        )
    past = Knowledge(services.tables, company.as_of - timedelta(days=days_ago))
    model = _pay_days(past, company.currency)
    position = fill_position(past, company.name, company.currency, model, version="learnt with the position")
    if not position.accounts.ids:
        raise PositionUnknownError(
            "There is no bank account, so there is no cash to start from.",
            hint="Connect the payments product: bank accounts and their statement lines.",
        )
    return position


def _pay_days(past: Knowledge, currency: str) -> PayDayModel | None:
    """Learn when customers pay; None where the history is too short to."""
    sales = read_sales(past, read_group(past, currency))
    try:
        return fit_pay_days(sales.ledger, day_number(past.cut))
    except HistoryTooShortError:
        return None


class _Positions:
    """Today's position and earlier ones: prepared in the background, kept in the store."""

    def __init__(self, services: Services, patience_s: float | None) -> None:
        self._services = services
        self._patience_s = patience_s
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(1, "cash position")
        self._known: dict[int, tuple[str, Future[Position]]] = {}

    def before(self, days_ago: int) -> Position:
        """Return the position some days before the as-of day, as it was known then; 0 is today's.

        Raises:
            PositionPreparingError: it is not there yet.
            PositionUnknownError: nothing has been loaded that cash could be told from.
        """
        version = f"{self._services.company.as_of} {self._services.data_version}"
        with self._lock:
            known = self._known.get(days_ago)
            if known is None or known[0] != version or _failed(known[1]):
                known = (version, self._worker.submit(self._prepared, version, days_ago))
                self._known[days_ago] = known
            waiting = known[1]
        try:
            return waiting.result(self._patience_s)
        except NotYet:
            raise PositionPreparingError(
                "The cash position is being read and learnt from the books.",
                hint="Ask again in a few seconds.",
            ) from None

    def _prepared(self, version: str, days_ago: int) -> Position:
        name = f"{version} {days_ago} days before" if days_ago else version
        return kept(
            self._services.store / FOLDER / f"{sha256(name.encode()).hexdigest()[:16]}.npz",
            lambda: read_position(self._services, days_ago),
        )


def _failed(work: Future[Position]) -> bool:
    return work.done() and work.exception() is not None


def kept(file: Path, make: Callable[[], Position]) -> Position:
    """Return the position of a file; where there is none, make it and keep it there."""
    found = load_position(file)
    if found is None:
        found = make()
        save_position(found, file)
    return found
