"""The number check over sentences nobody composed: true ones stand, false ones do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import Direction
from symphonies.platform.vizier.check import Names, check
from symphonies.platform.vizier.facts import (
    Advice,
    Against,
    Chance,
    Driver,
    Fact,
    Level,
    Outlook,
    Reference,
    Share,
    Slice,
    Subject,
    Timespan,
)

OCTOBER = Timespan(Period(date(2026, 10, 1), date(2026, 11, 1)), Grain.MONTH, "2026-10")
QUARTER = Timespan(Period(date(2026, 10, 1), date(2027, 1, 1)), Grain.QUARTER, "2026 Q4")
JANUARY = Timespan(Period(date(2026, 11, 1), date(2027, 2, 1)), Grain.QUARTER, "next 13 weeks")
DACH, UK, NORDICS = (Slice("entity.region", name, name) for name in ("DACH", "UK", "Nordics"))
CASH = Subject("corp.cash", "Cash position", "money", "EUR", Direction.UP, OCTOBER, synonyms=("cash",))
LATER = Subject("corp.cash", "Cash position", "money", "EUR", Direction.UP, JANUARY, synonyms=("cash",))


def subject(metric: str, title: str, unit: str, span: Timespan = OCTOBER, *scope: Slice) -> Subject:
    up = Direction.DOWN if metric in ("ar.dso", "audit.findings") else Direction.UP
    return Subject(metric, title, unit, "EUR" if unit == "money" else None, up, span, scope)


FACTS: list[Fact] = [
    Level(
        subject=CASH,
        value=48.2e6,
        references=(Reference(Against.PLAN, 49.3e6), Reference(Against.YEAR, 40e6)),
    ),
    Level(
        subject=subject("ar.dso", "Days sales outstanding", "days", QUARTER),
        value=47.6,
        references=(Reference(Against.PLAN, 45.0), Reference(Against.PERIOD, 44.1)),
    ),
    Level(
        subject=subject("corp.ebitda_margin", "EBITDA margin", "ratio", OCTOBER, DACH),
        value=0.099,
        references=(Reference(Against.PLAN, 0.142),),
    ),
    Level(
        subject=subject("audit.findings", "Open findings", "count"),
        value=14,
        references=(Reference(Against.PERIOD, 17),),
    ),
    Level(
        subject=subject("corp.fcf", "Free cash flow", "money"),
        value=-1.06e6,
        references=(Reference(Against.PLAN, 2.52e6),),
    ),
    Driver(
        subject=CASH,
        change=-1.1e6,
        against=Against.PLAN,
        shares=(
            Share(scope=(DACH,), value=-0.8e6),
            Share(scope=(UK,), value=-0.4e6),
            Share(scope=(NORDICS,), value=0.1e6),
        ),
    ),
    Outlook(subject=LATER, value=31.2e6, low=25e6, high=38e6, level=0.8, coverage=0.79, now=48.2e6),
    Chance(subject=LATER, probability=0.07, limit=20e6, below=True, limit_title="the minimum"),
    Advice(
        subject=CASH,
        action="Dun the ten largest late payers",
        gain=0.42e6,
        low=0.25e6,
        high=0.6e6,
        owner="Collections",
        due_on=date(2026, 11, 14),
    ),
]
NAMES = Names(
    {"Revenue": "corp.revenue", "Overdue share": "ar.overdue"}, frozenset({"DACH", "UK", "Nordics", "APAC"})
)
SENTENCES = yaml.safe_load(Path(__file__).with_name("rewrites.yaml").read_text("utf-8"))


@pytest.mark.parametrize("sentence", SENTENCES["stands"])
def test_a_true_sentence_stands_however_it_is_put(sentence: str) -> None:
    verdict = check(sentence, FACTS, names=NAMES)
    assert verdict.stands, verdict.problems


@pytest.mark.parametrize("sentence", SENTENCES["falls"])
def test_a_false_sentence_does_not(sentence: str) -> None:
    assert not check(sentence, FACTS, names=NAMES).stands
