"""Sentences say what the facts say, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symphonies.platform.semantics import Direction
from symphonies.platform.vizier import Fact, figure, headline, sentence, surprise

CASH = Fact(
    "corp.cash", "Cash position", "money", "EUR", Direction.UP, date(2026, 10, 1), 48.2e6, target=49.29e6
)
DSO = Fact(
    "ar.dso", "Days sales outstanding", "days", None, Direction.DOWN, date(2026, 10, 1), 47.6, target=45.0
)


def test_a_fact_is_set_against_the_plan_before_anything_else() -> None:
    assert sentence(CASH).text == "Cash position is €48.2m, €1.09m below plan."
    assert sentence(replace(CASH, target=None, previous_year=40e6)).text == (
        "Cash position is €48.2m, €8.20m above a year ago."
    )
    assert sentence(replace(CASH, target=None)).text == "Cash position is €48.2m."


def test_good_is_the_direction_of_the_metric_not_the_sign() -> None:
    assert CASH.good is False
    assert DSO.good is False
    assert replace(DSO, target=50.0).good is True
    assert replace(DSO, direction=Direction.BAND).good is None


def test_the_headline_joins_the_subject_with_the_most_material_other_fact() -> None:
    calm = replace(DSO, metric="ar.dpo", title="DPO", target=47.5)
    said = headline([CASH, calm, replace(DSO, title="DSO", surprise=3.0)])
    assert said.text == "Cash position is €48.2m, €1.09m below plan; DSO is 47.6 days, 2.6 days above plan."
    assert {span.metric for span in said.spans if span.metric} == {"corp.cash", "ar.dso"}


def test_a_headline_never_passes_its_length_unless_the_subject_alone_does() -> None:
    long = replace(DSO, title="Days sales outstanding by the count-back method of the group")
    assert headline([CASH, long]).text == "Cash position is €48.2m, €1.09m below plan."


def test_without_facts_the_headline_says_so() -> None:
    assert headline([]).text == "No figures yet: connect a source to begin."


@given(
    st.floats(min_value=-1e9, max_value=1e9),
    st.one_of(st.none(), st.floats(min_value=-1e9, max_value=1e9)),
    st.sampled_from(["money", "ratio", "days", "count"]),
)
def test_every_number_in_a_sentence_is_a_figure_of_its_fact(
    value: float, target: float | None, unit: str
) -> None:
    fact = replace(CASH, value=value, target=target, unit=unit)
    said = sentence(fact)
    allowed = {figure(value, unit, "EUR")}
    if fact.delta is not None:
        allowed.add(figure(abs(fact.delta), unit, "EUR", change=True))
    assert {span.text for span in said.spans if span.metric} <= allowed
    assert not re.search(r"\d", "".join(span.text for span in said.spans if not span.metric))


@pytest.mark.parametrize(
    ("series", "expected"),
    [([1, 2, 3], 0.0), ([5, 5, 5, 5, 5, 9], 0.0), ([0, 1, 0, 1, 0, 3], pytest.approx(3 / (4 / 3) ** 0.5))],
)
def test_surprise_is_measured_in_the_habit_of_the_series(series: list[float], expected: float) -> None:
    assert surprise(series) == expected
