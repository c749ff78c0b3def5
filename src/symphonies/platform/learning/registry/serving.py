"""Serving the champion, with what people must know of it; and approving a version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic

from symphonies.kernel import Clock
from symphonies.platform.learning.engines.engine import Engine, M
from symphonies.platform.learning.errors import ModelUnknownError, ReviewRefusedError
from symphonies.platform.learning.ports import Registry
from symphonies.platform.learning.versions import Review, Standing, Version


@dataclass(frozen=True, slots=True)
class Served(Generic[M]):
    """A model that may be used, and under which label."""

    version: Version
    model: M

    @property
    def label(self) -> str:
        """Said beside whatever it says: ``receipts 3``, or ``receipts 4 (draft)``."""
        return label_of(self.version)


def label_of(version: Version) -> str:
    """Returns what a version is called beside what it says: ``receipts 4 (draft)`` until it is approved."""
    label = f"{version.engine} {version.number}"
    return f"{label} (draft)" if version.standing is Standing.DRAFT else label


def serve(registry: Registry, engine: Engine[M], *, approved_only: bool = False) -> Served[M] | None:
    """Returns the champion, restored; None when there is none.

    Args:
        registry: where models are kept.
        engine: whose model.
        approved_only: whether to go back to the newest approved version while the champion is a draft.

    Raises:
        ModelDamagedError: its files are not what was stored.
    """
    name = engine.facts.id
    number = registry.champion(name)
    if number is None:
        return None
    version = find_version(registry, name, number)
    if approved_only and version.standing is Standing.DRAFT:
        older = [one for one in registry.versions(name) if one.standing is Standing.APPROVED]
        if not older:
            return None
        version = older[-1]
    return Served(version, engine.restore(registry.files(version)))


def find_version(registry: Registry, engine: str, number: int | None = None) -> Version:
    """Returns a version of an engine; by default the champion, or the newest where there is none.

    Raises:
        ModelUnknownError: there is no such version.
    """
    versions = {one.number: one for one in registry.versions(engine)}
    if not versions:
        raise ModelUnknownError(
            f"There is no model of {engine!r}.", hint=f"Learn one: symphonies models retrain {engine}"
        )
    wanted = number or registry.champion(engine) or max(versions)
    if wanted not in versions:
        raise ModelUnknownError(
            f"There is no version {wanted} of {engine!r}.",
            hint=f"There are {', '.join(map(str, versions))}.",
        )
    return versions[wanted]


def approve(registry: Registry, version: Version, reviewer: str, clock: Clock, note: str = "") -> Version:
    """Makes a version approved: a person looked at its card and takes it for fit for its purpose.

    Raises:
        ReviewRefusedError: nobody is named, or it is no better than the plainest thing.
    """
    if not reviewer.strip():
        raise ReviewRefusedError("A review needs the name of a person.", hint="Name the reviewer.")
    if not version.evaluation.judged:
        raise ReviewRefusedError(
            f"Version {version.number} of {version.engine!r} was never tested.",
            hint=f"Test it against what came: symphonies models retrain {version.engine}",
        )
    if not version.evaluation.beats_naive(version.facts):
        raise ReviewRefusedError(
            f"Version {version.number} of {version.engine!r} is no better than the plainest thing.",
            hint=f"See its card: symphonies models show {version.engine} --version {version.number}",
        )
    said = Review(reviewer=reviewer.strip(), at=clock.now(), note=note)
    return registry.review(version.engine, version.number, said)
