"""An engine's backtest: learned and judged anew from each origin."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from symphonies.platform.learning.backtesting import Knowledge, Remembering, Tables
from symphonies.platform.learning.errors import HistoryTooShortError

from .engine import Decision, Engine, Rehearsing
from .facts import EngineFacts
from .schedule import judging

Report = Callable[[float, str], None]
"""Takes how much is done, between 0 and 1, and what is being done."""


def silent(_done: float, _words: str) -> None:
    """Reports nothing."""


class Judgement(BaseModel):
    """How predictions from one origin did."""

    model_config = ConfigDict(frozen=True)

    cut: date
    """The last day that was known."""
    count: int
    """How many cases came; 0 when the origin could not be judged."""
    scores: dict[str, float] = {}
    naive: dict[str, float] = {}
    """The scores of the plainest thing that could be done instead."""
    steps: dict[str, tuple[float, ...]] = {}
    """Scores by step of the horizon, where the engine tells them apart."""
    data_hash: str = ""
    """Of what was read: equal hashes, equal test."""
    decisions: tuple[Decision, ...] = ()
    """What the engine decided by what was known, such as which inputs it used."""
    skipped: str | None = None
    """Why it could not be judged."""


class Evaluation(BaseModel):
    """How an engine did from all origins."""

    model_config = ConfigDict(frozen=True)

    engine: str
    as_of: date
    seed: int
    judgements: tuple[Judgement, ...]
    """Oldest first."""
    planned: int | None = None
    """From how many origins it is to be judged, while that goes on."""

    @property
    def origins(self) -> int:
        """From how many origins it is judged, or to be judged."""
        return len(self.judgements) if self.planned is None else self.planned

    @property
    def judged(self) -> tuple[Judgement, ...]:
        """The origins that could be judged."""
        return tuple(one for one in self.judgements if one.count)

    @property
    def count(self) -> int:
        """How many cases came, over all origins."""
        return sum(one.count for one in self.judged)

    @property
    def scores(self) -> dict[str, float]:
        """The mean scores over all cases."""
        return pooled((one.count, one.scores) for one in self.judged)

    @property
    def naive(self) -> dict[str, float]:
        """The mean scores of the plainest thing over all cases."""
        return pooled((one.count, one.naive) for one in self.judged)

    @property
    def steps(self) -> dict[str, tuple[float, ...]]:
        """The mean scores by step of the horizon over all cases."""
        names = dict.fromkeys(name for one in self.judged for name in one.steps)
        return {
            name: _mean_row([(one.count, one.steps[name]) for one in self.judged if name in one.steps])
            for name in names
        }

    @property
    def decided(self) -> tuple[str, ...]:
        """What the engine decided, a sentence for each subject, and from how many origins it decided so."""
        newest = self.judged[-1] if self.judged else None
        return tuple(self._decided(one, newest.cut) for one in newest.decisions) if newest else ()

    def _decided(self, newest: Decision, cut: date) -> str:
        alike = [
            one.verdict == newest.verdict
            for each in self.judged
            for one in each.decisions
            if one.subject == newest.subject
        ]
        often = f"{newest.verdict} from {sum(alike)} of {len(alike)} origins"
        return f"{newest.subject}: {often}. {newest.why} ({cut})"

    def beats_naive(self, facts: EngineFacts) -> bool:
        """Returns whether the engine is worth having: its first score is better than the plainest thing's."""
        score = facts.scores[facts.primary]
        ours, plain = self.scores.get(facts.primary), self.naive.get(facts.primary)
        return ours is not None and (plain is None or score.loss(ours) < score.loss(plain))


def evaluate(
    engine: Engine[Any], tables: Tables, as_of: date, *, seed: int = 0, report: Report = silent
) -> Evaluation:
    """Learns and judges an engine from each of its origins, newest first.

    Args:
        engine: what to test.
        tables: everything there is; each origin sees its part.
        as_of: the last day that may be looked at.
        seed: of all chance.
        report: is told how far it is.

    Raises:
        HistoryTooShortError: no origin could be judged.
    """
    tasks, found = judging(engine, as_of), list[Judgement]()
    tables = Remembering(tables)
    for number, task in enumerate(tasks):
        report(number / len(tasks), task.words)
        if task.is_judged:
            found.insert(0, judge_at(engine, tables, task.cut, seed))
        else:
            rehearse_at(engine, tables, task.cut, seed)
    return checked(Evaluation(engine=engine.facts.id, as_of=as_of, seed=seed, judgements=tuple(found)))


def rehearse_at(engine: Engine[Any], tables: Tables, cut: date, seed: int) -> None:
    """Has an engine that learns from earlier tries make one; what it gives is remembered with the tables."""
    if isinstance(engine, Rehearsing):
        engine.rehearse(Knowledge(tables, cut), seed)


def judge_at(engine: Engine[Any], tables: Tables, cut: date, seed: int, model: object = None) -> Judgement:
    """Judges an engine from one origin.

    Args:
        engine: what to test.
        tables: everything there is.
        cut: the last day that is known.
        seed: of all chance.
        model: the model to judge; by default one is learned from what was known on the cut.
    """
    past = Knowledge(tables, cut)
    came = Knowledge(tables, engine.facts.rolling.end(cut))
    try:
        judged = engine.judge(engine.learn(past, seed) if model is None else model, past, came)
    except HistoryTooShortError as error:
        return Judgement(cut=cut, count=0, skipped=error.message)
    return Judgement(
        cut=cut,
        count=judged.count,
        scores=dict(judged.scores),
        naive=dict(judged.naive),
        steps={name: tuple(row) for name, row in judged.steps.items()},
        data_hash=came.data_hash,
        decisions=judged.decisions,
        skipped=None if judged.count else "nothing came that could be compared",
    )


def checked(evaluation: Evaluation) -> Evaluation:
    """Returns an evaluation that says something.

    Raises:
        HistoryTooShortError: no origin could be judged.
    """
    if evaluation.judged:
        return evaluation
    reasons = dict.fromkeys(one.skipped or "" for one in evaluation.judgements)
    raise HistoryTooShortError(
        f"Engine {evaluation.engine!r} cannot be tested: {'; '.join(reasons)}",
        hint="Load a longer history, or look at a later day.",
    )


def pooled(parts: Iterable[tuple[int, Mapping[str, float]]]) -> dict[str, float]:
    """Returns the means of scores weighted by count; what is not known anywhere is left out."""
    sums: dict[str, tuple[float, int]] = {}
    for count, scores in parts:
        for name, value in scores.items():
            if math.isfinite(value):
                total, cases = sums.get(name, (0.0, 0))
                sums[name] = total + value * count, cases + count
    return {name: total / cases for name, (total, cases) in sums.items()}


def _mean_row(rows: Sequence[tuple[int, Sequence[float]]]) -> tuple[float, ...]:
    whole = sum(count for count, _ in rows)
    columns = zip(*([count * value for value in row] for count, row in rows), strict=True)
    return tuple(sum(column) / whole for column in columns)
