"""What a follow-up keeps of the reading before it, changes, and lets go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from symphonies.platform.semantics import Op
from symphonies.platform.vizier.ask.language import Amount, Sense, load_lexicon, tokenise
from symphonies.platform.vizier.ask.linking import DimensionTerm, ValueIndex, ValueTerm
from symphonies.platform.vizier.ask.parsing import (
    MetricMention,
    Rank,
    Reading,
    Threshold,
    ValueMention,
    follow_up,
    leans,
)
from symphonies.platform.vizier.ask.parsing.others import of_others

LEXICON = load_lexicon("en")
OPEN, OVERDUE = (MetricMention((((name, None), 1.0),), name) for name in ("ap.open", "ap.overdue"))
SUPPLIER = DimensionTerm(("supplier",), ("supplier",))
CUSTOMER = DimensionTerm(("customer",), ("customer",))


def value(key: str, *, of: DimensionTerm | None = None, limits: bool = False) -> ValueMention:
    """Return a mention of a region."""
    return ValueMention(((ValueTerm(("party", "region"), key, key), 1.0),), key, of=of, limits=limits)


def before() -> Reading:
    """Return suppliers that are owed more than 250k, the first five."""
    limit = Threshold(Op.GT, Amount(250_000.0, None, None, 0))
    rank = Rank(5, Sense.TOP)
    return Reading(metrics=[OPEN], groups=[SUPPLIER], threshold=limit, rank=rank, plural=True)


def test_another_figure_asked_for_in_full_lets_limits_go_and_says_which() -> None:
    found = follow_up(before(), Reading(metrics=[OVERDUE], follows=True, anew=True))
    assert (found.threshold, found.rank, found.groups) == (None, None, [SUPPLIER])
    assert found.let_go == ["more than 250,000", "the first 5"]


def test_the_same_of_another_figure_keeps_limits() -> None:
    found = follow_up(before(), Reading(metrics=[OVERDUE], follows=True))
    assert (found.threshold, found.rank, found.let_go) == (before().threshold, before().rank, [])
    assert found.plural


def test_what_was_not_understood_before_is_said_to_be_left_out() -> None:
    found = follow_up(replace(before(), unknown=["flurble"]), Reading(groups=[CUSTOMER]))
    assert found.aside == ["flurble"]
    assert found.unknown == []


def test_a_value_is_of_whom_the_one_was_that_it_takes_the_place_of() -> None:
    first = replace(before(), values=[value("Nordics", of=CUSTOMER, limits=True)])
    found = follow_up(first, Reading(values=[value("DACH")]))
    assert found.values == [value("DACH", of=CUSTOMER, limits=True)]


def test_ones_are_of_what_is_listed() -> None:
    assert follow_up(before(), Reading(values=[value("DACH")], ones=True)).values == [
        value("DACH", of=SUPPLIER)
    ]
    assert follow_up(before(), Reading(values=[value("DACH")])).values == [value("DACH")]


def test_a_party_takes_over_what_limited_the_other() -> None:
    first = replace(before(), values=[value("UK", of=CUSTOMER)], groups=[CUSTOMER])
    assert follow_up(first, Reading(groups=[SUPPLIER])).values == [value("UK", of=SUPPLIER)]


def test_what_values_describe_is_no_split() -> None:
    now = Reading(values=[value("DACH", of=CUSTOMER)], mentioned=[CUSTOMER], described=[CUSTOMER])
    assert follow_up(before(), now).groups == [SUPPLIER]


def test_who_asks_for_others_than_were_listed() -> None:
    found = follow_up(before(), Reading(metrics=[OVERDUE], follows=True, asks={Sense.WHO}))
    assert found.groups == []


def test_words_nobody_knows_lean_only_where_they_point_back() -> None:
    assert leans(Reading(unknown=["late"], follows=True))
    assert not leans(Reading(unknown=["late"]))


@pytest.mark.parametrize(
    "question",
    ["and the other banks?", "the others", "everybody else", "what about the rest", "and those that don't"],
)
def test_others_are_read(question: str) -> None:
    found = of_others(tokenise(question, LEXICON.spelling), LEXICON.others, lambda _: Reading())
    assert found is not None
    assert found.others
    assert found.follows


@pytest.mark.parametrize(
    "question",
    ["other than Germany", "revenue on the other hand", "the others by region", "everyone", "not bad"],
)
def test_these_are_no_others(question: str) -> None:
    assert of_others(tokenise(question, LEXICON.spelling), LEXICON.others, lambda _: Reading()) is None


def test_others_of_a_figure_of_their_own_are_no_follow_up() -> None:
    said = tokenise("other revenue", LEXICON.spelling)
    assert of_others(said, LEXICON.others, lambda _: Reading(metrics=[OPEN])) is None


@pytest.mark.parametrize(
    ("said", "key"),
    [
        (("electronically",), "electronic"),
        (("release", "a", "payment"), "release payment"),
        (("approving", "a", "bill"), "approve bill"),
        (("sox",), "SOX 404"),
    ],
)
def test_values_have_other_forms(said: tuple[str, ...], key: str) -> None:
    index = ValueIndex(LEXICON)
    for column, keys in {
        "delivery": ("paper", "electronic"),
        "action": ("release payment", "approve bill"),
        "framework": ("SOX 404", "COSO"),
    }.items():
        index.add(("table", column), tuple((each, each) for each in keys))
    assert [term.key for term in index.fit(said)] == [key]


def test_values_are_not_read_into_other_words() -> None:
    index = ValueIndex(LEXICON)
    index.add(("table", "account"), (("3100", "Dividends payable"), ("3200", "Goodwill")))
    assert index.fit(("dividend", "paid")) == {}
    assert index.fit(("likely",)) == {}


def test_a_limit_is_reset_on_its_own_side() -> None:
    found = follow_up(before(), Reading(reset=Amount(500_000.0, None, None, 0, scaled=True), follows=True))
    assert found.threshold == Threshold(Op.GT, Amount(500_000.0, None, None, 0, scaled=True))
    assert found.rank == before().rank


def test_where_nothing_is_limited_a_bare_number_resets_the_rank() -> None:
    ranked = replace(before(), threshold=None)
    found = follow_up(ranked, Reading(reset=Amount(10.0, None, None, 0)))
    assert (found.rank, found.unknown) == (Rank(10, Sense.TOP), [])


def test_what_there_is_nothing_to_reset_by_is_not_understood() -> None:
    plain = Reading(metrics=[OPEN])
    found = follow_up(plain, Reading(reset=Amount(500_000.0, None, None, 0, scaled=True)))
    assert found.unknown == ["500,000"]
