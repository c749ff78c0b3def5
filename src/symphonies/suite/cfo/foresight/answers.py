"""Outcomes of the cash desk as sentences, rows and a chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from symphonies.platform.scenarios import Lever
from symphonies.platform.vizier import Band, Foretold, Speech, figure
from symphonies.suite.cfo.foresight.pages import pages_of, tables
from symphonies.suite.cfo.graphql.told import TITLES
from symphonies.suite.cfo.graphql.viewer import Viewer
from symphonies.suite.cfo.pinnacle.cash import Backtest
from symphonies.suite.cfo.pinnacle.desk import Answer
from symphonies.suite.cfo.pinnacle.explanation import Part
from symphonies.suite.cfo.pinnacle.levers import LEVERS
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.simulation import CovenantTest, Lasting, Outcome

_WEEK = 7
_NAMED = 3
_SMALL, _UNLIKELY = 0.0005, 0.05
_LEVEL = 0.8


@dataclass(frozen=True)
class Teller:
    """Tells outcomes to one viewer."""

    speech: Speech
    viewer: Viewer
    backtest: Backtest

    def what_if(self, answer: Answer) -> Foretold:
        """Return what levers do to the low point, and which drivers carry it."""
        position, before, after = answer.simulation.position, answer.simulation.baseline, answer.outcome
        said = " and ".join(self._said(lever, position) for lever in answer.levers)
        gap = after.low.median - before.low.median
        money = _Money(position)
        if abs(gap) < 100:
            lead = f"If {said}, the low point of cash stays at {money(after.low.median)}"
        else:
            way = "falls" if gap < 0 else "rises"
            lead = f"If {said}, the low point of cash {way} by {money(abs(gap))} to {money(after.low.median)}"
        lead += f", around {_day(position, after.low.day)}"
        if after.low.day != before.low.day:
            lead += f" instead of {_day(position, before.low.day)}"
        sentences = [f"{lead}.", _chance(before, after, money), *_breaches(position, before, after)]
        parts = [part for part in answer.against_baseline() if part.amount]
        if parts:
            sentences.append(f"The low point moves by {_named(parts, money)}.")
        sentences.append(_at_the_end(position, before, after, money))
        rows = _rows(position, after, before)
        moved = [f"{LEVERS[each.kind].title}: {LEVERS[each.kind].meaning}" for each in answer.levers]
        words = (*moved, *self._words(answer), "Baseline and what-if share the same luck, path by path.")
        title, others = f"Cash if {said}", ("baseline",)
        return self._told(" ".join(sentences), rows, words, title, position, others, answer.levers)

    def low_point(self, answer: Answer) -> Foretold:
        """Return when cash is lowest, how sure that is, and what leads there."""
        position, outcome = answer.simulation.position, answer.outcome
        low, money = outcome.low, _Money(position)
        when = _day(position, low.day)
        sentence = (
            f"Cash is lowest around {when}: {money(low.median)}, between {money(low.low)} and "
            f"{money(low.high)} in 4 of 5 cases; it stands at {money(outcome.opening)} now."
        )
        if low.first_day != low.last_day:
            first, last = _day(position, low.first_day), _day(position, low.last_day)
            sentence += f" Eight paths of ten are lowest between {first} and {last}."
        parts = [part for part in answer.level() if part.name != "opening" and part.amount]
        if parts:
            sentence += f" On the way there: {_named(parts, money)}."
        return self._course(sentence, answer)

    def floor(self, answer: Answer) -> Foretold:
        """Return how likely cash falls below the floor."""
        position, outcome = answer.simulation.position, answer.outcome
        money, days = _Money(position), answer.simulation.settings.horizon
        chance = _percent(outcome.chance_below_ever)
        floor = money(outcome.floor)
        sentence = f"The chance of cash falling below the floor of {floor} within {days} days is {chance}"
        worst = int(outcome.chance_below.argmax()) + 1
        if outcome.chance_below_ever >= _SMALL:
            most = _percent(float(outcome.chance_below[worst - 1]))
            sentence += f"; it is highest on {_day(position, worst)}, with {most}"
        return self._course(f"{sentence}.", answer)

    def runway(self, answer: Answer) -> Foretold:
        """Return how long cash stays above the floor in the worst fifth of cases, and in the middle one."""
        position, outcome = answer.simulation.position, answer.outcome
        floor, worst = _Money(position)(outcome.floor), outcome.runway.worst
        last = _day(position, answer.simulation.settings.horizon)
        if worst.known is None:
            sentence = (
                f"Cash stays above the floor of {floor} as far as I look, to {last}, also in the worst fifth "
                f"of cases; the chance of falling below it is {_percent(outcome.chance_below_ever)}."
            )
        else:
            day = _day(position, int(worst.days))
            sentence = (
                f"In the worst fifth of cases cash stays above the floor of {floor} for {_days(worst)} on "
                f"average, to {day}; in the middle fifth for {_days(outcome.runway.middle)}."
            )
        return self._course(sentence, answer)

    def covenant(self, answer: Answer) -> Foretold:
        """Return how near each covenant is to its limit on each test day."""
        position, outcome = answer.simulation.position, answer.outcome
        days = answer.simulation.settings.horizon
        tests = outcome.covenants
        if not tests:
            gap = next((g for g in position.gaps if "covenant" in g.what.lower()), None)
            why = f": {gap.why}" if gap else ""
            sentence = f"No covenant is tested within {days} days that I can tell of{why}."
        else:
            worst = max(tests, key=lambda test: (test.breach_chance, -test.headroom[1]))
            name = position.covenants.names[worst.covenant]
            lead = "The chance of breaching a covenant"
            if worst.breach_chance < _UNLIKELY:
                lead = f"A breach of a covenant within {days} days is unlikely: the chance"
            sentence = (
                f"{lead} is highest for {name} on {_day(position, worst.day)}, with "
                f"{_percent(worst.breach_chance)}; {_value(position, worst)} is expected against "
                f"{_limit(position, worst)}."
            )
        rows = tuple(_test_row(position, test) for test in tests)
        columns = ("covenant", "on", "expected", "limit", "headroom", "chance of breach")
        return Foretold(
            sentence,
            rows,
            columns,
            self._words(answer),
            "Covenants",
            "ratio",
            notes=_notes(position),
            pages=pages_of(),
            lineage=tables(),
        )

    def course(self, answer: Answer) -> Foretold:
        """Return how cash goes on until the end of the horizon."""
        position, outcome = answer.simulation.position, answer.outcome
        money, low = _Money(position), outcome.low
        last = _day(position, answer.simulation.settings.horizon)
        bands = outcome.bands[:, -1].tolist()
        sentence = (
            f"Cash is expected to be {money(bands[2])} on {last}, between {money(bands[0])} and "
            f"{money(bands[4])} in 4 of 5 cases. It is lowest around {_day(position, low.day)}, "
            f"at {money(low.median)}."
        )
        return self._course(sentence, answer)

    def _course(self, sentence: str, answer: Answer) -> Foretold:
        position = answer.simulation.position
        rows = _rows(position, answer.outcome)
        return self._told(sentence, rows, self._words(answer), "Cash to come", position)

    def _told(
        self,
        sentence: str,
        rows: tuple[Mapping[str, Any], ...],
        words: tuple[str, ...],
        title: str,
        position: Position,
        others: tuple[str, ...] = (),
        levers: Sequence[Lever] = (),
    ) -> Foretold:
        others = (*others, "floor")
        return Foretold(
            sentence, rows, ("day", "middle", "low", "high", *others), words, title, "money",
            position.base_currency, Band("day", "middle", "low", "high", others), _notes(position),
            pages_of(levers), tables(),
        )  # fmt: skip

    def _words(self, answer: Answer) -> tuple[str, ...]:
        position, settings = answer.simulation.position, answer.simulation.settings
        models = ", ".join(position.models.values())
        return (
            f"Simulated on {settings.paths:,} joint paths over {settings.horizon} days from the books of "
            f"{_day(position, 0)}: open invoices, invoices and bills to come, pay, tax, loans, rates.",
            f"Pay days of invoices by the model {models}." if models else "There is no model of pay days.",
            self._coverage(),
        )

    def _coverage(self) -> str:
        found = next((each for each in self.backtest.coverage if each.level == _LEVEL), None)
        if found is None or found.covered is None:
            return f"How often such bands held is not known. {found.reason if found else ''}".strip()
        share = _percent(found.covered)
        return f"In tests from {found.origins} earlier days, 80 % bands held {share} of what came."

    def _said(self, lever: Lever, position: Position) -> str:
        movable = self.speech.levers[lever.kind]
        target = self._name(lever, position)
        size = abs(lever.value)
        amount = {
            "days": lambda: figure(size, "date", change=True),
            "weeks": lambda: f"{size:.0f} week{'' if size == 1 else 's'}",
            "ratio": lambda: figure(size, "ratio"),
            "points": lambda: figure(size, "ratio", change=True),
        }[movable.unit]()
        if lever.kind == "default" and size == 1:
            return movable.said[1].format(target=target)
        return movable.said[0 if lever.value > 0 else 1].format(amount=amount, target=target)

    def _name(self, lever: Lever, position: Position) -> str:
        tables = {
            "default": (position.customers, self.viewer.reads_customers, "the largest customer"),
            "outage": (position.suppliers, self.viewer.reads_suppliers, "the largest supplier"),
        }
        if lever.kind not in tables:
            return lever.target or ""
        table, reads, unnamed = tables[lever.kind]
        return table.names[table.ids.index(lever.target or "")] if reads else unnamed


@dataclass(frozen=True)
class _Money:
    position: Position

    def __call__(self, cents: float) -> str:
        return figure(cents / 100, "money", self.position.base_currency)


def _day(position: Position, number: int) -> str:
    day = position.cut + timedelta(days=number)
    return f"{day.day} {day:%B %Y}"


def _days(lasting: Lasting) -> str:
    if lasting.known is None:
        return f"more than {lasting.horizon} days"
    return f"{'at least ' if lasting.beyond else ''}{lasting.days:.0f} days"


def _percent(ratio: float) -> str:
    return "under 0.1%" if ratio < _SMALL else figure(ratio, "ratio")


def _chance(before: Outcome, after: Outcome, money: _Money) -> str:
    old, new = before.chance_below_ever, after.chance_below_ever
    floor = money(after.floor)
    if _percent(old) == _percent(new):
        return f"The chance of falling below the floor of {floor} stays {_percent(new)}."
    way = "rises" if new > old else "falls"
    return f"The chance of falling below the floor of {floor} {way} from {_percent(old)} to {_percent(new)}."


def _at_the_end(position: Position, before: Outcome, after: Outcome, money: _Money) -> str:
    last = after.bands.shape[1]
    middle, gap = int(after.bands[2][-1]), int(after.bands[2][-1] - before.bands[2][-1])
    against = (
        f"{money(abs(gap))} {'less' if gap < 0 else 'more'} than without it"
        if abs(gap) >= 100
        else "as without it"
    )
    return f"On {_day(position, last)} cash is {money(middle)}, {against}."


def _breaches(position: Position, before: Outcome, after: Outcome) -> Iterable[str]:
    for old, new in zip(before.covenants, after.covenants, strict=True):
        if abs(new.breach_chance - old.breach_chance) >= 0.01:
            yield (
                f"A breach of {position.covenants.names[new.covenant]} on {_day(position, new.day)} becomes "
                f"{'likelier' if new.breach_chance > old.breach_chance else 'less likely'}: "
                f"{_percent(new.breach_chance)} after {_percent(old.breach_chance)}."
            )


def _named(parts: Sequence[Part], money: _Money) -> str:
    order = sorted(parts, key=lambda part: -abs(part.amount))[:_NAMED]
    return ", ".join(f"{TITLES.get(part.name, part.name).lower()} {money(part.amount)}" for part in order)


def _rows(
    position: Position, outcome: Outcome, before: Outcome | None = None
) -> tuple[Mapping[str, Any], ...]:
    """Return the end of each week, and the day of the low point."""
    last = outcome.bands.shape[1]
    days = sorted({*range(_WEEK, last + 1, _WEEK), outcome.low.day, last})
    return tuple(
        {
            "day": (position.cut + timedelta(days=day)).isoformat(),
            "middle": outcome.bands[2][day - 1] / 100,
            "low": outcome.bands[0][day - 1] / 100,
            "high": outcome.bands[4][day - 1] / 100,
            **({} if before is None else {"baseline": before.bands[2][day - 1] / 100}),
            "floor": outcome.floor / 100,
        }
        for day in days
    )


def _notes(position: Position) -> tuple[str, ...]:
    return tuple(f"Not known: {gap.what} ({gap.why})." for gap in position.gaps[:_NAMED])


def _value(position: Position, test: CovenantTest) -> str:
    return _measured(position, test, test.value[1])


def _limit(position: Position, test: CovenantTest) -> str:
    bound = "at most" if position.covenants.bound[test.covenant] == "max" else "at least"
    return f"{bound} {_measured(position, test, float(position.covenants.limit[test.covenant]))}"


def _measured(position: Position, test: CovenantTest, value: float) -> str:
    if position.covenants.measure[test.covenant] == "liquidity":
        return _Money(position)(value)
    return f"{value:.2f}"


def _test_row(position: Position, test: CovenantTest) -> Mapping[str, Any]:
    return {
        "covenant": position.covenants.names[test.covenant],
        "on": (position.cut + timedelta(days=test.day)).isoformat(),
        "expected": _value(position, test),
        "limit": _limit(position, test),
        "headroom": figure(test.headroom[1], "ratio"),
        "chance of breach": _percent(test.breach_chance),
    }
