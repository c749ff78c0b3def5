"""Decides which models to build, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from symphonies.platform.lakehouse.modelling.model import ModelKind, ResolvedModel
from symphonies.platform.lakehouse.modelling.state import ModelHashes, ModelState, Versions


class Reason(StrEnum):
    """Why a model is built, or not."""

    NEW = "new"
    ASKED = "asked to start anew"
    SQL_CHANGED = "its SQL changed"
    UPSTREAM_CHANGED = "upstream changed"
    INCREMENTAL = "incremental"
    UP_TO_DATE = "up to date"


@dataclass(frozen=True)
class ModelDecision:
    """What is to happen to one model."""

    table: str
    reason: Reason
    causes: tuple[str, ...] = ()
    """The tables whose change asks for it."""
    since: str | None = None
    """The watermark an incremental build starts at."""

    @property
    def builds(self) -> bool:
        """Whether the model is to be built at all."""
        return self.reason is not Reason.UP_TO_DATE

    @property
    def why(self) -> str:
        """The reason in words."""
        if self.since is not None:
            return f"incremental since {self.since}"
        causes = f": {', '.join(self.causes)}" if self.causes else ""
        return f"{self.reason}{causes}"


def plan_models(
    models: Mapping[str, ResolvedModel],
    hashes: Mapping[str, ModelHashes],
    states: Mapping[str, ModelState],
    sources: Versions,
    *,
    full: bool = False,
) -> dict[str, ModelDecision]:
    """Return a decision for every model, in build order.

    Args:
        models: Resolved models by table, in build order.
        hashes: Their hashes.
        states: How they were last built.
        sources: Versions of landed tables and of the company.
        full: Build every model from all rows.
    """
    versions = dict(sources) | {table: str(state.version) for table, state in states.items()}
    decisions: dict[str, ModelDecision] = {}
    for table, model in models.items():
        building = {name for name in model.reads if name in decisions and decisions[name].builds}
        state = states.get(table)
        moved = building | {
            name for name in model.reads if state and versions.get(name, "") != state.inputs.get(name, "")
        }
        decisions[table] = _decide(model, hashes[table], state, tuple(sorted(moved)), full)
    return decisions


def _decide(
    model: ResolvedModel, hashes: ModelHashes, state: ModelState | None, moved: tuple[str, ...], full: bool
) -> ModelDecision:
    if state is None:
        return ModelDecision(model.table, Reason.NEW)
    if state.own_hash != hashes.own:
        return ModelDecision(model.table, Reason.SQL_CHANGED)
    if full:
        return ModelDecision(model.table, Reason.ASKED)
    if state.model_hash != hashes.full or (moved and model.model.kind is ModelKind.FULL):
        return ModelDecision(model.table, Reason.UPSTREAM_CHANGED, moved)
    if moved:
        return ModelDecision(model.table, Reason.INCREMENTAL, moved, since=state.watermark)
    return ModelDecision(model.table, Reason.UP_TO_DATE)
