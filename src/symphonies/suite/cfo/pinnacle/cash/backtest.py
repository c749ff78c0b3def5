"""What the backtest of the cash engine found, told beside the bands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from symphonies.platform.learning import ModelUnknownError, Registry, Version, find_version

ENGINE_ID = "cash"
LEVELS = (0.5, 0.8)
"""The bands that are drawn."""
ERROR, CASH_ERROR = "weekly_error", "cash_error"
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
        reason: why it is not known.
    """

    level: float
    covered: float | None
    origins: int
    reason: str | None = None


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
class Backtest:
    """What was found from all origins.

    Attributes:
        model: the version that was tested; None when there is none.
        as_of: the last day that was looked at.
        origins: from how many past days it was tested.
        coverage: of each level of ``LEVELS``.
        error: of a week's net flow, over the mean size of one.
        rival_errors: the same of each rival, by id.
        weeks: the same by week of the horizon.
        reason: why nothing is known.
    """

    model: int | None
    as_of: date | None
    origins: int
    coverage: tuple[BandCoverage, ...]
    error: float | None
    rival_errors: Mapping[str, float]
    weeks: tuple[WeekTested, ...]
    reason: str | None


def untested(reason: str) -> Backtest:
    """Returns that nothing is known, and why."""
    coverage = tuple(BandCoverage(level, None, 0, reason) for level in LEVELS)
    return Backtest(None, None, 0, coverage, None, {}, (), reason)


def read_backtest(registry: Registry) -> Backtest:
    """Returns the backtest of the version that is served, or of the newest where none is."""
    try:
        return backtest_of(find_version(registry, ENGINE_ID))
    except ModelUnknownError:
        return untested(f"No backtest was run yet; this runs one: symphonies models retrain {ENGINE_ID}")


def backtest_of(version: Version) -> Backtest:
    """Returns the backtest that a version came with."""
    told = version.evaluation
    scores, steps, origins = told.scores, told.steps, len(told.judged)
    errors = {"last_year": told.naive.get(ERROR), "total_alone": scores.get(f"total_alone_{ERROR}")}
    return Backtest(
        model=version.number,
        as_of=told.as_of,
        origins=origins,
        coverage=tuple(_coverage(level, scores.get(covered(level)), origins) for level in LEVELS),
        error=scores.get(ERROR),
        rival_errors={name: error for name, error in errors.items() if error is not None},
        weeks=tuple(_week(steps, place) for place in range(len(steps.get(ERROR, ())))),
        reason=None,
    )


def covered(level: float) -> str:
    """Returns the name of the score that says how often the band of a level held."""
    return f"coverage_{round(level * 100)}"


def _coverage(level: float, found: float | None, origins: int) -> BandCoverage:
    reason = None if found is not None else "This version was tested before coverage was told for this level."
    return BandCoverage(level, found, origins, reason)


def _week(steps: Mapping[str, tuple[float, ...]], place: int) -> WeekTested:
    names = {level: covered(level) for level in LEVELS}
    rivals = {name: f"{name}_{ERROR}" for name in RIVALS}
    return WeekTested(
        place + 1,
        {level: steps[name][place] for level, name in names.items() if name in steps},
        steps[ERROR][place],
        {name: steps[step][place] for name, step in rivals.items() if step in steps},
    )
