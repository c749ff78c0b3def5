"""Where the cash desk's position comes from: the tables of the store, and the models that are served."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from threading import Lock, Thread
from typing import Protocol

from symphonies.kernel import Clock, SymphonyError
from symphonies.platform.learning import (
    Bench,
    HistoryTooShortError,
    Knowledge,
    Registry,
    Tables,
    begin,
    forecast,
    label_of,
    serve,
    source_hash,
)
from symphonies.platform.records import Records
from symphonies.suite.cfo.pinnacle.archive import load_position, save_position
from symphonies.suite.cfo.pinnacle.cash import Backtest, daily_widths, read_backtest, untested
from symphonies.suite.cfo.pinnacle.cash.engine import ENGINE as CASH
from symphonies.suite.cfo.pinnacle.causes import find_causes
from symphonies.suite.cfo.pinnacle.desk import CashDesk, Drawn
from symphonies.suite.cfo.pinnacle.errors import PositionPreparingError, PositionUnknownError
from symphonies.suite.cfo.pinnacle.filling import fill_position
from symphonies.suite.cfo.pinnacle.pay_days.engine import ENGINE
from symphonies.suite.cfo.pinnacle.position import PAY_DAYS, Position
from symphonies.suite.cfo.pinnacle.receipts import PayDayModel
from symphonies.suite.cfo.pinnacle.simulation import Settings

FOLDER = "positions"
_SOURCE = (Path(__file__).parent, Path(inspect.getfile(forecast)).parent)
"""What a position is worked out by."""
_ENGINES = (ENGINE.facts.id, CASH.facts.id)


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
    def registry(self) -> Registry:
        """Where models are kept."""
        ...

    @property
    def clock(self) -> Clock:
        """Tells the time."""
        ...

    def served(self, engine: str, /) -> str:
        """Return what the served model of an engine is called; empty for none."""
        ...

    @property
    def patience_s(self) -> float | None:
        """How long a question waits for what is being prepared; None: until it is there."""
        ...

    @property
    def data_version(self) -> str:
        """Another one as soon as other data are there."""
        ...


def open_desk(services: Services) -> CashDesk:
    """Return the cash desk over a store."""
    drawn = Drawn()
    positions = _Positions(services, drawn)

    @lru_cache(maxsize=1)
    def companies(_data: str) -> frozenset[str]:
        return frozenset(services.tables.read("corporate.legal_entity", ["entity_id"])["entity_id"])

    backtests = partial(_backtest, services, companies)
    return CashDesk(
        positions.before, services.records, backtests, positions.ready, drawn, services.company.currency
    )


def _backtest(
    services: Services, companies: Callable[[str], frozenset[str]], entities: Collection[str] | None
) -> Backtest:
    """Return how forecasts of some companies (None: all) did; only those of the whole group are tested.

    Args:
        services: of the instance.
        companies: tells all there are, by version of the data.
        entities: whose forecasts.
    """
    if entities is not None and not companies(services.data_version) <= set(entities):
        return untested("The backtest is of the whole group, not of some of its companies.")
    return read_backtest(services.registry)


@dataclass(frozen=True)
class PayDays:
    """When customers pay: a model and what it is called, or why there is none."""

    model: PayDayModel | None = None
    label: str = ""
    untold: str = ""


def read_position(services: Services, pay_days: PayDays, days_ago: int = 0) -> Position:
    """Return the position of a company as its tables tell it, at the end of its as-of day.

    Args:
        services: of the instance.
        pay_days: tells when invoices are paid.
        days_ago: how many days before the as-of day; only what was known then is used.

    Raises:
        PositionUnknownError: nothing has been loaded that cash could be told from.
    """
    company, past = services.company, Knowledge(services.tables, _cut(services, days_ago))
    position = fill_position(past, company.name, company.currency, pay_days.model, version=pay_days.label)
    if pay_days.untold:
        gaps = (replace(gap, why=pay_days.untold) if gap.what == PAY_DAYS else gap for gap in position.gaps)
        position = replace(position, gaps=tuple(gaps))
    if not days_ago:
        position = _as_served(services, replace(position, causes=find_causes(past, company.currency)))
    return position


def _as_served(services: Services, position: Position) -> Position:
    """Return a position that strays as the served cash model says; where none is, as it says itself."""
    served = serve(services.registry, CASH)
    if served is None:
        return position
    models = {**position.models, CASH.facts.id: served.label}
    return replace(position, widths=daily_widths(served.model.widths), models=models)


def pay_days_of(services: Services, days_ago: int = 0) -> PayDays:
    """Return the pay-day model that is served; the first one is learned.

    The served one may know more than was known some days ago, so that day gets a model of its own.
    """
    cut = _cut(services, days_ago)
    bench = Bench(ENGINE, services.tables, services.registry, services.clock)
    try:
        if days_ago:
            return PayDays(ENGINE.learn(Knowledge(services.tables, cut), 0), f"as known on {cut}")
        version = begin(bench, cut)
    except HistoryTooShortError as error:
        return PayDays(untold=error.message)
    return PayDays(ENGINE.restore(services.registry.files(version)), label_of(version))


def _cut(services: Services, days_ago: int) -> date:
    if services.company.as_of is None:
        raise PositionUnknownError(
            "There are no figures to tell cash from.", hint="Load bank accounts and invoices first."
        )
    return services.company.as_of - timedelta(days=days_ago)


@dataclass
class _Asked:
    """A position that was asked for: of which data, when it is there, and what is done for it now."""

    data: str
    coming: Future[Position] = field(default_factory=Future)
    doing: str = "another one is prepared first"

    @property
    def failed(self) -> bool:
        return self.coming.done() and self.coming.exception() is not None

    def is_told_by(self, engine: str, model: str) -> bool:
        """Return whether it was told by the model of this name, as far as that is known yet."""
        if not model or not self.coming.done() or self.failed:
            return True
        return self.coming.result().models.get(engine) == model


class _Positions:
    """Today's position and earlier ones: prepared in the background, kept in the store.

    After new data the question waits for the new position; after a new model it is answered from the old one
    until the new position is there.
    """

    def __init__(self, services: Services, drawn: Drawn) -> None:
        self._services = services
        self._drawn = drawn
        self._lock, self._turn = Lock(), Lock()
        self._known: dict[int, _Asked] = {}
        self._next: _Asked | None = None
        self._told: dict[int, Position] = {}

    def before(self, days_ago: int) -> Position:
        """Return the position some days before the as-of day, as it was known then; 0 is today's.

        Raises:
            PositionPreparingError: it is not there yet.
            PositionUnknownError: nothing has been loaded that cash could be told from.
        """
        asked = self._asked(days_ago)
        try:
            return asked.coming.result(self._services.patience_s)
        except NotYet:
            raise PositionPreparingError(
                f"The cash position is not there yet: {asked.doing}.", hint="Ask again in a few seconds."
            ) from None

    def ready(self) -> Position | None:
        """Return today's position if it is there; else have it prepared and return None at once.

        With patience without end it is waited for.

        Raises:
            PositionUnknownError: nothing has been loaded that cash could be told from.
        """
        known = self._known.get(0)
        if known is None or known.data != self._data() or not known.failed:
            known = self._asked(0)
        waits = self._services.patience_s is None
        return known.coming.result() if waits or known.coming.done() else None

    def _data(self) -> str:
        return f"{self._services.company.as_of} {self._services.data_version}"

    def _asked(self, days_ago: int) -> _Asked:
        data = self._data()
        with self._lock:
            known = self._known.get(days_ago)
            if known is None or known.data != data or known.failed:
                known = self._ask(data, days_ago)
            elif not days_ago:
                known = self._renewed(known)
            self._known[days_ago] = known
        return known

    def _renewed(self, known: _Asked) -> _Asked:
        """Return today's position as a new model tells it, once it is there; until then the old one."""
        if all(known.is_told_by(name, self._services.served(name)) for name in _ENGINES):
            return known
        if self._next is None or self._next.data != known.data or self._next.failed:
            self._next = self._ask(known.data, 0)
        return self._next if self._next.coming.done() and not self._next.failed else known

    def _ask(self, data: str, days_ago: int) -> _Asked:
        asked = _Asked(data)
        # a daemon, so that a server that is stopped need not wait for it
        Thread(target=self._fulfil, args=(asked, days_ago), name="cash position", daemon=True).start()
        return asked

    def _fulfil(self, asked: _Asked, days_ago: int) -> None:
        with self._turn:
            try:
                position = self._prepared(asked, days_ago)
            except Exception as error:
                asked.coming.set_exception(error)
                return
            if days_ago in self._told:
                # nobody is answered from it any more, and its paths take as much memory as all else
                self._drawn.forget(self._told[days_ago])
            self._told[days_ago] = position
            asked.coming.set_result(position)

    def _prepared(self, asked: _Asked, days_ago: int) -> Position:
        asked.doing = "step 1 of 3, learning when customers pay"
        pay_days = pay_days_of(self._services, days_ago)
        asked.doing = "step 2 of 3, reading the books and foretelling what is invoiced and billed"
        position = kept(
            self._services.store / FOLDER / self._file(asked.data, days_ago, pay_days.label),
            lambda: read_position(self._services, pay_days, days_ago),
        )
        asked.doing = f"step 3 of 3, drawing {Settings().paths:,} paths"
        with suppress(SymphonyError):
            # why nothing can be foretold is told to whoever asks for it
            self._drawn.of(position).baseline  # noqa: B018
        return position

    def _file(self, data: str, days_ago: int, pay_days: str) -> str:
        """Return where a position is kept: elsewhere as soon as anything that it follows from is another."""
        company = self._services.company
        served = self._services.served(CASH.facts.id)
        basis = (company.name, company.currency, data, days_ago, pay_days, served, source_hash(_SOURCE))
        return f"{sha256(repr(basis).encode()).hexdigest()[:16]}.npz"


def kept(file: Path, make: Callable[[], Position]) -> Position:
    """Return the position of a file; where there is none, make it and keep it there."""
    found = load_position(file)
    if found is None:
        found = make()
        save_position(found, file)
    return found
