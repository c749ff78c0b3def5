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
