"""One retraining, in steps that may each be done again: nothing changes for anybody until the last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from symphonies.kernel import Clock
from symphonies.platform.learning.backtesting import Knowledge, Remembering, Tables
from symphonies.platform.learning.drift import reference_of
from symphonies.platform.learning.engines import (
    Engine,
    Evaluation,
    Judgement,
    Report,
    Task,
    checked,
    judge_at,
    judging,
    rehearse_at,
    rehearsing,
    silent,
)
from symphonies.platform.learning.ports import Registry
from symphonies.platform.learning.registry import find_version
from symphonies.platform.learning.versions import Draft, Version

from .challenge import Verdict, compare
from .due import code_hash

Step = Callable[[str, Callable[[], Any]], Any]
"""Does a named step and returns what it gave, which is data; or what it gave when it was done before."""

_FIRST_SHARE, _JUDGED_SHARE = 0.2, 0.75


class Retrained(BaseModel):
    """What came of a retraining."""

    model_config = ConfigDict(frozen=True)

    engine: str
    number: int
    """The challenger's version."""
    verdict: Verdict


@dataclass(frozen=True)
class Bench:
    """What a retraining works with.

    Attributes:
        engine: what is learned anew.
        tables: everything there is.
        registry: where models are kept.
        clock: tells when a version is made.
    """

    engine: Engine[Any]
    tables: Tables
    registry: Registry
    clock: Clock


def retrain(
    bench: Bench,
    as_of: date,
    run: str,
    *,
    seed: int = 0,
    step: Step | None = None,
    report: Report = silent,
) -> Retrained:
    """Learns a challenger, judges it beside the champion, and serves it if it wins.

    Until then the old model stays. Broken off and begun again with the same run, it repeats no step that
    was kept and stores no second version.

    Args:
        bench: what to work with.
        as_of: the last day that may be learned from.
        run: the name of this retraining.
        seed: of all chance.
        step: keeps what each step gave; by default nothing is kept.
        report: is told how far it is; may raise to break off.

    Raises:
        HistoryTooShortError: there is too little to learn from.
    """
    keep = step or _at_once
    bench = replace(bench, tables=Remembering(bench.tables))
    with _on_trial(bench, as_of, seed):
        return _retrain(bench, as_of, run, seed, keep, report)


def _retrain(bench: Bench, as_of: date, run: str, seed: int, keep: Step, report: Report) -> Retrained:
    engine, registry = bench.engine, bench.registry
    name = engine.facts.id
    done = _begin(bench, as_of, seed, keep, report) if engine.facts.untested else ()
    ours = _judge_challenger(bench, as_of, seed, keep, report, done)
    report(_JUDGED_SHARE, "judging the model that is served")
    theirs = keep("judge champion", lambda: _judge_champion(bench, as_of, ours))
    report(0.8, f"learning from all until {as_of}")
    number = keep("learn", lambda: _learn(bench, as_of, run, seed, ours).number)
    champion = None if theirs is None else [Judgement.model_validate(one) for one in theirs]
    verdict = compare(engine.facts, ours, champion)
    report(0.95, "deciding")
    if verdict.wins:
        keep("crown", lambda: registry.crown(name, number))
    report(1.0, verdict.reason)
    return Retrained(engine=name, number=number, verdict=verdict)


def begin(bench: Bench, as_of: date, *, seed: int = 0) -> Version:
    """Returns the version that is served; where none can be, learns one and serves it untested.

    So there is a model while a better one is tried: the first retraining judges and replaces it. A served
    model stays, unless the engine's source has changed or it knows of days after ``as_of``.

    Raises:
        HistoryTooShortError: there is too little to learn from.
    """
    name, code = bench.engine.facts.id, code_hash(bench.engine)
    if bench.registry.champion(name) is not None:
        served = find_version(bench.registry, name)
        if served.code_hash == code and served.learned_until <= as_of:
            return served
    untested = _none_judged(name, as_of, seed)
    version = _learn(bench, as_of, f"first of {code[:12]} until {as_of}", seed, untested)
    bench.registry.crown(name, version.number)
    return version


@contextmanager
def _on_trial(bench: Bench, as_of: date, seed: int) -> Iterator[None]:
    """Has it known that a test goes on, from before its first origin until it is over or called off."""
    engine, registry = bench.engine, bench.registry
    name = engine.facts.id
    begun = _none_judged(name, as_of, seed)
    registry.note(begun.model_copy(update={"planned": engine.facts.origins}))
    try:
        yield
    finally:
        registry.end_trial(name)


def _at_once(_name: str, work: Callable[[], Any]) -> Any:
    return work()


def _begin(bench: Bench, as_of: date, seed: int, keep: Step, report: Report) -> tuple[Task, ...]:
    """Serves a first model untested where none is served; returns the rehearsals it took."""
    tasks = rehearsing(bench.engine, [as_of])
    for place, task in enumerate(tasks):
        report(_FIRST_SHARE * place / len(tasks), task.words)
        keep(task.name, lambda task=task: rehearse_at(bench.engine, bench.tables, task.cut, seed))

    def first() -> None:
        if bench.registry.champion(bench.engine.facts.id) is None:
            begin(bench, as_of, seed=seed)

    keep("begin", first)
    return tasks


def _judge_challenger(
    bench: Bench, as_of: date, seed: int, keep: Step, report: Report, done: Sequence[Task]
) -> Evaluation:
    """Judges newest origins first, and notes how it goes."""
    facts, tasks = bench.engine.facts, judging(bench.engine, as_of, done)
    told = _none_judged(facts.id, as_of, seed)
    start = _FIRST_SHARE if done else 0.0
    for place, task in enumerate(tasks):
        report(start + (_JUDGED_SHARE - start) * place / len(tasks), task.words)
        if not task.is_judged:
            keep(task.name, lambda task=task: rehearse_at(bench.engine, bench.tables, task.cut, seed))
            continue
        kept = keep(task.name, lambda task=task: _data(judge_at(bench.engine, bench.tables, task.cut, seed)))
        told = told.model_copy(update={"judgements": (Judgement.model_validate(kept), *told.judgements)})
        bench.registry.note(told.model_copy(update={"planned": facts.origins}))
    return checked(told)


def _judge_champion(bench: Bench, as_of: date, ours: Evaluation) -> list[dict[str, Any]] | None:
    """Returns the champion's judgements: afresh where it did not know what came, else as recorded.

    None where there is no champion, or one that was never tested.
    """
    name = bench.engine.facts.id
    number = bench.registry.champion(name)
    if number is None:
        return None
    version = find_version(bench.registry, name, number)
    if not version.evaluation.judged:
        return None
    recorded = {one.cut: one for one in version.evaluation.judgements}
    model = bench.engine.restore(bench.registry.files(version))
    found = []
    for cut in (one.cut for one in ours.judged):
        if cut >= version.learned_until:
            found.append(judge_at(bench.engine, bench.tables, cut, version.seed, model))
        elif cut in recorded:
            found.append(recorded[cut])
    return [_data(one) for one in found]


def _learn(bench: Bench, as_of: date, run: str, seed: int, evaluation: Evaluation) -> Version:
    past = Knowledge(bench.tables, as_of)
    model = bench.engine.learn(past, seed)
    data_hash = past.data_hash
    draft = Draft(
        facts=bench.engine.facts,
        learned_until=as_of,
        seed=seed,
        data_hash=data_hash,
        code_hash=code_hash(bench.engine),
        created_at=bench.clock.now(),
        run=run,
        evaluation=evaluation,
        reference=reference_of(bench.engine.features(past)),
    )
    return bench.registry.add(draft, bench.engine.dump(model))


def _none_judged(name: str, as_of: date, seed: int) -> Evaluation:
    return Evaluation(engine=name, as_of=as_of, seed=seed, judgements=())


def _data(judgement: Judgement) -> dict[str, Any]:
    return judgement.model_dump(mode="json")
