"""Contributions add up to the change, whatever the kind of the metric."""

from __future__ import annotations

from itertools import permutations
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symphonies.platform.vizier.explain import additive, mix_and_rate, settle, shapley, sources

AMOUNTS = st.dictionaries(st.sampled_from("abcdef"), st.floats(-1e6, 1e6, allow_subnormal=False), max_size=6)
SIZES = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 10_000).map(float), min_size=1, max_size=6)
RATES = st.lists(st.floats(0, 1), min_size=12, max_size=12)


@given(AMOUNTS, AMOUNTS)
def test_parts_of_a_sum_add_up_to_its_change_exactly(
    before: dict[str, float], after: dict[str, float]
) -> None:
    change = fsum(after.values()) - fsum(before.values())
    parts = settle(additive(before, after), change)
    assert fsum(parts.values()) == change or not parts or abs(fsum(parts.values()) - change) < 1e-9


@given(SIZES, SIZES, RATES)
def test_mix_and_rate_add_up_to_the_change_of_the_ratio(
    before: dict[str, float], after: dict[str, float], rates: list[float]
) -> None:
    tops = [
        {part: size * rates[place + 6 * side] for place, (part, size) in enumerate(sorted(sizes.items()))}
        for side, sizes in enumerate((before, after))
    ]
    found = mix_and_rate((tops[0], tops[1]), (before, after))
    change = fsum(tops[1].values()) / fsum(after.values()) - fsum(tops[0].values()) / fsum(before.values())
    assert fsum(part for pair in found.values() for part in pair) == pytest.approx(change, abs=1e-9)


def test_equal_rates_and_shifted_weights_are_mix_alone() -> None:
    found = mix_and_rate(({"a": 20, "b": 10}, {"a": 60, "b": 5}), ({"a": 100, "b": 100}, {"a": 300, "b": 50}))
    assert [rate for _, rate in found.values()] == pytest.approx([0, 0])
    # both gained or lost 5/14 - 1/2 of the weight, 5 points above and below the mean rate of the whole
    assert found["a"][0] > 0
    assert found["b"][0] > 0


def test_one_rate_that_rose_alone_is_rate_alone() -> None:
    found = mix_and_rate(
        ({"a": 10, "b": 10}, {"a": 20, "b": 10}), ({"a": 100, "b": 100}, {"a": 100, "b": 100})
    )
    assert found == {"a": (0.0, pytest.approx(0.05)), "b": (0.0, 0.0)}


def test_a_numerator_without_denominator_still_adds_up() -> None:
    found = mix_and_rate(({"a": 10, "b": 5}, {"a": 10}), ({"a": 100}, {"a": 50, "b": 20}))
    assert fsum(part for pair in found.values() for part in pair) == pytest.approx(10 / 70 - 15 / 100)


@given(st.lists(st.sets(st.integers(0, 12)), min_size=1, max_size=4))
def test_distinct_counts_are_shared_by_the_groups_that_hold_each(groups: list[set[int]]) -> None:
    players = list(range(len(groups)))
    found = shapley(players, lambda chosen: float(len(set().union(*(groups[each] for each in chosen)))))
    for player in players:
        shared = fsum(1 / sum(item in group for group in groups) for item in groups[player])
        assert found[player] == pytest.approx(shared)


def test_shapley_equals_the_mean_over_all_orders() -> None:
    worth = {"": 0.0, "a": 1.0, "b": 4.0, "c": 2.0, "ab": 9.0, "ac": 3.0, "bc": 4.0, "abc": 11.0}

    def value(chosen: frozenset[str]) -> float:
        return worth["".join(sorted(chosen))]

    orders = list(permutations("abc"))
    for player in "abc":
        gains = [
            value(frozenset(order[: order.index(player) + 1]))
            - value(frozenset(order[: order.index(player)]))
            for order in orders
        ]
        assert shapley("abc", value)[player] == pytest.approx(fsum(gains) / len(orders))


def test_too_many_players_are_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        shapley(range(9), len)


def test_the_source_is_where_most_entered() -> None:
    causes = {"shop": ["basket", "search"], "basket": ["stock"], "stock": ["pump"]}
    effects = {"shop": 10.0, "basket": 9.0, "stock": 8.5, "search": 0.2}
    strengths = {"shop": 9.0, "basket": 8.0, "stock": 7.0, "search": 1.0}
    found = sources("shop", causes, effects, strengths)
    assert [source.node for source in found] == ["stock", "shop", "basket"]
    assert "search" not in {source.node for source in found}


def test_a_circle_of_causes_is_walked_once() -> None:
    found = sources("a", {"a": ["b"], "b": ["a"]}, {"a": 3.0, "b": 2.0}, {"a": 5.0, "b": 5.0})
    assert {source.node for source in found} == {"a", "b"}
