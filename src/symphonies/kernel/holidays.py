"""Public holidays by country."""

from __future__ import annotations

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=1024)
def public_holidays(country: str, first_year: int, last_year: int) -> frozenset[date]:
    """Return the nation-wide public holidays of some years; none for a country that is not known.

    Args:
        country: ISO 3166 code of two letters.
        first_year: the first of the years.
        last_year: the last of them, included.
    """
    import holidays

    if country not in holidays.list_supported_countries():
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=range(first_year, last_year + 1)))


@lru_cache(maxsize=1024)
def named_holiday(country: str, name: str, year: int) -> date | None:
    """Return the day of a holiday in a year, by its English name; None where a country has none.

    Args:
        country: ISO 3166 code of two letters.
        name: the whole name.
        year: the year.
    """
    import holidays

    if country not in holidays.list_supported_countries():
        return None
    wanted = [
        each
        for each in ("public", "unofficial")
        if each in holidays.country_holidays(country).supported_categories
    ]
    kept = holidays.country_holidays(country, years=year, language="en_US", categories=wanted)
    return next(iter(kept.get_named(name, lookup="exact")), None)
