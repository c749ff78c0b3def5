"""Questions about the days to come: which lever, by how much, at whom; in English and German."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from symphonies.platform.vizier.foresight import Look, Move, Unclear, WhatIf, load_speech, read_question
from symphonies.platform.vizier.foresight.amounts import number

SPEECH = load_speech(Path("src/symphonies/suite/cfo/foresight/cash.yaml"))
NAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "customer": {"C1": ("Mistral Schools Inc",), "C2": ("Ochre and Sons GmbH",), "C3": ("Mistral Foods AG",)},
    "supplier": {"S1": ("Nordic Steel AB",)},
    "currency": {"EUR": ("EUR", "Euro"), "USD": ("USD", "Dollar", "$"), "GBP": ("GBP", "Pound")},
    "rate": {"EURIBOR": ("EURIBOR",)},
    "invoice": {"INV-17": ("INV-17",)},
}


class Fake:
    """Speaks as the cash engine does and knows a handful of names."""

    speech = SPEECH
    metrics = ("corp.cash",)

    def targets(self, kind: str, _text: str, _view: object) -> Mapping[str, tuple[str, ...]]:
        return NAMES[kind]


FAKE = Fake()


def read(text: str) -> WhatIf | Look | None:
    return read_question(text, cast("Any", [FAKE]), cast("Any", None))


def moves(text: str) -> tuple[Move, ...]:
    found = read(text)
    assert isinstance(found, WhatIf), found
    return tuple(Move(each.kind, round(each.value, 9), each.targets) for each in found.moves)


@pytest.mark.parametrize(
    ("text", "kind", "value", "targets"),
    [
        ("what if DSO rises by 5 days", "dso", 5, ()),
        ("What happens if customers pay two weeks later?", "dso", 14, ()),
        ("what if we collect 10 days faster", "dso", -10, ()),
        ("what if DSO goes from 45 to 60 days", "dso", 15, ()),
        ("what if DSO improves by 3 days", "dso", -3, ()),
        ("Was wäre, wenn die Kunden 5 Tage später zahlen?", "dso", 5, ()),
        ("what would happen if we pay suppliers a week later?", "dpo", 7, ()),
        ("if customers pay a week later", "dso", 7, ()),
        ("if sales drop by 10 percent, what happens to cash?", "demand", -0.1, ()),
        ("suppose demand drops 10%", "demand", -0.1, ()),
        ("was passiert, wenn der Umsatz um 2,5 Prozent sinkt", "demand", -0.025, ()),
        ("what if sales double", "demand", 1.0, ()),
        ("what if we raise prices by 3 percent", "price", 0.03, ()),
        ("what if EUR/USD falls 5 %", "fx", -0.05, ("EUR", "USD")),
        ("what if the dollar weakens by 5 percent", "fx", -0.05, ("USD",)),
        ("what if interest rates rise by 50 basis points", "rates", 0.005, ()),
        ("what if EURIBOR rises by 1 percentage point", "rates", 0.01, ("EURIBOR",)),
        ("what if costs are 3% higher", "cost", 0.03, ()),
        ("what if Mistral Schools Inc defaults", "default", 1, ("C1",)),
        ("what if Ochre and Sons goes bust?", "default", 1, ("C2",)),
        ("what if Nordic Steel cannot deliver for 4 weeks", "outage", 4, ("S1",)),
        ("what if invoice INV-17 is paid 20 days late", "invoice", 20, ("INV-17",)),
        ("what if we delay investments by 2 months", "capex", 60, ()),
        ("what if we freeze hiring", "hiring_freeze", 1, ()),
        ("What if our customers paid us a week later than they do now?", "dso", 7, ()),
        ("if we paid our suppliers five days later, where would cash go?", "dpo", 5, ()),
        ("what happens to cash if we stretch suppliers by 15 days", "dpo", 15, ()),
        ("suppose our suppliers want to be paid 7 days sooner", "dpo", -7, ()),
        ("what if demand comes in 10% light?", "demand", -0.1, ()),
        ("what if sales plunge by 5 percent", "demand", -0.05, ()),
        ("What happens to our cash if customers pay ten days later?", "dso", 10, ()),
        ("What would happen to cash if DSO went up 5 days?", "dso", 5, ()),
        ("what would a 5% fall in demand mean for our liquidity?", "demand", -0.05, ()),
        ("how does cash change if USD drops 10 percent", "fx", -0.1, ("USD",)),
    ],
)
def test_a_lever_an_amount_and_whom_it_is_aimed_at(
    text: str, kind: str, value: float, targets: tuple[str, ...]
) -> None:
    assert moves(text) == (Move(kind, value, targets),)


def test_two_levers_of_one_question() -> None:
    found = moves("what if demand falls by 10 % and customers pay 5 days later")
    assert found == (Move("demand", -0.1), Move("dso", 5))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("when is cash lowest?", "low_point"),
        ("when will our cash hit bottom", "low_point"),
        ("Wann ist unsere Liquidität am niedrigsten?", "low_point"),
        ("will we breach the covenant", "covenant"),
        ("how much headroom do we have before we break a covenant?", "covenant"),
        ("how long is our runway", "runway"),
        ("when do we run out of cash?", "runway"),
        ("what is the risk that cash falls below the floor", "floor"),
    ],
)
def test_what_is_foretold(text: str, topic: str) -> None:
    found = read(text)
    assert isinstance(found, Look)
    assert found.topic == topic


@pytest.mark.parametrize(
    "text",
    [
        "revenue last quarter",
        "when was cash lowest last year",
        "cash by bank",
        "which contracts let customers pay after 60 days?",
        "why did DSO rise in September?",
        "lowest gross margin by segment",
        "What would a 5% fall in revenue mean for EBITDA?",
        "what does overdue mean",
        "x" * 5000,
    ],
)
def test_questions_of_another_sort_are_left_to_others(text: str) -> None:
    assert read(text) is None


def test_a_lever_that_is_not_there_is_refused_with_those_there_are() -> None:
    with pytest.raises(Unclear) as told:
        read("what if the moon falls on the office?")
    assert told.value.refused
    assert "what if demand falls by 10 %?" in told.value.choices


@pytest.mark.parametrize(
    "text",
    [
        "what if DSO rises?",
        "what if DSO rises by 5 %",
        "what if DSO is 60 days?",
        "what if demand falls 3 weeks",
    ],
)
def test_by_how_much_is_asked_where_it_is_not_said(text: str) -> None:
    with pytest.raises(Unclear) as told:
        read(text)
    assert not told.value.refused
    assert told.value.choices


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,000.5", 1000.5),
        ("1.000,5", 1000.5),
        ("2,5", 2.5),
        ("2.5", 2.5),
        ("1.000", 1000),
        ("1,000,000", 1e6),
    ],
)
def test_numbers_as_they_are_written_in_two_languages(text: str, value: float) -> None:
    assert number(text) == value


def test_a_share_that_neither_rises_nor_falls_is_asked_back() -> None:
    with pytest.raises(Unclear, match="rise or fall"):
        read("what if sales moved by 10 percent")


def test_what_is_asked_of_the_forecast_is_asked_of_it_if_nothing_changes() -> None:
    assert read("If nothing changes, how many months before we run out of cash?") == Look(
        cast("Any", FAKE), "runway"
    )
