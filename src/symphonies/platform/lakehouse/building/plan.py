"""The plan of a build: data that is printed and run alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from symphonies.platform.lakehouse.building.project import Project
from symphonies.platform.lakehouse.modelling.plan import ModelDecision, plan_models
from symphonies.platform.lakehouse.modelling.state import (
    read_newest_loads,
    read_source_versions,
    read_states,
)
from symphonies.platform.lakehouse.ports import Engine
from symphonies.platform.lakehouse.publishing.record import read_publications
from symphonies.platform.lakehouse.quality.results import read_facts
from symphonies.platform.lakehouse.vault.load import VaultStep, plan_vault


class StepKind(StrEnum):
    """What a step does."""

    DROP = "drop"
    """Remove the table of a model that is gone."""
    MODEL = "model"
    CHECK = "check"
    HISTORY = "history"
    PUBLISH = "publish"


_VERBS = {
    StepKind.DROP: "drop",
    StepKind.MODEL: "build",
    StepKind.CHECK: "check",
    StepKind.HISTORY: "remember",
    StepKind.PUBLISH: "publish",
}


@dataclass(frozen=True)
class BuildStep:
    """One thing to do, or one model that needs nothing."""

    kind: StepKind
    table: str
    why: str
    runs: bool = True
    """False for a model that is up to date."""
    decision: ModelDecision | None = field(default=None, repr=False)
    """For models: the decision behind it."""
    loads: VaultStep | None = field(default=None, repr=False)
    """For history: which loads to take in."""

    def to_dict(self) -> dict[str, object]:
        """Return the step as plain values."""
        return {"kind": self.kind.value, "table": self.table, "why": self.why, "runs": self.runs}


@dataclass(frozen=True)
class BuildPlan:
    """The steps of a build in the order in which they run."""

    steps: tuple[BuildStep, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is to be done."""
        return not any(step.runs for step in self.steps)

    def to_dict(self) -> dict[str, object]:
        """Return the plan as plain values."""
        return {"steps": [step.to_dict() for step in self.steps]}

    def lines(self) -> list[str]:
        """Return the plan for people: a line for every step and a sum."""
        width = max((len(step.table) for step in self.steps), default=0)
        lines = [f"{step.kind:<7} {step.table:<{width}}  {step.why}" for step in self.steps]
        counted = Counter(step.kind for step in self.steps if step.runs)
        total = ", ".join(f"{count} to {_VERBS[kind]}" for kind, count in counted.items()) or "nothing to do"
        idle = sum(not step.runs for step in self.steps)
        return [*lines, f"Plan: {total}; {idle} up to date."]


def plan_build(engine: Engine, project: Project, *, full: bool = False, publish: bool = True) -> BuildPlan:
    """Compare what is declared with what is stored and return what is to be done.

    Args:
        engine: The store; only read.
        project: The declarations.
        full: Build every model from all rows.
        publish: Also write published tables to the open lake.
    """
    states = read_states(engine)
    sources = read_source_versions(engine)
    decisions = plan_models(project.models, project.hashes, states, sources, full=full)
    models = [
        BuildStep(StepKind.MODEL, table, decision.why, decision.builds, decision)
        for table, decision in decisions.items()
    ]
    building = {step.table for step in models if step.runs}
    versions = dict(sources) | {
        table: str(state.version) for table, state in states.items() if table in project.models
    }
    steps = [*_drops(project, states), *models, *_checks(engine, project, versions, building)]
    histories = plan_vault(engine, project.histories.values(), read_newest_loads(engine))
    steps += [BuildStep(StepKind.HISTORY, one.design.full_name, _loads(one), loads=one) for one in histories]
    if publish:
        steps += _publications(engine, project, versions, building)
    return BuildPlan(tuple(steps))


def _drops(project: Project, states: Iterable[str]) -> list[BuildStep]:
    owned = {product.id for product in project.products}
    return [
        BuildStep(StepKind.DROP, table, "its model is gone")
        for table in sorted(states)
        if table not in project.models and table.split(".")[0] in owned
    ]


def _checks(
    engine: Engine, project: Project, versions: Mapping[str, str], building: set[str]
) -> list[BuildStep]:
    facts = read_facts(engine)
    steps = []
    for table, compiled in project.checks.items():
        inputs = {name: versions.get(name, "") for name in compiled.reads}
        fact = facts.get(table)
        moved = building.intersection(compiled.reads) or {
            name for name in inputs if fact is None or fact.inputs.get(name, "") != inputs[name]
        }
        empty = fact is None and table not in project.models and not versions.get(table)
        if moved and not empty:
            why = "never checked" if fact is None else f"changed: {', '.join(sorted(moved))}"
            steps.append(BuildStep(StepKind.CHECK, table, why))
    return steps


def _loads(step: VaultStep) -> str:
    return f"loads after {step.after} to {step.until}" if step.after else f"all loads to {step.until}"


def _publications(
    engine: Engine, project: Project, versions: Mapping[str, str], building: set[str]
) -> Sequence[BuildStep]:
    published = read_publications(engine)
    steps = []
    for table, declared in project.tables.items():
        version = versions.get(table, "")
        known = table in building or version
        if not declared.published or not known:
            continue
        if table in building or table not in published or published[table].version != version:
            why = "data changed" if table in published else "never published"
            steps.append(BuildStep(StepKind.PUBLISH, table, why))
    return steps
