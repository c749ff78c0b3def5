"""The guard against leaks: nothing may be used that was not known yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from symphonies.platform.learning.errors import LeakError

if TYPE_CHECKING:
    import pandas as pd


def refuse_later(features: pd.DataFrame, known_on: Mapping[str, Any], cut: date | pd.Series) -> pd.DataFrame:
    """Returns the features when each was known on the cut.

    Args:
        features: one row a case; every column must be told when it became known.
        known_on: by column: a date, or for each row a date (``NaT`` where there is no value).
        cut: the last known day; or for each row the day of its own prediction.

    Raises:
        LeakError: a feature is dated after the cut, or is not dated.
    """
    import pandas as pd

    undated = [str(name) for name in features.columns if name not in known_on]
    if undated:
        raise LeakError(
            f"{_named(undated)} no date on which it became known.",
            hint="Date every feature, with the day its value could first be read.",
            features=undated,
        )
    limit = pd.to_datetime(pd.Series(cut, index=features.index))
    for name in features.columns:
        dated = pd.to_datetime(pd.Series(known_on[name], index=features.index))
        late = (dated.isna() | (dated > limit)) & features[name].notna()
        if late.any():
            first = int(late.to_numpy().argmax())
            refuse(str(name), int(late.sum()), dated.iloc[first], limit.iloc[first])
    return features


def refuse(name: str, rows: int, known: Any, cut: Any) -> None:
    """Raises the error of a feature that was not known.

    Raises:
        LeakError: always.
    """
    when = _day(known) if hasattr(known, "day") and known == known else "without a day"  # noqa: PLR0124
    raise LeakError(
        f"{name!r} was not known on {_day(cut)}: it is dated later in {rows} "
        f"{'row' if rows == 1 else 'rows'}, the first {when}.",
        hint="Leave it out, mask it until its day, or say that it was planned ahead.",
        features=[name],
    )


def _day(value: Any) -> str:
    return value.isoformat()[:10] if hasattr(value, "isoformat") else str(value)


def _named(names: list[str]) -> str:
    return f"{', '.join(map(repr, names))} {'has' if len(names) == 1 else 'have'}"
