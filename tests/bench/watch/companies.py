"""Sample companies by seed, made once and kept, and what the product's own watch tells of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from symphonies.app.asking import cascade_of
from symphonies.app.sample import PLANTED_FILE, fill_with_sample
from symphonies.app.settings import load_settings
from symphonies.app.wiring import open_instance
from symphonies.platform.samples import AS_OF
from symphonies.platform.vizier import Watcher
from symphonies.platform.vizier.watch import Anomaly, Finding
from tests.bench.watch.matching import Truth, match, read_truth

READY = "done"
WHO = "cfo"


@dataclass(frozen=True)
class Told:
    """What was told of one company."""

    seed: int
    plants: list[Truth]
    findings: list[Finding]
    causes: list[Anomaly]
    of: list[Truth | None]
    """The plant of each finding."""


def look(seed: int, scale: float, kept: Path, as_of: date = AS_OF) -> Told:
    """Return what the watch tells the CFO of a company, which is made first if it is not kept yet."""
    store = kept / str(scale) / str(seed)
    settings = load_settings(environment={}, lakehouse={"store": store, "publish": False})
    if not (store / READY).exists():
        fill_with_sample(settings, seed=seed, scale=scale, as_of=as_of, say=lambda _line: None)
        (store / READY).touch()
    instance = open_instance(settings)
    try:
        cascade = cascade_of(instance)
        plants = read_truth(json.loads((store / PLANTED_FILE).read_text("utf-8")), cascade)
        watcher, scope = Watcher(cascade), instance.scope(instance.principals[WHO])
        found = list(watcher.look(instance.semantics, scope))
        causes = [watcher.origin(each, instance.semantics, scope).cause for each in found]
    finally:
        instance.close()
    return Told(seed, plants, found, causes, match([each.head for each in found], plants))
