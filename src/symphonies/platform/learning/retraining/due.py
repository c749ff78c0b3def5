"""Whether a model should be learned anew: other code, new data, a shifted world, grown errors."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from symphonies.platform.learning.backtesting import Knowledge, Tables
from symphonies.platform.learning.drift import Drift, watch
from symphonies.platform.learning.engines import Engine, judge_at
from symphonies.platform.learning.versions import Version


def code_hash(engine: Engine[Any]) -> str:
    """Returns the SHA-256 of an engine's folders: its source and its declarations."""
    own = Path(inspect.getfile(type(engine))).parent
    return source_hash((own, *(own / name for name in engine.facts.code)))


def source_hash(folders: Iterable[Path]) -> str:
    """Returns the SHA-256 of what is written in folders: source and declarations."""
    found = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".py", ".yaml"}:
                found.update(f"{file.relative_to(folder).as_posix()}\n".encode() + file.read_bytes())
    return found.hexdigest()


def drift_of(engine: Engine[Any], tables: Tables, version: Version, model: object, as_of: date) -> Drift:
    """Compares the world with what a version learned from, and its errors with those of its backtest.

    Args:
        engine: whose version it is.
        tables: everything there is.
        version: what is served.
        model: its model.
        as_of: the last day that is known.
    """
    features = engine.features(Knowledge(tables, as_of))
    return watch(version.reference, features, _error_ratio(engine, tables, version, model, as_of))


def why_due(version: Version | None, drift: Drift | None, code: str, as_of: date) -> str | None:
    """Returns why a model should be learned anew, in words; None when it need not be.

    Args:
        version: what is served; None when nothing is.
        drift: what the watch found; None when it was not asked.
        code: the hash of the engine's source.
        as_of: the last day that is known.
    """
    if version is None:
        return "there is no model yet"
    if not version.evaluation.judged:
        return "the model was never tested"
    if version.code_hash != code:
        return "the engine has changed"
    if drift and drift.shifted:
        return f"shifted: {', '.join(drift.shifted)}"
    if drift and drift.is_worse:
        return f"errors are {drift.error_ratio:.1f} times what they were"
    days = (as_of - version.learned_until).days
    return f"{days} days of new data" if days >= version.facts.every_days else None


def _error_ratio(
    engine: Engine[Any], tables: Tables, version: Version, model: object, as_of: date
) -> float | None:
    """Returns the error of the newest predictions that have come, over that of the backtest."""
    facts = version.facts
    cut = as_of - timedelta(days=facts.horizon_days)
    if cut < version.learned_until:
        return None
    now = judge_at(engine, tables, cut, version.seed, model).scores.get(facts.primary)
    then = version.evaluation.scores.get(facts.primary)
    if now is None or not then or facts.scores[facts.primary].better != "lower":
        return None
    return now / then
