"""Sentences of contracts to typed obligations."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symphonies.platform.retrieval import Kind, Obligation, Unit, extract
from symphonies.platform.retrieval.obligations.numbers import in_words

PAYMENT = [
    ("The Customer shall pay each invoice within sixty (60) days of receipt.", 60, Unit.DAYS),
    ("Payment terms: net 60.", 60, Unit.DAYS),
    (
        "All undisputed amounts are payable no later than forty-five days after the invoice date.",
        45,
        Unit.DAYS,
    ),
    ("Invoices fall due 30 days after they are received.", 30, Unit.DAYS),
    ("Buyer will settle invoices within two months.", 2, Unit.MONTHS),
    ("Client pays within one hundred and twenty (120) calendar days.", 120, Unit.DAYS),
    ("The customer may pay up to 75 business days after delivery note.", 75, Unit.DAYS),
]


def told(sentence: str) -> list[Obligation]:
    return list(extract(sentence))


@pytest.mark.parametrize(("sentence", "value", "unit"), PAYMENT)
def test_payment_terms(sentence: str, value: float, unit: Unit) -> None:
    (found,) = told(sentence)
    assert (found.kind, found.value, found.unit, found.party) == (Kind.PAYMENT_TERM, value, unit, "customer")
    assert found.sentence == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "The Supplier may terminate this agreement if payment is 30 days overdue.",
        "The Supplier shall issue its invoice within 10 days of the end of the month.",
        "If the Customer does not pay within 30 days, the Supplier may suspend the service.",
        "A breach must be remedied within 30 days of notice.",
        "The warranty period is two years.",
        "The meeting was attended by sixty people.",
    ],
)
def test_other_spans_of_time_are_no_payment_terms_nor_notice(sentence: str) -> None:
    assert told(sentence) == []


def test_renewal_and_notice_in_one_sentence() -> None:
    renewal, notice = told(
        "It renews automatically for successive terms of twelve months unless either party gives "
        "ninety (90) days' written notice before the end of a term."
    )
    assert (renewal.kind, renewal.value, renewal.unit, renewal.automatic) == (
        Kind.RENEWAL,
        12,
        Unit.MONTHS,
        True,
    )
    assert (notice.kind, notice.value, notice.unit, notice.party) == (
        Kind.NOTICE_PERIOD,
        90,
        Unit.DAYS,
        "either",
    )


def test_dates_of_the_end() -> None:
    for text in ("31 December 2027", "December 31, 2027", "the 31st of December 2027", "2027-12-31"):
        (found,) = told(f"This agreement ends on {text}.")
        assert (found.kind, found.day, found.unit) == (Kind.END_DATE, date(2027, 12, 31), Unit.DATE)
    assert told("This agreement ends on 31 June 2027.") == []


def test_caps_of_liability() -> None:
    (money,) = told("The Supplier's aggregate liability shall not exceed EUR 1,500,000.")
    assert (money.kind, money.value, money.currency, money.party) == (
        Kind.LIABILITY_CAP, 1_500_000, "EUR", "supplier",
    )  # fmt: skip
    (short,) = told("Liability is limited to £2.5 million.")
    assert (short.value, short.currency) == (2_500_000, "GBP")
    (share,) = told("Total liability is capped at 150 % of the annual fees.")
    assert (share.value, share.unit) == (150, Unit.PERCENT)
    (none,) = told("The liability of the Supplier is unlimited.")
    assert (none.kind, none.value, none.unit) == (Kind.LIABILITY_CAP, None, Unit.NONE)


def test_rebates_and_indexation() -> None:
    (rebate,) = told("The Customer receives a volume rebate of five percent (5 %) on annual spend.")
    assert (rebate.kind, rebate.value) == (Kind.REBATE, 5)
    (index,) = told("Fees are adjusted each January by 2.5% in line with inflation.")
    assert (index.kind, index.value) == (Kind.INDEXATION, 2.5)
    (bare,) = told("The rent follows the consumer price index.")
    assert (bare.kind, bare.unit) == (Kind.INDEXATION, Unit.NONE)


def test_words_hold_against_digits_and_it_is_told() -> None:
    (found,) = told("The Customer pays within sixty (90) days.")
    assert (found.value, found.doubtful) == (60, True)


def test_months_compare_with_days() -> None:
    (found,) = told("Buyer will settle invoices within two months.")
    assert found.days == 60


ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


@given(st.integers(1, 9), st.integers(2, 9), st.integers(1, 9), st.booleans())
def test_words_say_what_they_say(hundreds: int, tens: int, ones: int, joined: bool) -> None:
    text = f"{ONES[hundreds - 1]} hundred{' and' if joined else ''} {TENS[tens - 2]}-{ONES[ones - 1]}"
    assert in_words(text) == 100 * hundreds + 10 * tens + ones
    assert in_words(f"{text} thousand") == 1000 * in_words(text)


@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    for found in extract(text):
        assert found.sentence == text
