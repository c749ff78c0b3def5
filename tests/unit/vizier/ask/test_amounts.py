"""Amounts in words and digits."""

from __future__ import annotations

import pytest

from symphonies.platform.vizier.ask.language import amount_at, load_lexicon, supposed_at, tokenise


@pytest.mark.parametrize(
    ("text", "value", "unit", "currency"),
    [
        ("1m", 1_000_000, None, None),
        ("500k", 500_000, None, None),
        ("EUR 2 million", 2_000_000, "money", "EUR"),
        ("250,000 euros", 250_000, "money", "EUR"),
        ("$5m", 5_000_000, "money", "USD"),
        ("10%", 0.1, "ratio", None),
        ("98 percent", 0.98, "ratio", None),
        ("45 days", 45, "days", None),
        ("two million", 2_000_000, None, None),
        ("a quarter of a million", 250_000, None, None),
        ("three quarters of a million", 750_000, None, None),
        ("half a million euros", 500_000, "money", "EUR"),
        ("two and a half million", 2_500_000, None, None),
        ("a million and a half", 1_500_000, None, None),
        ("a couple of million", 2_000_000, None, None),
        ("a hundred thousand", 100_000, None, None),
        ("200 grand", 200_000, None, None),
    ],
)
def test_amounts(text: str, value: float, unit: str | None, currency: str | None) -> None:
    found = amount_at(tokenise(text), 0, load_lexicon())
    assert found is not None
    assert (found.value, found.unit, found.currency) == (value, unit, currency)


def test_a_year_before_months_is_no_amount_of_months() -> None:
    found = amount_at(tokenise("2026 months"), 0, load_lexicon())
    assert found is not None
    assert found.unit is None


@pytest.mark.parametrize(
    ("text", "value", "unit"), [("a week", 7, "days"), ("two months", 60, "days"), ("a tenth", 0.1, "ratio")]
)
def test_what_is_supposed_to_change_by_so_much(text: str, value: float, unit: str) -> None:
    found = supposed_at(tokenise(text), 0, load_lexicon())
    assert found is not None
    assert (found.value, found.unit) == (value, unit)
