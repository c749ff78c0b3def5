"""Series from outside as they were known on any day: revisions count from the day they were published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.kernel import NotFoundError
from symphonies.platform.learning import Knowledge, Known
from symphonies.suite.cfo.pinnacle.books import Floats, Ints, months

_SPANS = (3, 12)
"""Months over which a series is said to have moved."""
_STEADY = (1, 4)
"""Codes of series that are steady as they are: of these the last value counts as well."""
_STALE = 6
"""Months after which the last value of a series says nothing any more."""
_LONGEST_GAP = 3
"""Months for which a value holds, as for series by quarter."""
_LOGARITHMS = (4, 5, 6)


@dataclass(frozen=True, slots=True, eq=False)
class Indicators:
    """Values of series, a row for each value and day of publication, by series, month and that day.

    Attributes:
        names: of the series.
        grows: whether each moves by shares rather than by amounts.
        steady: whether each is steady as it is, so that its level says something.
        series: of each value, shape (n,).
        month: of each value, in months since 1970-01.
        published: the day from which it could be read, in days since 1970-01-01.
        value: in the series' own unit.
    """

    names: tuple[str, ...]
    grows: np.ndarray
    steady: np.ndarray
    series: Ints
    month: Ints
    published: Ints
    value: Floats

    @property
    def signals(self) -> tuple[str, ...]:
        """What `stood` returns, such as ``INDPRO over 12 months``."""
        return tuple(
            f"{name} {'as it stands' if steady and span == max(_SPANS) else f'over {span} months'}"
            for name, steady in zip(self.names, self.steady.tolist(), strict=True)
            for span in _SPANS
        )

    def stood(self, day: int) -> Floats:
        """Returns how each series stood and had moved as known at the end of a day, NaN where nobody knew.

        Shape (signals,). Only what was published until the day is used, as it was published then.
        """
        known = np.flatnonzero(self.published <= day)
        last = known[np.append((np.diff(self.month[known]) != 0) | (np.diff(self.series[known]) != 0), True)]
        now = int(months(np.array([day]))[0])
        depth = max(_SPANS) + _STALE
        back = now - self.month[last] if len(known) else np.zeros(0, dtype=np.int64)
        near = (back >= 0) & (back <= depth)
        table = np.full((len(self.names), depth + 1), np.nan)
        table[self.series[last[near]], depth - back[near]] = self.value[last[near]]
        return _signals(table, self.grows, self.steady)


def _bridged(table: Floats) -> Floats:
    """Returns months in which a value still holds filled with it."""
    found = table.copy()
    for lag in range(1, _LONGEST_GAP):
        late = np.concatenate([np.full((len(table), lag), np.nan), table[:, :-lag]], axis=1)
        found = np.where(np.isnan(found), late, found)
    return found


def _signals(table: Floats, grows: np.ndarray, steady: np.ndarray) -> Floats:
    """Returns how far the last value of each row is from those before it; of steady ones also what it is."""
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled = np.where(grows[:, None], np.log(table), table)
    known = np.isfinite(scaled)
    scaled = _bridged(scaled)
    last = scaled.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    fresh = known.any(axis=1) & (last >= scaled.shape[1] - 1 - _STALE)
    rows = np.arange(len(table))
    short, long = (scaled[rows, last] - scaled[rows, np.maximum(last - span, 0)] for span in _SPANS)
    found = [short, np.where(steady, scaled[rows, last], long)]
    return np.where(np.repeat(fresh, len(_SPANS)), np.stack(found, axis=1).ravel(), np.nan)


def read_indicators(past: Knowledge) -> Indicators:
    """Reads series from outside as known on the cut; none where nobody tells of any.

    Raises:
        LeakError: a value is of a period after the cut.
    """
    columns = ["indicator_id", "observed_on", "published_on", "value", "transform"]
    try:
        table = past.read("corporate.indicator", columns, Known("published_on"))
    except NotFoundError:
        return NO_INDICATORS
    table = table.dropna(subset=["value"]).sort_values(["indicator_id", "observed_on", "published_on"])
    if not len(table):
        return NO_INDICATORS
    names, series = np.unique(table["indicator_id"].to_numpy(dtype=str), return_inverse=True)
    value = table["value"].to_numpy(dtype=np.float64)
    codes = table["transform"].astype(float).to_numpy(dtype=np.float64)
    least = np.full(len(names), np.inf)
    np.minimum.at(least, series, value)
    code = np.zeros(len(names))
    np.maximum.at(code, series, np.nan_to_num(codes))
    day = [table[name].to_numpy("datetime64[ns]").astype("M8[D]").astype(np.int64) for name in columns[1:3]]
    grows = (least > 0) & (np.isin(code, _LOGARITHMS) | (code == 0))
    steady = np.isin(code, _STEADY)
    return Indicators(tuple(names.tolist()), grows, steady, series.ravel(), months(day[0]), day[1], value)


_NONE = np.zeros(0, dtype=np.int64)
_NEVER = np.zeros(0, dtype=np.bool_)
NO_INDICATORS = Indicators((), _NEVER, _NEVER, _NONE, _NONE, _NONE, np.zeros(0))
