"""Models over the graph: what is served, why it should be learned anew, and learning as a job."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from graphql import GraphQLSchema

from symphonies.federation import make_subgraph_schema
from symphonies.kernel import ForbiddenError, did_you_mean
from symphonies.platform.jobs import Job, Jobs, JobState, JobUnknownError, follow
from symphonies.platform.learning import EngineFacts, ModelUnknownError, Version, label_of
from symphonies.platform.subgraphs.context import RequestContext
from symphonies.platform.subgraphs.guarding import guarded, off_loop

LEARNING = "learning"
"""Name of the subgraph, and key of the request's extras: a `LearningDesk`."""
RETRAIN = "retrain"
"""Of the jobs that learn a model anew."""

LEARNING_SDL = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])

type Query {
  "Engines that learn from tables the viewer may read, each with the model that is served."
  learningEngines: [LearningEngine!]!
  "Retrainings, the newest first."
  retrainings(first: Int = 20): [Retraining!]!
  retraining(id: ID!): Retraining!
}

type Mutation {
  "Learn a challenger, and serve it if it wins; while one of this engine is under way, that one is returned."
  retrainModel(engine: ID!): Retraining!
  "Call a retraining off: the step it is in ends, and the model that is served stays."
  cancelRetraining(id: ID!): Retraining!
}

type Subscription {
  "A retraining now, and whenever it has moved, until it is over."
  retrainingProgress(id: ID!): Retraining!
}

"Something that learns from the company's tables."
type LearningEngine @key(fields: "id") {
  id: ID!
  title: String!
  purpose: String!
  owner: String!
  "Null where nothing was learned yet."
  served: ServedModel
  "Why it should be learned anew, as far as that shows without looking at the data; null when it need not be."
  due: String
  "Whether the viewer may have it learned anew: only who sees all that it learns from."
  mayRetrain: Boolean!
}

"The version of a model that is served."
type ServedModel {
  number: Int!
  "Said beside whatever it says, such as pay_days 3 (draft)."
  label: String!
  "draft or approved."
  standing: ID!
  "The last day it knows of."
  learnedUntil: String!
  "From how many past days it was tested; 0 for a first model that was not tested yet."
  origins: Int!
  scores: [ModelScore!]!
}

"How a model did on the past."
type ModelScore {
  id: ID!
  meaning: String!
  unit: String!
  value: Float!
  "The same of the plainest thing that could be done instead."
  plainest: Float
}

"Learning a model anew, as a job."
type Retraining {
  id: ID!
  engine: ID!
  "The last day it learns from."
  asOf: String!
  "waiting, running, done, failed or cancelled."
  state: ID!
  over: Boolean!
  "Between 0 and 1."
  done: Float!
  doing: String!
  submittedAt: String!
  finishedAt: String
  "The challenger's version."
  version: Int
  "Whether the challenger is served now."
  wins: Boolean
  "Why it is or is not; or what went wrong."
  reason: String
}
"""


class Engines(Protocol):
    """The engines of an instance."""

    def names(self) -> Sequence[str]:
        """Return what is installed."""
        ...

    def facts(self, name: str) -> EngineFacts:
        """Return what people should know of an engine."""
        ...

    def served(self, name: str) -> Version | None:
        """Return the version that is served."""
        ...

    def due(self, name: str) -> str | None:
        """Return why it should be learned anew, without looking at the data."""
        ...


@dataclass(frozen=True)
class LearningDesk:
    """What the resolvers need of the application.

    Attributes:
        engines: what learns.
        jobs: opens the place of jobs; it is opened when it is needed.
        begin: has jobs done from now on, by this process or another.
        as_of: the last day of the books.
    """

    engines: Engines
    jobs: Callable[[], Jobs]
    begin: Callable[[], None]
    as_of: Callable[[], date]


def learning_schema() -> GraphQLSchema:
    """Return the executable schema of the subgraph."""
    resolvers = {
        "Query": {
            "learningEngines": off_loop(_engines),
            "retrainings": off_loop(_retrainings),
            "retraining": off_loop(_retraining),
        },
        "Mutation": {"retrainModel": off_loop(_retrain), "cancelRetraining": off_loop(_cancel)},
    }
    events = {"retrainingProgress": _progress}
    return make_subgraph_schema(LEARNING_SDL, resolvers, {"LearningEngine": _referenced}, events)


async def _referenced(given: Mapping[str, Any], info: Any) -> dict[str, Any]:
    return await off_loop(_engine)(None, info, id=given["id"])


async def _progress(_source: object, info: Any, id: str) -> AsyncIterator[dict[str, Any]]:
    context: RequestContext = info.context
    await asyncio.to_thread(guarded(_found), context, id)
    async for job in follow(_desk(context).jobs(), id):
        yield _told(job)


def _engines(context: RequestContext) -> list[dict[str, Any]]:
    desk = _desk(context)
    return [_told_engine(context, desk, name) for name in desk.engines.names() if _reads(context, desk, name)]


def _engine(context: RequestContext, id: str) -> dict[str, Any]:
    desk = _desk(context)
    _known(context, desk, id)
    return _told_engine(context, desk, id)


def _retrainings(context: RequestContext, first: int = 20) -> list[dict[str, Any]]:
    desk = _desk(context)
    found = [job for job in desk.jobs().recent(min(max(first, 1), 200)) if job.kind == RETRAIN]
    return [_told(job) for job in found if _reads(context, desk, _engine_of(job))]


def _retraining(context: RequestContext, id: str) -> dict[str, Any]:
    return _told(_found(context, id))


def _retrain(context: RequestContext, engine: str) -> dict[str, Any]:
    desk = _desk(context)
    _may_retrain(context, desk, engine)
    arguments = {"engine": engine, "as_of": desk.as_of().isoformat(), "seed": 0}
    job = desk.jobs().submit(RETRAIN, arguments, key=f"{RETRAIN} {engine}")
    desk.begin()
    return _told(job)


def _cancel(context: RequestContext, id: str) -> dict[str, Any]:
    desk, job = _desk(context), _found(context, id)
    _may_retrain(context, desk, _engine_of(job))
    return _told(desk.jobs().cancel(id))


def _found(context: RequestContext, id: str) -> Job:
    desk = _desk(context)
    job = desk.jobs().find(id)
    if job.kind != RETRAIN or not _reads(context, desk, _engine_of(job)):
        raise JobUnknownError(f"There is no job {id!r}.", hint="See symphonies jobs list.")
    return job


def _desk(context: RequestContext) -> LearningDesk:
    return context.extras[LEARNING]


def _engine_of(job: Job) -> str:
    return str(job.arguments.get("engine", ""))


def _known(context: RequestContext, desk: LearningDesk, engine: str) -> None:
    """Raise where there is no such engine, or none that the viewer may know of."""
    names = [name for name in desk.engines.names() if _reads(context, desk, name)]
    if engine not in names:
        raise ModelUnknownError(f"There is no engine {engine!r}.", hint=did_you_mean(engine, names))


def _reads(context: RequestContext, desk: LearningDesk, engine: str) -> bool:
    if engine not in desk.engines.names():
        return False
    return all(context.scope.table(table).readable for table in desk.engines.facts(engine).inputs)


def _sees_all(context: RequestContext, desk: LearningDesk, engine: str) -> bool:
    seen = [context.scope.table(table) for table in desk.engines.facts(engine).inputs]
    return all(table.readable and table.row_filter is None for table in seen)


def _may_retrain(context: RequestContext, desk: LearningDesk, engine: str) -> None:
    _known(context, desk, engine)
    if not _sees_all(context, desk, engine):
        raise ForbiddenError(
            f"The engine {engine!r} learns from rows that you may not see.",
            hint="Ask somebody who sees all companies.",
        )


def _told_engine(context: RequestContext, desk: LearningDesk, name: str) -> dict[str, Any]:
    facts, served = desk.engines.facts(name), desk.engines.served(name)
    return {
        "id": name,
        "title": facts.title,
        "purpose": facts.purpose.strip(),
        "owner": facts.owner,
        "served": None if served is None else _told_version(served),
        "due": desk.engines.due(name),
        "mayRetrain": _sees_all(context, desk, name),
    }


def _told_version(version: Version) -> dict[str, Any]:
    told = version.evaluation
    return {
        "number": version.number,
        "label": label_of(version),
        "standing": version.standing.value,
        "learnedUntil": version.learned_until.isoformat(),
        "origins": len(told.judged),
        "scores": [
            {
                "id": name,
                "meaning": score.meaning,
                "unit": score.unit,
                "value": told.scores[name],
                "plainest": told.naive.get(name),
            }
            for name, score in version.facts.scores.items()
            if name in told.scores
        ],
    }


def _told(job: Job) -> dict[str, Any]:
    result = job.result if job.state is JobState.DONE and isinstance(job.result, Mapping) else {}
    verdict = result.get("verdict", {})
    return {
        "id": job.id,
        "engine": _engine_of(job),
        "asOf": str(job.arguments.get("as_of", "")),
        "state": job.state.value,
        "over": job.state.is_over,
        "done": 1.0 if job.state is JobState.DONE else job.progress.done_ratio,
        "doing": job.progress.words,
        "submittedAt": job.submitted_at.isoformat(),
        "finishedAt": job.finished_at and job.finished_at.isoformat(),
        "version": result.get("number"),
        "wins": verdict.get("wins"),
        "reason": job.error or verdict.get("reason"),
    }
