"""``symphonies evaluate`` and ``symphonies models``: how good engines are, and which is served."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from symphonies.app.cli.days import day_option
from symphonies.app.cli.options import AsJson, Store, settings_of_store
from symphonies.app.cli.tables import text_table
from symphonies.kernel import SystemClock

if TYPE_CHECKING:
    from symphonies.app.learning import Learning
    from symphonies.platform.jobs import Job, Jobs
    from symphonies.platform.learning import EngineFacts, Evaluation, Registry, Version

models = typer.Typer(
    name="models", help="Models: versions, cards, reviews, retraining.", no_args_is_help=True
)
EngineName = Annotated[str, typer.Argument(metavar="ENGINE", help="Name of the engine.")]
Number = Annotated[int | None, typer.Option("--version", min=1, help="By default the one that is served.")]
AsOf = Annotated[
    datetime | None,
    day_option(help="The last day that is known; by default the company's."),
]
Seed = Annotated[int, typer.Option(min=0, help="Of all chance.")]


def evaluate_engine(
    engine: EngineName, as_of: AsOf = None, seed: Seed = 0, store: Store = None, as_json: AsJson = False
) -> None:
    """Test an engine on the past: learned and judged anew from each origin."""
    from symphonies.app.wiring_engines import find_engine
    from symphonies.platform.learning import evaluate

    found = find_engine(engine)
    with _opened(store, as_of) as (learning, _, day):
        told = evaluate(found, learning.tables, day, seed=seed, report=_progress)
    if as_json:
        print(json.dumps(_evaluated(told, found.facts), indent=2))
    else:
        print("\n".join(_evaluation_lines(told, found.facts)))


@models.command("list")
def list_models(store: Store = None, as_json: AsJson = False) -> None:
    """List the engines with their versions; the served one is marked."""
    from symphonies.app.wiring_engines import engine_names

    registry = _registry(store)
    names = sorted({*engine_names(), *registry.engines()})
    rows = [row for name in names for row in _version_rows(registry, name)]
    print(json.dumps(rows, indent=2) if as_json else text_table(list(rows[0]) if rows else [], rows))


@models.command("show")
def show_model(
    engine: EngineName, number: Number = None, store: Store = None, as_json: AsJson = False
) -> None:
    """Show the card of a version."""
    from symphonies.platform.learning import model_card

    version = _version(_registry(store), engine, number)
    print(version.model_dump_json(indent=2) if as_json else model_card(version), end="")


@models.command("approve")
def approve_model(
    engine: EngineName,
    by: Annotated[str, typer.Option(help="Who reviewed it.")],
    number: Number = None,
    note: Annotated[str, typer.Option(help="What the reviewer found.")] = "",
    store: Store = None,
) -> None:
    """Approve a version after reading its card; until then whatever it says is marked as a draft."""
    from symphonies.platform.learning import approve

    registry = _registry(store)
    version = approve(registry, _version(registry, engine, number), by, SystemClock(), note)
    print(f"Version {version.number} of {engine} is approved by {by}.")


@models.command("retrain")
def retrain_model(
    engine: EngineName,
    as_of: AsOf = None,
    seed: Seed = 0,
    if_due: Annotated[bool, typer.Option("--if-due", help="Only on new data, drift or new code.")] = False,
    store: Store = None,
) -> None:
    """Learn a challenger and serve it if it beats the model that is served; a broken-off run goes on."""
    from symphonies.app.learning import ask_to_retrain
    from symphonies.app.wiring_engines import find_engine

    find_engine(engine)
    with _opened(store, as_of) as (learning, jobs, day):
        if if_due:
            reason = learning.why_due(engine, day)
            print(f"{engine}: {reason or 'nothing new; not retrained'}")
            if reason is None:
                return
        asked = ask_to_retrain(jobs, engine, day, seed)
        with jobs.work(learning.handlers()):
            over = asyncio.run(_follow(jobs, asked.id))
    _say_over(over)


@models.command("estimate")
def estimate_figures(store: Store = None) -> None:
    """Have the served models tell pay days, losses and runway, and build the figures that read them."""
    from symphonies.app.estimating import Estimating

    with _opened(store, None) as (learning, _, _day):
        report = Estimating(learning.instance).run(_progress)
        told = learning.instance.lakehouse.estimates()
    for each in told.values():
        print(f"{each.table}: told by {each.engine} {each.version} as of {each.as_of}.")
    if not told:
        print("Nothing could be told: no invoice is open, or too few payments of customers are known.")
    print("\n".join([*(result.line() for result in report.failed), report.lines()[-1]]))
    if not report.ok:
        raise typer.Exit(1)


@models.command("drift")
def drift_model(engine: EngineName, as_of: AsOf = None, store: Store = None, as_json: AsJson = False) -> None:
    """Tell how far the world has moved from what the served model learned from."""
    from dataclasses import asdict

    with _opened(store, as_of) as (learning, _, day):
        found, reason = learning.drift(engine, day), learning.why_due(engine, day)
    if as_json:
        print(json.dumps(asdict(found) | {"due": reason}, indent=2))
        return
    rows = [
        {
            "feature": s.feature,
            "psi": s.psi,
            "ks": s.ks,
            "p": s.p_value,
            "shifted": "yes" if s.is_shifted else "",
        }
        for s in found.shifts
    ]
    print(text_table(["feature", "psi", "ks", "p", "shifted"], rows))
    ratio = (
        "not known yet"
        if found.error_ratio is None
        else f"{found.error_ratio:.2f} times that of the backtest"
    )
    print(f"Over {found.cases:,} cases. Error now: {ratio}. Retraining: {reason or 'not due'}.")


async def _follow(jobs: Jobs, job_id: str) -> Job:
    from symphonies.platform.jobs import follow

    job = jobs.find(job_id)
    print(f"job {job.id}", file=sys.stderr)
    async for job in follow(jobs, job_id):
        if job.progress.words:
            _progress(job.progress.done_ratio, job.progress.words)
    return job


def _say_over(job: Job) -> None:
    from symphonies.platform.jobs import JobState

    if job.state is not JobState.DONE:
        print(f"error {job.error_code or 'JOB_CANCELLED'}: {job.error or 'called off'}", file=sys.stderr)
        raise typer.Exit(1)
    verdict = job.result["verdict"]
    served = "is served now, as a draft until approved" if verdict["wins"] else "is kept and not served"
    print(f"Version {job.result['number']} of {job.result['engine']} {served}: {verdict['reason']}.")


def _progress(done: float, words: str) -> None:
    print(f"{done:4.0%}  {words}", file=sys.stderr)


class _Opened(NamedTuple):
    learning: Learning
    jobs: Jobs
    day: date


@contextmanager
def _opened(store: Path | None, as_of: datetime | None) -> Iterator[_Opened]:
    from symphonies.app.learning import Learning
    from symphonies.app.wiring import open_instance
    from symphonies.platform.jobs import open_jobs

    settings = settings_of_store(store)
    instance = open_instance(settings)
    try:
        jobs = open_jobs(settings.jobs, settings.lakehouse.store)
        try:
            day = as_of.date() if as_of else instance.company.as_of
            yield _Opened(Learning(instance), jobs, day)
        finally:
            jobs.close()
    finally:
        instance.close()


def _registry(store: Path | None) -> Registry:
    from symphonies.platform.learning import LearningSettings, open_registry

    return open_registry(LearningSettings(), settings_of_store(store).lakehouse.store)


def _version(registry: Registry, engine: str, number: int | None) -> Version:
    from symphonies.app.wiring_engines import find_engine
    from symphonies.platform.learning import find_version

    if not registry.versions(engine):
        find_engine(engine)  # a name that is none is told before a model of it is missed
    return find_version(registry, engine, number)


def _version_rows(registry: Registry, name: str) -> list[dict[str, object]]:
    served, versions = registry.champion(name), registry.versions(name)
    rows = [_version_row(version, version.number == served) for version in versions]
    return rows or [dict.fromkeys(ROW, None) | {"engine": name, "standing": "never learned"}]


ROW = ("engine", "version", "served", "standing", "learned until", "score", "value", "plainest", "data")


def _version_row(version: Version, is_served: bool) -> dict[str, object]:
    primary, evaluation = version.facts.primary, version.evaluation
    told = (
        version.engine,
        version.number,
        "served" if is_served else "",
        str(version.standing),
        version.learned_until.isoformat(),
        primary,
        evaluation.scores.get(primary),
        evaluation.naive.get(primary),
        version.data_hash[:12],
    )
    return dict(zip(ROW, told, strict=True))


def _evaluated(told: Evaluation, facts: EngineFacts) -> dict[str, Any]:
    return {
        **told.model_dump(mode="json"),
        "count": told.count,
        "scores": told.scores,
        "naive": told.naive,
        "beats_naive": told.beats_naive(facts),
    }


def _evaluation_lines(told: Evaluation, facts: EngineFacts) -> Iterator[str]:
    yield f"{facts.title}: {told.count:,} cases from {len(told.judged)} of {len(told.judgements)} origins, "
    yield f"each looking {facts.horizon_days} days ahead, until {told.as_of}.\n"
    yield text_table(
        ["score", "value", "plainest", "better is", "meaning"],
        [
            {
                "score": name,
                "value": told.scores.get(name),
                "plainest": told.naive.get(name),
                "better is": score.better if isinstance(score.better, str) else f"near {score.better:g}",
                "meaning": f"{score.meaning}, {score.unit}" if score.unit else score.meaning,
            }
            for name, score in facts.scores.items()
        ],
    )
    names = [name for name in facts.scores if name in told.scores]
    rows = [
        {"origin": one.cut.isoformat(), "cases": one.count, **{name: one.scores.get(name) for name in names}}
        for one in told.judgements
    ]
    yield "\n" + text_table(["origin", "cases", *names], rows)
    if told.decided:
        yield "\nWhat it decided itself, by what was known on each origin:"
        yield from (f"  {one}" for one in told.decided)
    for one in told.judgements:
        if one.skipped:
            yield f"Not from {one.cut}: {one.skipped}"


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("evaluate")(evaluate_engine)
    cli.add_typer(models)
