"""Another product is a folder and no other edit: subgraph, metrics, docs and sample rows follow from it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from symphonies.app.sample import fill_with_sample
from symphonies.app.server import create_app
from symphonies.app.settings import load_settings
from symphonies.app.wiring import Instance, open_instance
from tests.conftest import ROOT
from tools import reference

FOLDER = ROOT / "examples" / "product_29"
PRODUCT, PREFIX = "treasury_notes", "notes."


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    store = {"store": tmp_path_factory.mktemp("product_29"), "publish": False}
    settings = load_settings(environment={}, lakehouse=store, learning={"automatic": False}).model_copy(
        update={"products": (FOLDER,)}
    )
    assert fill_with_sample(settings, seed=7, scale=0.002, as_of=date(2026, 10, 31), say=lambda _: None)
    opened = open_instance(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(instance: Instance) -> Iterator[TestClient]:
    with TestClient(create_app(instance), base_url="http://127.0.0.1") as running:
        yield running


def ask(client: TestClient, query: str) -> Any:
    told = client.post("/graphql", json={"query": query}).json()
    assert "errors" not in told, told
    return told["data"]


def test_nothing_in_the_source_names_it() -> None:
    command = ["git", "grep", "-l", "-e", PRODUCT, "--", "src", "ui", "tools", "Makefile", "pyproject.toml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 1


def test_its_sample_rows_have_landed(instance: Instance) -> None:
    status = instance.lakehouse.status(PRODUCT)
    assert status.connected
    assert status.rows > 0


def test_its_metrics_are_in_the_catalogue_and_have_figures(client: TestClient, instance: Instance) -> None:
    declared = {metric.id for metric in instance.catalog.metrics if metric.product == PRODUCT}
    assert {"notes.bought", "notes.held", "notes.yield", "notes.term"} <= declared
    told = ask(
        client,
        '{ metrics(product: "treasury_notes") { id } held: metric(id: "notes.held", by: ["issuer"]) '
        '{ state rows { value } } yield: metric(id: "notes.yield") { rows { value } } }',
    )
    assert {metric["id"] for metric in told["metrics"]} <= declared
    assert told["held"]["state"] == "READY"
    assert sum(row["value"] for row in told["held"]["rows"]) > 0
    assert 0 < told["yield"]["rows"][0]["value"] < 0.1


def test_its_subgraph_is_part_of_the_graph(client: TestClient) -> None:
    told = ask(
        client,
        "{ treasuryNotes(first: 2) { edges { node { name amount entity { name } } } } "
        "treasuryNotesMetrics { held { rows { value } } } }",
    )
    nodes = [edge["node"] for edge in told["treasuryNotes"]["edges"]]
    assert len(nodes) == 2
    assert all(node["entity"]["name"] for node in nodes)
    assert told["treasuryNotesMetrics"]["held"]["rows"][0]["value"] > 0


def test_its_documentation_is_written_from_it() -> None:
    without, written = reference.pages(), reference.pages([FOLDER])
    assert set(written) - set(without) == {"metrics/treasury_notes.md", "products/treasury_notes.md"}
    assert "notes.yield" in written["metrics.md"]
    assert "The day it is paid back" in written["products/treasury_notes.md"]
    unchanged = {name for name in without if without[name] == written[name]}
    assert set(without) - unchanged == {"README.md", "metrics.md"}


def test_the_contract_tests_run_on_it() -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/contract",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert len([line for line in done.stdout.splitlines() if PRODUCT in line]) >= 5
