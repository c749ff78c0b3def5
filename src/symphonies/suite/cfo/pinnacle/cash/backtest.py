"""What the backtest of the cash engine found, told beside the bands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from symphonies.platform.learning import Evaluation, Judgement, ModelUnknownError, Registry, find_version

from .chance import chance_range

ENGINE_ID = "cash"
LEVELS = (0.5, 0.8)
"""The bands that are drawn."""
BAND = LEVELS[-1]
"""The one whose width is learnt."""
ERROR, CASH_ERROR = "weekly_error", "cash_error"
TOLD, LOW, HIGH, CAME = "told_gain", "told_gain_low", "told_gain_high", "came_gain"
"""What cash was to gain until each week ends, the ends of the 80 % band, and what it did; base units."""
_NEVER = "No backtest was run yet. A server begins one by itself; this runs one at once"
HORIZONS = (1, 4, 8, 13)
"""Weeks ahead at which each forecast is set beside what came."""
RIVALS: Mapping[str, str] = {
    "last_year": "The same weeks of the year before",
    "total_alone": "A statistical forecast of the total alone",
}


@dataclass(frozen=True, slots=True)
class BandCoverage:
    """How often a band held what came.

    Attributes:
        level: what it promises, 0.8 for the 80 % band.
        covered: the share of week ends on which cash lay in it; None where that is not known.
        origins: from how many past days it was tested.
        planned: from how many it is to be, while the test goes on; else as many.
        reason: why it is not known.
        chance: between which shares a right band of the level holds in eight of ten such tests.
    """

    level: float
    covered: float | None
    origins: int
    planned: int
    reason: str | None = None
    chance: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class WeekTested:
    """One week of the horizon.

    Attributes:
        week: 1 for the first after the cut.
        covered: by level, the share of origins from which cash at its end lay in the band.
        error: mean absolute error of its net flow over the mean size of a week's net flow.
        rival_errors: the same of each rival, by id.
    """

    week: int
    covered: Mapping[float, float]
    error: float | None
    rival_errors: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Told:
    """What one forecast said of cash some weeks on, beside what came, in units of the base currency.

    Attributes:
        made_on: the last day that was known.
        on: the day it was about.
        forecast: by how much cash was to be more than when it was made.
        low, high: the ends of the 80 % band.
        came: by how much it was.
    """

    made_on: date
    on: date
    forecast: float
    low: float
    high: float
    came: float


@dataclass(frozen=True, slots=True)
class Horizon:
    """Every forecast of cash so many weeks on, the oldest first."""

    weeks: int
    told: tuple[Told, ...]

    @property
    def covered(self) -> float:
        """The share of them whose 80 % band held what came."""
        return sum(each.low <= each.came <= each.high for each in self.told) / len(self.told)

    @property
    def error(self) -> float:
        """Mean distance to what came, in units of the base currency."""
        return sum(abs(each.forecast - each.came) for each in self.told) / len(self.told)


@dataclass(frozen=True, slots=True)
class Backtest:
    """What was found from all origins.

    Attributes:
        model: the version that was tested; None when there is none, or the test still goes on.
        as_of: the last day that was looked at.
        origins: from how many past days it was tested.
        planned: from how many it is to be, while the test goes on; else as many.
        coverage: of each level of ``LEVELS``.
        error: of a week's net flow, over the mean size of one.
        rival_errors: the same of each rival, by id.
        weeks: the same by week of the horizon.
        horizons: each forecast beside what came; empty where a version was tested before they were kept.
        reason: why nothing is known.
    """

    model: int | None
    as_of: date | None
    origins: int
    planned: int
    coverage: tuple[BandCoverage, ...]
    error: float | None
    rival_errors: Mapping[str, float]
    weeks: tuple[WeekTested, ...]
    horizons: tuple[Horizon, ...]
    reason: str | None


def untested(reason: str, planned: int = 0) -> Backtest:
    """Returns that nothing is known, and why; and from how many past days it soon will be."""
    coverage = tuple(BandCoverage(level, None, 0, planned, reason) for level in LEVELS)
    return Backtest(None, None, 0, planned, coverage, None, {}, (), (), reason)


def read_backtest(registry: Registry) -> Backtest:
    """Returns the backtest of the version that is served, or of the newest where none is.

    While a first version is still being tested, it is what was found so far.
    """
    try:
        version = find_version(registry, ENGINE_ID)
        number, told = version.number, version.evaluation
    except ModelUnknownError:
        number, told = None, None
    if told is None or not told.judged:
        number, told = None, registry.trial(ENGINE_ID)
    if told is None or not (told.judged or told.planned):
        return untested(f"{_NEVER}: symphonies models retrain {ENGINE_ID}")
    if not told.judged:
        looked = len(told.judgements)
        return untested(f"It is being tested, {looked} of {told.origins} past days so far.", told.origins)
    return backtest_of(told, number)


def backtest_of(told: Evaluation, model: int | None) -> Backtest:
    """Returns what an evaluation found, of a version or, without one, so far."""
    scores, steps, origins = told.scores, told.steps, len(told.judged)
    planned = max(told.origins, origins) if told.planned else origins
    errors = {"last_year": told.naive.get(ERROR), "total_alone": scores.get(f"total_alone_{ERROR}")}
    return Backtest(
        model=model,
        as_of=told.as_of,
        origins=origins,
        planned=planned,
        coverage=tuple(_coverage(level, told, planned) for level in LEVELS),
        error=scores.get(ERROR),
        rival_errors={name: error for name, error in errors.items() if error is not None},
        weeks=tuple(_week(steps, place) for place in range(len(steps.get(ERROR, ())))),
        horizons=tuple(_horizons(told.judged)),
        reason=None,
    )


def covered(level: float) -> str:
    """Returns the name of the score that says how often the band of a level held."""
    return f"coverage_{round(level * 100)}"


def _coverage(level: float, told: Evaluation, planned: int) -> BandCoverage:
    found, origins = told.scores.get(covered(level)), len(told.judged)
    if found is None:
        reason = "This version was tested before coverage was told for this level."
        return BandCoverage(level, None, origins, planned, reason)
    weeks = max(one.count for one in told.judged)
    return BandCoverage(
        level, found, origins, planned, chance=chance_range(level, [one.cut for one in told.judged], weeks)
    )


def _week(steps: Mapping[str, tuple[float, ...]], place: int) -> WeekTested:
    names = {level: covered(level) for level in LEVELS}
    rivals = {name: f"{name}_{ERROR}" for name in RIVALS}
    return WeekTested(
        place + 1,
        {level: steps[name][place] for level, name in names.items() if name in steps},
        steps[ERROR][place],
        {name: steps[step][place] for name, step in rivals.items() if step in steps},
    )


def _horizons(judged: Sequence[Judgement]) -> Iterator[Horizon]:
    for weeks in HORIZONS:
        known = [one for one in judged if len(one.steps.get(CAME, ())) >= weeks]
        if known:
            yield Horizon(weeks, tuple(_told(one, weeks) for one in known))


def _told(one: Judgement, weeks: int) -> Told:
    forecast, low, high, came = (one.steps[name][weeks - 1] for name in (TOLD, LOW, HIGH, CAME))
    return Told(one.cut, one.cut + timedelta(days=7 * weeks), forecast, low, high, came)
