"""Facts as companies have them, made up by a seed: every kind, unit, reference, place and period."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from symphonies.kernel import Calendar, Grain
from symphonies.platform.semantics import Direction
from symphonies.platform.vizier.facts import (
    Advice,
    Against,
    Chance,
    Driver,
    Fact,
    Level,
    Mover,
    Outlook,
    Reference,
    Shape,
    Share,
    Slice,
    Subject,
    Timespan,
    Unusual,
)

METRICS = {
    "corp.cash": ("Cash position", "money", Direction.UP, 5e7),
    "corp.revenue": ("Revenue", "money", Direction.UP, 8e6),
    "corp.fcf": ("Free cash flow", "money", Direction.UP, 1e6),
    "corp.ebitda_margin": ("EBITDA margin", "ratio", Direction.UP, 0.18),
    "corp.covenant": ("Covenant headroom", "ratio", Direction.UP, 0.4),
    "ar.dso": ("Days sales outstanding", "days", Direction.DOWN, 47.0),
    "ar.overdue": ("Overdue share", "ratio", Direction.DOWN, 0.12),
    "ar.overdue_amount": ("Overdue receivables", "money", Direction.DOWN, 4e6),
    "audit.findings": ("Open findings", "count", Direction.DOWN, 14.0),
    "corp.runway": ("Runway", "months", Direction.UP, 20.0),
    "con.renew_90": ("Renewals and notices in 90 days", "money", Direction.NONE, 5e7),
    "pay.fraud_bps": ("Payment fraud", "bps", Direction.DOWN, 3.0),
    "corp.leverage": ("Leverage", "number", Direction.DOWN, 2.1),
}
PLACES = {
    "entity.region": ["DACH", "Nordics", "UK", "APAC", "Southern Europe"],
    "customer.segment": ["Enterprise", "Mid-market", "Public sector"],
}
EVERYWHERE = frozenset(label for labels in PLACES.values() for label in labels)
ACTIONS = [
    ("Dun the ten largest late payers", "Collections"),
    ("Draw on the revolving facility", "Treasury"),
    ("Move the supplier payment run to its due day", "Accounts payable"),
]
CALENDAR = Calendar()


def world(seed: int) -> list[Fact]:
    """Return the facts of one page."""
    chance = Random(seed)
    chosen = chance.sample(sorted(METRICS), chance.randint(2, 8))
    facts: list[Fact] = [_level(chance, metric) for metric in chosen]
    money = [fact for fact in facts if fact.subject.unit in ("money", "days")]
    if money and chance.random() < 0.7:
        facts.append(_driver(chance, chance.choice(money)))
    if chance.random() < 0.6:
        facts.append(_unusual(chance, chance.choice(sorted(set(METRICS) - set(chosen)))))
    if chance.random() < 0.6:
        facts.append(_outlook(chance))
    if chance.random() < 0.5:
        facts.append(_chance(chance))
    if chance.random() < 0.7:
        facts.append(_advice(chance))
    return facts


def subject(chance: Random, metric: str, *, ahead: int = 0) -> Subject:
    """Return a metric in some place over some period; some days ahead for what is to come."""
    title, unit, direction, _ = METRICS[metric]
    grain = chance.choice([Grain.MONTH, Grain.MONTH, Grain.QUARTER])
    day = date(2026, chance.randint(1, 12), 1) + timedelta(days=ahead)
    period = CALENDAR.period_of(day, grain)
    scope: tuple[Slice, ...] = ()
    if chance.random() < 0.35:
        dimension = chance.choice(sorted(PLACES))
        label = chance.choice(PLACES[dimension])
        scope = (Slice(dimension, label, label),)
    label = CALENDAR.label(period.start, grain)
    currency = "EUR" if unit == "money" else None
    return Subject(metric, title, unit, currency, direction, Timespan(period, grain, label), scope)


def _value(chance: Random, metric: str) -> float:
    unit, size = METRICS[metric][1], METRICS[metric][3]
    value = size * chance.uniform(0.4, 1.8)
    if metric == "corp.fcf" and chance.random() < 0.4:
        value = -value
    return float(round(value)) if unit == "count" else value


def _level(chance: Random, metric: str) -> Level:
    value = _value(chance, metric)
    kinds = [kind for kind in (Against.PLAN, Against.YEAR, Against.PERIOD) if chance.random() < 0.75]
    references = tuple(Reference(kind, _value(chance, metric)) for kind in kinds)
    return Level(
        subject=subject(chance, metric),
        value=value,
        references=references,
        surprise=chance.uniform(0, 4),
    )


def _driver(chance: Random, level: Fact) -> Driver:
    assert isinstance(level, Level)
    size = METRICS[level.subject.metric][3]
    change = level.delta or size * 0.1
    dimension = chance.choice(sorted(PLACES))
    labels = chance.sample(PLACES[dimension], chance.randint(0, 3))
    shares = [
        Share(scope=(Slice(dimension, label, label),), value=change * chance.choice([0.5, 0.3, 0.2, -0.1]))
        for label in labels
    ]
    shares.sort(key=lambda share: abs(share.value), reverse=True)
    if shares and all(share.value * change < 0 for share in shares):
        shares = []
    against = level.reference.kind if level.reference else Against.PERIOD
    upstream = (Mover("pay.success", "Payment success"),) if shares and chance.random() < 0.3 else ()
    return Driver(
        subject=level.subject, change=change, against=against, shares=tuple(shares), upstream=upstream,
        single=chance.random() < 0.7, base=size, surprise=level.surprise,
    )  # fmt: skip


def _unusual(chance: Random, metric: str) -> Unusual:
    found = subject(chance, metric)
    size = METRICS[metric][3]
    low, high = size * 0.8, size * 1.2
    value = size * chance.choice([0.4, 0.5, 1.6, 1.9])
    since = found.span.period.start + timedelta(days=3)
    few = METRICS[metric][1] in ("ratio", "bps") and chance.random() < 0.3
    return Unusual(
        subject=found,
        value=value,
        low=low,
        high=high,
        since=since,
        few=few,
        chance=chance.uniform(0, 0.04),
        shape=chance.choice([Shape.LEVEL, Shape.LEVEL, Shape.TREND, Shape.MISSING, Shape.IMPOSSIBLE]),
    )


def _outlook(chance: Random) -> Outlook:
    now = _value(chance, "corp.cash")
    value = now * chance.uniform(0.6, 1.3)
    return Outlook(
        subject=subject(chance, "corp.cash", ahead=90),
        value=value,
        low=value * 0.85,
        high=value * 1.2,
        level=chance.choice([0.5, 0.8]),
        coverage=chance.choice([None, 0.78, 0.81]),
        now=now,
        is_lowest=chance.random() < 0.5,
        confidence=0.8,
        origin="cash",
    )


def _chance(chance: Random) -> Chance:
    return Chance(
        subject=subject(chance, "corp.cash", ahead=90),
        probability=chance.uniform(0.02, 0.95),
        limit=METRICS["corp.cash"][3] * 0.5,
        below=True,
        limit_title="the minimum",
        confidence=0.8,
        origin="cash",
    )


def _advice(chance: Random) -> Advice:
    gain = chance.uniform(5e4, 3e6)
    action, owner = chance.choice(ACTIONS)
    found = subject(chance, "corp.cash", ahead=14)
    due = found.span.period.last_day
    return Advice(
        subject=found, action=action, gain=gain, low=gain * 0.6, high=gain * 1.3, owner=owner, due_on=due
    )
