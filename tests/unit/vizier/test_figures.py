"""Figures read as a board would say them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symphonies.platform.vizier.narrate import figure


@pytest.mark.parametrize(
    ("value", "unit", "currency", "said"),
    [
        (48_199_854.35, "money", "EUR", "€48.2m"),
        (-2_995_792.17, "money", "EUR", "\N{MINUS SIGN}€3.00m"),
        (999_600.0, "money", "USD", "$1.00m"),
        (186_000.0, "money", "GBP", "£186k"),
        (1_234_000_000.0, "money", "CHF", "CHF 1.23bn"),
        (0.1434, "ratio", None, "14.3%"),
        (1.0, "ratio", None, "100%"),
        (0.0, "ratio", None, "0%"),
        (420.02, "bps", None, "420 bp"),
        (47.5671, "days", None, "47.6 days"),
        (1.1335, "number", None, "1.13"),
        (161.24, "number", None, "161"),
        (16.124, "number", None, "16.1"),
        (14.0, "count", None, "14"),
        (20_392.0, "date", None, "31 Oct 2025"),
        (math.nan, "money", "EUR", "n/a"),
        (math.inf, "ratio", None, "n/a"),
    ],
)
def test_a_figure_is_short_and_carries_its_unit(
    value: float, unit: str, currency: str | None, said: str
) -> None:
    assert figure(value, unit, currency) == said


def test_figures_of_one_sentence_never_look_the_same() -> None:
    ends = (1.0978, 1.1099)
    said = [figure(value, "rate", apart=(1.1335, *ends)) for value in (1.1335, *ends)]
    assert said == ["1.13", "1.10", "1.11"]
    assert figure(1.1335, "rate", apart=(1.2, 1.4)) == "1.1"
    assert figure(2_000_000.0, "money", "EUR", apart=(2_000_000.0,)) == "€2.00m"


def test_differences_of_shares_are_points() -> None:
    assert figure(-0.042, "ratio", change=True) == "\N{MINUS SIGN}4.2 pp"


@given(st.floats(min_value=1e3, max_value=9e11))
def test_three_digits_never_stray_from_the_value(value: float) -> None:
    said = figure(value, "money", "EUR")
    step = {"k": 1e3, "m": 1e6, "n": 1e9}[said[-1]]
    read = float(said.strip("€bmnk")) * step
    assert read == pytest.approx(value, rel=0.006)
