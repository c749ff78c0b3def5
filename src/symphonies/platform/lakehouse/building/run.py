"""Runs the steps of a plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from time import perf_counter

from symphonies.kernel import Clock, SymphonyError
from symphonies.platform.lakehouse.building.plan import BuildPlan, BuildStep, StepKind
from symphonies.platform.lakehouse.building.project import Project
from symphonies.platform.lakehouse.building.report import BuildReport, Outcome, StepResult
from symphonies.platform.lakehouse.engine.names import LOAD_ID, quoted, quoted_table
from symphonies.platform.lakehouse.lineage.edges import Columns, LineageEdge, column_edges
from symphonies.platform.lakehouse.lineage.events import ModelRun, write_events
from symphonies.platform.lakehouse.lineage.store import read_edges, write_edges
from symphonies.platform.lakehouse.modelling.execute import drop_staged, stage_model, swap_model
from symphonies.platform.lakehouse.modelling.failures import write_failures
from symphonies.platform.lakehouse.modelling.model import ResolvedModel
from symphonies.platform.lakehouse.modelling.plan import ModelDecision
from symphonies.platform.lakehouse.modelling.state import (
    ModelState,
    forget_state,
    read_source_versions,
    read_states,
    write_state,
)
from symphonies.platform.lakehouse.ports import Engine
from symphonies.platform.lakehouse.publishing.iceberg import OpenLake
from symphonies.platform.lakehouse.publishing.record import Publication, write_publication
from symphonies.platform.lakehouse.quality.results import run_checks
from symphonies.platform.lakehouse.vault.load import load_vault


class BuildRun:
    """One run of a plan over a store.

    A model that fails leaves its table as it was; models and publications that read it are skipped.

    Args:
        engine: The store.
        project: The declarations the plan was made from.
        store_dir: Where the open lake and the lineage events go.
        clock: Tells when it happened.
    """

    def __init__(self, engine: Engine, project: Project, store_dir: Path, clock: Clock) -> None:
        self._engine = engine
        self._project = project
        self._store_dir = store_dir
        self._clock = clock
        self._broken: dict[str, str] = {}
        self._runs: list[ModelRun] = []
        self._lake: OpenLake | None = None
        self._actions: dict[StepKind, Callable[[BuildStep], StepResult]] = {
            StepKind.DROP: self._drop,
            StepKind.MODEL: self._model,
            StepKind.CHECK: self._check,
            StepKind.HISTORY: self._history,
            StepKind.PUBLISH: self._publish,
        }

    def run(self, plan: BuildPlan) -> BuildReport:
        """Run every step and return what happened."""
        begun = perf_counter()
        self._sources = read_source_versions(self._engine)
        self._states = read_states(self._engine)
        try:
            results = tuple(self._step(step) for step in plan.steps)
        finally:
            if self._lake is not None:
                self._lake.close()
        write_failures(self._engine, self._broken, self._clock.now())
        if self._runs:
            write_events(self._store_dir / "lineage", self._runs)
        return BuildReport(results, perf_counter() - begun)

    def _step(self, step: BuildStep) -> StepResult:
        if not step.runs:
            return StepResult(step, Outcome.UP_TO_DATE)
        culprit = self._culprit(step)
        if culprit is not None:
            if step.kind is StepKind.MODEL:
                self._broken[step.table] = culprit
            return StepResult(step, Outcome.SKIPPED, because=culprit)
        begun = perf_counter()
        try:
            return self._actions[step.kind](step)
        except SymphonyError as error:
            if step.kind is StepKind.MODEL:
                self._broken[step.table] = step.table
            return StepResult(step, Outcome.FAILED, perf_counter() - begun, error=error)

    def _culprit(self, step: BuildStep) -> str | None:
        """Return the failed model that keeps a step from running."""
        needed = self._project.models[step.table].reads if step.kind is StepKind.MODEL else (step.table,)
        return next((self._broken[name] for name in needed if name in self._broken), None)

    def _drop(self, step: BuildStep) -> StepResult:
        with self._engine.transaction():
            if step.table in self._project.tables:
                self._engine.execute(f"DELETE FROM {quoted_table(step.table)} WHERE {LOAD_ID} IS NULL")
            else:
                self._engine.execute(f"DROP TABLE IF EXISTS {quoted_table(step.table)}")
            forget_state(self._engine, step.table)
            write_edges(self._engine, step.table, ())
        self._states.pop(step.table, None)
        return StepResult(step, Outcome.DONE)

    def _model(self, step: BuildStep) -> StepResult:
        model, decision = self._project.models[step.table], step.decision
        assert decision is not None
        declared = self._project.tables.get(step.table)
        started, begun = self._clock.now(), perf_counter()
        edges = self._edges(model)
        try:
            stage_model(self._engine, model, declared, decision.since)
            with self._engine.transaction():
                built = swap_model(self._engine, model, declared, decision.since)
                state = self._state(
                    model, decision, built.rows, built.changed, built.watermark, perf_counter() - begun
                )
                write_state(self._engine, step.table, state)
                write_edges(self._engine, step.table, edges)
        except SymphonyError:
            drop_staged(self._engine, model)
            self._runs.append(ModelRun(step.table, model.reads, edges, started, self._clock.now(), None))
            raise
        self._states[step.table] = state
        self._runs.append(ModelRun(step.table, model.reads, edges, started, self._clock.now(), built.rows))
        return StepResult(step, Outcome.DONE, state.seconds, built.rows)

    def _state(
        self,
        model: ResolvedModel,
        decision: ModelDecision,
        rows: int,
        changed: bool,
        watermark: str | None,
        seconds: float,
    ) -> ModelState:
        before = self._states.get(model.table)
        version = (before.version if before else 0) + int(changed or before is None)
        hashes = self._project.hashes[model.table]
        return ModelState(
            own_hash=hashes.own,
            model_hash=hashes.full,
            inputs={name: self._version(name) for name in model.reads},
            version=version,
            watermark=watermark,
            rows=rows,
            seconds=seconds,
            built_at=self._clock.now().astimezone(UTC).replace(tzinfo=None),
        )

    def _version(self, table: str) -> str:
        state = self._states.get(table)
        return str(state.version) if state else self._sources.get(table, "")

    def _edges(self, model: ResolvedModel) -> tuple[LineageEdge, ...]:
        """Return the edges into a model, computed only where its definition changed."""
        before = self._states.get(model.table)
        if before is not None and before.model_hash == self._project.hashes[model.table].full:
            return tuple(edge for edge in read_edges(self._engine) if edge.to_table == model.table)
        return column_edges(model, self._columns(model.reads))

    def _columns(self, tables: tuple[str, ...]) -> Columns:
        columns: dict[str, dict[str, str]] = {}
        for table in tables:
            found = self._engine.execute(f"DESCRIBE {quoted_table(table)}").to_pylist()
            columns[table] = {row["column_name"]: row["column_type"] for row in found}
        return columns

    def _check(self, step: BuildStep) -> StepResult:
        begun = perf_counter()
        compiled = self._project.checks[step.table]
        inputs = {name: self._version(name) for name in compiled.reads}
        checks = run_checks(self._engine, compiled, inputs, self._clock.now())
        return StepResult(step, Outcome.DONE, perf_counter() - begun, checks=checks)

    def _history(self, step: BuildStep) -> StepResult:
        begun = perf_counter()
        assert step.loads is not None
        load_vault(self._engine, step.loads)
        return StepResult(step, Outcome.DONE, perf_counter() - begun)

    def _publish(self, step: BuildStep) -> StepResult:
        begun = perf_counter()
        if self._lake is None:
            self._lake = OpenLake(self._store_dir / "iceberg")
        columns = ", ".join(quoted(name) for name in self._project.tables[step.table].columns)
        rows = self._engine.execute(f"SELECT {columns} FROM {quoted_table(step.table)}")
        snapshot = self._lake.replace(step.table, rows)
        write_publication(
            self._engine,
            Publication(step.table, self._version(step.table), snapshot, rows.num_rows, self._clock.now()),
        )
        return StepResult(step, Outcome.DONE, perf_counter() - begun, rows.num_rows)
