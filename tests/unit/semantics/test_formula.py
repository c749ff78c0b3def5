from __future__ import annotations

import pytest

from symphonies.kernel import Grain
from symphonies.platform.semantics import FormulaInvalidError
from symphonies.platform.semantics.catalog.formula import (
    Binary,
    Call,
    Negation,
    Number,
    Reference,
    parse_formula,
    references,
)
from symphonies.platform.semantics.catalog.words import in_words


def read(text):
    return parse_formula(text, "here")


def test_products_bind_closer_than_sums_and_both_to_the_left():
    a, b, c = (Reference(f"x.{name}", place) for name, place in (("a", 0), ("b", 6), ("c", 12)))
    assert read("x.a - x.b * x.c") == Binary("-", a, Binary("*", b, c))
    assert read("x.a / x.b / x.c") == Binary("/", Binary("/", a, b), c)


def test_functions_take_metrics_counts_and_grains():
    assert read("trailing(x.a, 3, month)") == Call("trailing", (Reference("x.a", 9),), 3, Grain.MONTH)
    assert read("count_back(x.a, x.b, 12)") == Call(
        "count_back", (Reference("x.a", 11), Reference("x.b", 16)), 12
    )
    assert read("-2.5 * days()") == Binary("*", Negation(Number(2.5)), Call("days", ()))


@pytest.mark.parametrize(
    ("text", "position", "told"),
    [
        ("x.a +", 6, "found 'the end'"),
        ("x.a x.b", 5, "found 'x.b'"),
        ("(x.a", 5, "expected ')'"),
        ("trailing(x.a, 0, month)", 15, "whole number"),
        ("trailing(x.a, 3, mnoth)", 18, "takes a grain"),
        ("trialing(x.a, 3, month)", 1, "unknown function"),
        ("sales", 1, "neither a metric id nor a function"),
        ("x.a $ 2", 4, "cannot read '$ 2'"),
        ("", 1, "found 'the end'"),
        ("trailing(x.a)", 13, "expected ','"),
    ],
)
def test_errors_say_where(text, position, told):
    with pytest.raises(FormulaInvalidError, match="here: ") as caught:
        read(text)
    assert caught.value.facts["position"] == position
    assert told in caught.value.message


@pytest.mark.parametrize(
    ("text", "hint"), [("trialing(x.a, 3, month)", "'trailing'"), ("trailing(x.a, 3, mnoth)", "'month'")]
)
def test_errors_name_near_misses(text, hint):
    with pytest.raises(FormulaInvalidError) as caught:
        read(text)
    assert hint in caught.value.hint


def test_references_come_in_order():
    assert [each.metric for each in references(read("x.b / coalesce(x.a, -x.c)"))] == ["x.b", "x.a", "x.c"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("(x.a - x.b) / x.c", "(A − B) ÷ C"),
        ("x.a - (x.b - x.c)", "A − (B − C)"),
        ("x.a * 100", "A × 100"),
        (
            "trailing(x.a, 3, month) * trailing_days(3, month)",
            "A over the last 3 months × days of the last 3 months",
        ),
        ("to_date(x.a, year) - offset(x.a, 1, year)", "A year to date − A year before"),
        (
            "greatest(abs(x.a), least(x.b, days()))",
            "the larger of |A| and the smaller of B and days of the period",
        ),
        ("coalesce(x.a, 0)", "A, else 0"),
    ],
)
def test_in_words(text, words):
    assert in_words(read(text), lambda name: name[-1].upper()) == words
