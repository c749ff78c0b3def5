"""Pay days learnt from a made-up company whose habits are known."""

from dataclasses import replace

import numpy as np
import pytest

from symphonies.platform.learning import HistoryTooShortError
from symphonies.suite.cfo.pinnacle.receipts import NO_DAY, Ledger, PayDayModel, Reductions, fit_pay_days
from symphonies.suite.cfo.pinnacle.receipts.explain import explain
from symphonies.suite.cfo.pinnacle.receipts.ledger import Ints

START = 19_000
CUT = START + 600
PROMPT, SLOW = 0, 1
FRESH_CUSTOMER = 40


def company(count: int = 1800, seed: int = 3) -> Ledger:
    """Returns invoices at 30 days: even customers pay 2 days late, odd ones 20; one in twenty is contested.

    Money comes from Monday to Friday; what is contested is paid 40 days later. The last customer is new.
    """
    rng = np.random.default_rng(seed)
    customer = rng.integers(0, 40, count)
    issued = np.sort(START + rng.integers(0, 660, count))
    customer[(issued > CUT - 5) & (rng.random(count) < 0.2)] = FRESH_CUSTOMER
    slow = customer % 2
    contested = rng.random(count) < 0.05
    late = np.where(slow == 1, 20, 2) + np.where(contested, 40, 0) + rng.normal(0, 3, count)
    paid = issued + 30 + np.rint(late).astype(np.int64)
    paid += np.array([0, 0, 0, 0, 0, 2, 1])[(paid + 3) % 7]
    amount = rng.lognormal(7, 1, count)
    disputed = np.where(contested, issued + 10, NO_DAY)
    nothing = np.full(count, NO_DAY)
    return Ledger(
        customer, issued, issued + 30, amount,
        Reductions(np.arange(count), paid, amount, np.ones(count, dtype=bool)),
        disputed, np.where(contested, paid - 2, NO_DAY), nothing, nothing,
        np.zeros(count, dtype=np.int64), ("DE",), {"segment": slow},
    )  # fmt: skip


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return company()


@pytest.fixture(scope="module")
def model(ledger: Ledger) -> PayDayModel:
    return fit_pay_days(ledger, CUT)


def open_on(ledger: Ledger, day: int) -> Ints:
    return np.flatnonzero(ledger.as_known(day).open_amount(day) > 0)


def took(ledger: Ledger, rows: Ints) -> Ints:
    return ledger.reductions.day[rows] - CUT


def test_bands_cover_what_they_say_on_what_came_later(ledger: Ledger, model: PayDayModel) -> None:
    rows = open_on(ledger, CUT)
    low, high = model.predict(ledger, CUT, rows).band(0.8)
    came = took(ledger, rows)
    assert 0.7 <= np.mean((came >= low) & (came <= high)) <= 0.92


def test_expected_days_are_near_what_came(ledger: Ledger, model: PayDayModel) -> None:
    rows = open_on(ledger, CUT)
    error = np.abs(model.predict(ledger, CUT, rows).day(0.5) - took(ledger, rows))
    assert np.median(error) <= 3.0


def test_chances_rise_to_at_most_one_and_days_sum_to_them(ledger: Ledger, model: PayDayModel) -> None:
    told = model.predict(ledger, CUT, open_on(ledger, CUT), horizon=96)
    assert (np.diff(told.by_edge, axis=1) >= 0).all()
    assert (told.by_edge <= 1).all()
    np.testing.assert_allclose(
        told.by_day.sum(axis=1), told.within(np.full(len(told.by_day), 96.0)), atol=1e-9
    )


def test_no_money_is_expected_on_days_on_which_none_ever_came(ledger: Ledger, model: PayDayModel) -> None:
    told = model.predict(ledger, CUT, open_on(ledger, CUT))
    weekend = (CUT + 1 + np.arange(91) + 3) % 7 >= 5
    assert told.by_day[:, weekend].sum() < 1e-3 * told.by_day.sum()


def test_nothing_that_comes_later_changes_the_answer(ledger: Ledger, model: PayDayModel) -> None:
    later = ledger.reductions.day > CUT
    other = replace(
        ledger,
        reductions=replace(ledger.reductions, day=ledger.reductions.day + np.where(later, 77, 0)),
        disputed=np.where(ledger.disputed > CUT, CUT + 1, ledger.disputed),
        amount=np.where(ledger.issued > CUT, 1.0, ledger.amount),
    )
    assert fit_pay_days(other, CUT).booster == model.booster
    rows = open_on(ledger, CUT)
    np.testing.assert_array_equal(
        model.predict(other, CUT, rows).by_edge, model.predict(ledger, CUT, rows).by_edge
    )


def test_a_customer_never_seen_is_expected_to_pay_like_its_segment(
    ledger: Ledger, model: PayDayModel
) -> None:
    fresh = np.flatnonzero((ledger.customer == FRESH_CUSTOMER) & (ledger.issued <= CUT))
    told = model.predict(ledger, CUT, fresh[:1]).day(0.5)[0]
    assert abs(told + CUT - (ledger.due[fresh[0]] + 2)) <= 4


def test_parts_of_an_explanation_add_up_and_name_the_cause(ledger: Ledger, model: PayDayModel) -> None:
    rows = open_on(ledger, CUT)
    contested = rows[(ledger.disputed[rows] <= CUT) & (ledger.resolved[rows] > CUT)][0]
    slow = rows[(ledger.customer[rows] % 2 == SLOW) & (ledger.disputed[rows] > CUT)][-1]
    for row, cause in ((contested, {"dispute"}), (slow, {"habit", "segment"})):
        told = explain(model, ledger, CUT, int(row))
        assert told.typical + sum(told.parts.values()) == pytest.approx(told.days, abs=1e-6)
        assert max(told.parts, key=lambda name: told.parts[name]) in cause | {"wait"}
        assert sum(told.parts[name] for name in cause) > 3


def test_too_few_payments_are_told_with_how_many_are_needed() -> None:
    with pytest.raises(HistoryTooShortError, match="10 of 60"):
        fit_pay_days(company(10), CUT + 500)
