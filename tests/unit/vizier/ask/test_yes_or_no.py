"""Clauses that name a side of a yes-or-no dimension, splits by one, and words that only explain."""

from __future__ import annotations

import pytest

from symphonies.platform.semantics import Unit
from symphonies.platform.vizier.ask.language import tokenise
from symphonies.platform.vizier.ask.linking.values import ValueIndex
from symphonies.platform.vizier.ask.parsing.called import called_at
from symphonies.platform.vizier.ask.parsing.rewording.by_how import said_by_how
from symphonies.platform.vizier.ask.parsing.rewording.examples import without_examples
from symphonies.platform.vizier.ask.parsing.rewording.prefaces import without_prefaces
from symphonies.platform.vizier.ask.parsing.rewording.yes_or_no import split_by_both_sides
from tests.unit.vizier.ask.world import DATES, LEXICON, metric, vocabulary, words

DIMENSIONS = (
    ("severity",),
    ("supplier",),
    ("supplier", "country"),
    ("auto", "renew"),
    ("paid",),
    ("caption",),
)
METRICS = [metric(f"a.{title}", title, Unit.COUNT) for title in ("Findings", "Policies")]
VALUES = ValueIndex(LEXICON)
VALUES.flags.add(("a.policy", "auto_renew"), "auto renew", ["roll over automatically"])
VALUES.flags.add(("a.claim", "mitigated"), "mitigated", no=["bare"])
VALUES.flags.add(("a.control", "key_control"), "key control")
VALUES.add(("a.account", "caption"), [("Personnel", "Personnel"), ("Premises", "Premises")])
VALUES.add(("a.test", "result"), [("bad", "bad")], also={"bad": ["failed"]})
VOCABULARY = vocabulary(METRICS, VALUES, DIMENSIONS)


def side(text: str) -> list[tuple[str, str]]:
    return [(flag.column[1], flag.key) for flag in VALUES.flags.fit(words(text))]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("auto-renewing", [("auto_renew", "true")]),
        ("renewed automatically", [("auto_renew", "true")]),
        ("automatic renewal", [("auto_renew", "true")]),
        ("renewal that is automatic", [("auto_renew", "true")]),
        ("rolls over automatically", [("auto_renew", "true")]),
        ("mitigation", [("mitigated", "true")]),
        ("unmitigated", [("mitigated", "false")]),
        ("bare", [("mitigated", "false")]),
        ("controls that aren't key controls", []),
        ("auto-renewing versus not auto-renewing", []),
        ("renewed", []),
    ],
)
def test_a_side_is_known_by_any_form_and_order_of_its_words(said: str, meant: list[tuple[str, str]]) -> None:
    assert side(said) == meant


def test_a_value_is_known_by_what_else_it_is_called() -> None:
    assert [term.key for term in VALUES.fit(("failed",))] == ["bad"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("policies, auto-renewing or not", "policies, by auto renew"),
        ("policies with and without automatic renewal", "policies by auto renew"),
        ("policies by whether they renew automatically", "policies by auto renew"),
        ("claims, mitigated vs unmitigated", "claims, by mitigated"),
        ("claims mitigated vs not mitigated", "claims by mitigated"),
        ("policies that will not renew automatically", "policies that not renew automatically"),
        ("claims mitigated or paid", "claims mitigated or paid"),
        ("did we mitigate it", "did we mitigate it"),
    ],
)
def test_both_sides_split(said: str, meant: str) -> None:
    assert [
        token.stem for token in split_by_both_sides(tokenise(said, LEXICON.spelling), VOCABULARY)
    ] == words(meant)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("findings by how severe they are", "findings by severity"),
        ("findings by where the supplier is based", "findings by supplier country"),
    ],
)
def test_how_and_where_something_is_splits(said: str, meant: str) -> None:
    assert [token.stem for token in said_by_how(tokenise(said), VOCABULARY)] == words(meant)


def test_a_manner_of_which_there_is_no_dimension_stays_unknown() -> None:
    stems = [token.stem for token in said_by_how(tokenise("findings by how nice they are"), VOCABULARY)]
    assert not VOCABULARY.known(stems[-1])
    assert not LEXICON.empty(stems[-1])
    assert stems[-1] not in LEXICON.aside


@pytest.mark.parametrize(
    ("said", "kept", "aside"),
    [
        (
            "findings by caption (personnel, premises and so on)",
            "findings by caption",
            ["personnel premises and so on"],
        ),
        ("findings by caption, e.g. personnel", "findings by caption", ["e.g. personnel"]),
        ("findings by caption: personnel, premises", "findings by caption personnel, premises", []),
        ("findings such as personnel", "findings such as personnel", []),
    ],
)
def test_examples_limit_nothing(said: str, kept: str, aside: list[str]) -> None:
    found, examples = without_examples(tokenise(said), VOCABULARY)
    assert ([token.stem for token in found], examples) == (words(kept), aside)


def test_what_somebody_heard_is_set_aside_but_what_limits_is_not() -> None:
    said = tokenise("I'm told nobody reads them. How many findings?", LEXICON.spelling)
    assert without_prefaces(said, VOCABULARY, DATES)[1] == ["I m told nobody reads them"]
    said = tokenise("I'm told nobody reads them in Personnel. How many findings?", LEXICON.spelling)
    assert without_prefaces(said, VOCABULARY, DATES)[1] == []


def test_what_calls_a_value_is_found() -> None:
    assert called_at(words("rated as high"), 2) == 0
    assert called_at(words("findings as high"), 2) is None


@pytest.mark.parametrize(
    ("said", "stems"),
    [("A/R w/o us", ["ar", "without", "us"]), ("y/y i.e. a", ["y", "to", "y", "that", "a"])],
)
def test_short_forms_with_signs_inside_are_one_word(said: str, stems: list[str]) -> None:
    assert words(said) == stems
