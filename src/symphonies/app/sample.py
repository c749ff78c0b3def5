"""Fill a store with the sample company."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from symphonies.app.settings import Settings
from symphonies.app.wiring import COMPANY_FILE, PERSONAS_FILE, Instance, open_instance
from symphonies.platform.lakehouse import make_store
from symphonies.platform.samples import PERSONAS, SampleCompany, company_settings, write_papers
from symphonies.platform.security import LOCAL_OWNER

PLANTED_FILE = "planted.json"
PAPERS_FOLDER = "papers"


def fill_with_sample(
    settings: Settings, *, seed: int, scale: float, as_of: date, say: Callable[[str], None]
) -> bool:
    """Generate the sample company, land it and build its figures; return whether all was built.

    Args:
        settings: name the store.
        seed: the same seed, scale and as-of day give bit-equal rows.
        scale: 1 is about a million rows.
        as_of: the last day of the books.
        say: told about progress.
    """
    started = time.perf_counter()
    store = settings.lakehouse.store
    make_store(settings.lakehouse)
    facts = company_settings(as_of)
    instance = _opened(settings, facts)
    try:
        company = SampleCompany(instance.products, seed=seed, scale=scale, as_of=as_of)
        landed = 0
        for product, table, rows in company.tables():
            landed += instance.lakehouse.land(product, table, rows, f"sample of {product}.{table}").landed
        planted = [asdict(plant) for plant in company.planted]
        (store / PLANTED_FILE).write_text(json.dumps(planted, indent=2, default=str), "utf-8")
        shutil.rmtree(store / PAPERS_FOLDER, ignore_errors=True)
        write_papers(company.papers, store / PAPERS_FOLDER)
        seconds = time.perf_counter() - started
        say(f"{facts['name']}: {landed:,} rows in {seconds:.0f} s. Building its figures ...")
        report = instance.lakehouse.build(publish=settings.lakehouse.publish)
        say("\n".join([*(result.line() for result in report.failed), report.lines()[-1]]))
        say(_load_papers(instance, store / PAPERS_FOLDER))
        say(f"Ready after {time.perf_counter() - started:.0f} s.")
        return report.ok
    finally:
        instance.close()


def _opened(settings: Settings, facts: Mapping[str, Any]) -> Instance:
    """Open the store as the sample company's; one that cannot be opened keeps what it says of itself."""
    store = settings.lakehouse.store
    told = {
        store / COMPANY_FILE: yaml.safe_dump(dict(facts), sort_keys=False).encode(),
        store / PERSONAS_FILE: PERSONAS.read_bytes(),
    }
    before = {path: path.read_bytes() if path.exists() else None for path in told}
    for path, text in told.items():
        path.write_bytes(text)
    try:
        return open_instance(settings)
    except BaseException:
        for path, text in before.items():
            path.unlink() if text is None else path.write_bytes(text)
        raise


def _load_papers(instance: Instance, folder: Path) -> str:
    """Load the company's papers, forget those of another one, and return what became of them."""
    library = instance.library
    outcomes = list(library.load(folder, LOCAL_OWNER)) if folder.is_dir() else []
    loaded = {each.file for each in outcomes}
    for document in library.readable(LOCAL_OWNER):
        if document.id.startswith(f"{folder.name}/") and document.id not in loaded:
            library.remove(document.id, LOCAL_OWNER)
    refused = [f"{each.file}: {each.error}" for each in outcomes if each.error is not None]
    passages = sum(each.chunks for each in outcomes)
    return "\n".join([f"{len(outcomes) - len(refused)} documents, {passages} passages.", *refused])
