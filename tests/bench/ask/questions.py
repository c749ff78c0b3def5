"""The questions of ``tests/nlq`` and whether an outcome is what they expect."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from symphonies.kernel import Calendar, Grain, Period
from symphonies.platform.semantics import Comparison, MetricQuery, Op
from symphonies.platform.vizier.ask import AskBack, Outcome, Plan, Refusal

FOLDER = Path(__file__).parents[2] / "nlq"
_OVER, _UNDER = (Op.GT, Op.GE), (Op.LT, Op.LE)


@dataclass(frozen=True)
class Question:
    """One line of a question file."""

    ask: str
    persona: str
    follows: bool
    expected: tuple[dict[str, Any], ...]
    """Any of them is right."""

    @property
    def answerable(self) -> bool:
        """Whether the first thing expected is an answer."""
        return "outcome" not in self.expected[0]


def load_questions(name: str) -> list[Question]:
    """Read a file of questions, such as ``questions`` or ``held_out``."""
    found = []
    for line in yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")):
        other = line.pop("or", None)
        first = {key: value for key, value in line.items() if key not in ("ask", "as", "follows")}
        others = other if isinstance(other, list) else [other] if other else []
        expected = (first, *others)
        found.append(Question(line["ask"], line.get("as", "cfo"), line.get("follows", False), expected))
    return found


def is_right(question: Question, outcome: Outcome, defaults: Any) -> bool:
    """Return whether an outcome is one of those expected.

    Args:
        question: What was asked, and what is expected.
        outcome: What it came to.
        defaults: Gives the period of a metric asked for without one.
    """
    return any(_meets(each, question, outcome, defaults) for each in question.expected)


def _meets(expected: dict[str, Any], question: Question, outcome: Outcome, defaults: Any) -> bool:
    wanted = expected.get("outcome")
    if wanted == "ask":
        return isinstance(outcome, AskBack)
    if wanted == "decline":
        return isinstance(outcome, AskBack | Refusal)
    if not isinstance(outcome, Plan):
        return False
    checks = (_metric, _by, _grain, _period, _where, _compare, _top, _having, _rest)
    return all(check(expected, outcome, question, defaults) for check in checks)


def _alternatives(value: Any) -> list[set[str]]:
    """Return for each element the names that are right for it."""
    elements = value if isinstance(value, list) else [value]
    texts = [str(each).lower() if isinstance(each, bool) else str(each) for each in elements]
    return [set(text.split("|")) for text in texts]


def _matched(found: tuple[str, ...], wanted: list[set[str]]) -> bool:
    return len(found) == len(wanted) and all(any(name in each for name in found) for each in wanted)


def _metric(expected: dict[str, Any], plan: Plan, question: Question, defaults: Any) -> bool:
    right = expected["metric"] == "any" or _matched(plan.query.metrics, _alternatives(expected["metric"]))
    return right and plan.query.variants.get(plan.query.metrics[0]) == expected.get("variant")


def _by(expected: dict[str, Any], plan: Plan, question: Question, defaults: Any) -> bool:
    wanted = expected.get("by")
    if (
        wanted == "any"
        or (wanted is None and plan.intent.value != "figure")
        or _free(expected, "by", question)
    ):
        return True
    return _matched(plan.query.by, _alternatives(wanted) if wanted else [])


def _free(expected: dict[str, Any], slot: str, question: Question) -> bool:
    """Return whether a follow-up leaves a slot open."""
    return question.follows and slot not in expected


def _grain(expected: dict[str, Any], plan: Plan, question: Question, defaults: Any) -> bool:
    wanted = expected.get("grain")
    found = plan.query.grain
    if wanted is None:
        series = "period" in expected and plan.query.period is not None
        return (
            found is None
            or plan.intent.value != "figure"
            or _free(expected, "grain", question)
            or (series and defaults.is_stock(plan.query.metrics[0]))
        )
    return found in [Grain(each) for each in wanted.split("|")]


def _period(expected: dict[str, Any], plan: Plan, question: Question, defaults: Any) -> bool:
    wanted = expected.get("period")
    if wanted == "any":
        return True
    if wanted is None:
        free = (
            plan.query.grain is not None
            or plan.intent.value != "figure"
            or _free(expected, "period", question)
        )
        metric, found = plan.query.metrics[0], plan.query.period
        today = found is not None and defaults.is_stock(metric) and found == defaults.today()
        return free or today or "compare" in expected or found == defaults.period(metric)
    found = plan.query.period
    for text in str(wanted).split("|"):
        period = read_period(text)
        if text.startswith("end:"):
            if found is not None and found.end == period.end:
                return True
        elif found == period:
            return True
    return False


def read_period(text: str) -> Period:
    """Read ``2026``, ``2026-Q3``, ``2026-09``, ``2026-01-01..2026-06-30``, a day, or ``end:`` and a day."""
    calendar = Calendar()
    text = text.removeprefix("end:")
    if ".." in text:
        first, last = (read_period(part) for part in text.split(".."))
        return Period(first.start, last.end)
    if re.fullmatch(r"\d{4}", text):
        return calendar.period_of(date(int(text), 1, 1), Grain.YEAR)
    if re.fullmatch(r"\d{4}-Q\d", text):
        return calendar.period_of(date(int(text[:4]), 3 * int(text[-1]), 1), Grain.QUARTER)
    if re.fullmatch(r"\d{4}-\d\d", text):
        return calendar.period_of(date(int(text[:4]), int(text[5:]), 1), Grain.MONTH)
    day = date.fromisoformat(text)
    return Period(day, day + timedelta(days=1))


def _where(expected: dict[str, Any], plan: Plan, question: Question, defaults: Any) -> bool:
    if plan.intent.value != "figure" or (_free(expected, "where", question) and "where_not" not in expected):
        return True
    if expected.get("where") == "any":
        return True
    wanted = [(key, value, False) for key, value in expected.get("where", {}).items()]
    wanted += [(key, value, True) for key, value in expected.get("where_not", {}).items()]
    found = list(plan.query.where)
    if len(found) != len(wanted):
        return False
    return all(any(_filters(each, *want) for each in found) for want in wanted)


def _filters(found: Any, paths: str, values: Any, negative: bool) -> bool:
    if found.dimension not in paths.split("|"):
        return False
    negatives = found.op in (Op.NE, Op.NOT_IN)
    if negatives != negative and found.values in (("true",), ("false",)):  # not true is false
        negatives, other = negative, {"true": "false", "false": "true"}[found.values[0]]
        found = replace(found, values=(other,))
    return negatives == negative and (values == "any" or _matched(found.values, _alternatives(values)))


def _compare(expected: dict[str, Any], plan: Plan, question: Question, defaults: Any) -> bool:
    wanted = expected.get("compare")
    if plan.intent.value != "figure" or _free(expected, "compare", question):
        return True
    if wanted == "any":
        return bool(set(plan.query.compare) & {Comparison.PREVIOUS_YEAR, Comparison.PREVIOUS_PERIOD})
    allowed = [(Comparison(each),) for each in str(wanted).split("|")] if wanted else [()]
    return tuple(plan.query.compare) in allowed


def _top(expected: dict[str, Any], plan: Plan, question: Question, defaults: Any) -> bool:
    top = plan.query.top
    if "top" in expected:
        fits = str(expected["top"]).split("|")
        return top is not None and not top.lowest and ("any" in fits or str(top.n) in fits)
    if "lowest" in expected:
        fits = str(expected["lowest"]).split("|")
        return top is not None and top.lowest and ("any" in fits or str(top.n) in fits)
    return top is None or _free(expected, "top", question)


def _having(expected: dict[str, Any], plan: Plan, question: Question, defaults: Any) -> bool:
    wanted = expected.get("over", expected.get("under"))
    if wanted is None:
        return not plan.query.having
    ops = _OVER if "over" in expected else _UNDER
    return any(each.op in ops and abs(each.value - wanted) < 1e-9 for each in plan.query.having)


def _rest(expected: dict[str, Any], plan: Plan, question: Question, defaults: Any) -> bool:
    query: MetricQuery = plan.query
    intent = plan.intent.value == expected.get("intent", "figure")
    share = query.share == bool(expected.get("share")) or bool(question.follows)
    view = "view" not in expected or plan.view.value == expected["view"]
    currency = query.currency == expected.get("currency", "group") or _free(expected, "currency", question)
    change = "change" not in expected or (
        plan.change is not None
        and any(abs(plan.change.value - float(each)) < 1e-9 for each in str(expected["change"]).split("|"))
    )
    return intent and share and view and currency and change
