"""What a newcomer types: ``make run`` makes the company, serves it on loopback and prints where."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.conftest import ROOT
from tests.integration.test_tutorial import blocks

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@contextmanager
def served(*variables: str, publish: bool = True) -> Iterator[tuple[str, list[str]]]:
    """Run ``make run`` in the installed repository; gives the address and what was printed before it."""
    command = ["make", "run", "RUN=", "PORT=0", *variables]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SYMPHONIES_")}
    environment["SYMPHONIES_LAKEHOUSE__PUBLISH"] = str(publish).lower()
    environment["SYMPHONIES_LEARNING__AUTOMATIC"] = "false"
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout
    printed: list[str] = []
    try:
        for line in process.stdout:
            printed.append(line)
            if found := ADDRESS.search(line):
                yield found[0], printed
                break
        else:
            pytest.fail("".join(printed))
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=30)


def answer(address: str, query: str) -> dict[str, object]:
    body = json.dumps({"query": query}).encode()
    request = Request(f"{address}/graphql", body, {"Content-Type": "application/json"})
    with urlopen(request) as response:
        told = json.load(response)
    assert "errors" not in told, told
    return told["data"]


def test_the_sample_company_is_made_once_and_served(tmp_path: Path) -> None:
    variables = ("SCALE=0.002", f"STORE={tmp_path / 'store'}")
    with served(*variables, publish=False) as (address, printed):
        assert any("rows in" in line for line in printed)
        assert answer(address, "{ company { name isSample } }") == {
            "company": {"name": "Demo Bank", "isSample": True}
        }
        with urlopen(f"{address}/cfo") as response:
            page = response.read().decode()
            policy = response.headers["Content-Security-Policy"]
        assert '<script type="importmap"' in page
        assert "unsafe-inline" not in policy.split("script-src", 1)[1].split(";", 1)[0]
    with served(*variables, publish=False) as (address, printed):
        assert [line for line in printed if "rows in" in line] == []
        metric = answer(address, '{ metric(id: "ar.dso") { state rows { value } } }')["metric"]
        assert metric["state"] == "READY"
        assert 10 < metric["rows"][0]["value"] < 100


def test_a_company_of_ones_own_is_served(tmp_path: Path) -> None:
    for block in blocks("2-your-data.md"):
        if block.file:
            path = tmp_path / block.file
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.text, "utf-8")
    with served(f"DATA={tmp_path / 'bakery'}", f"STORE={tmp_path / 'store'}") as (address, _):
        asked = '{ company { name isSample } sales: metric(id: "ar.sales") { rows { value } } '
        asked += 'paid: metric(id: "pay.settled_value") { state nextStep rows { value } } }'
        told = answer(address, asked)
    assert told["company"] == {"name": "The Bakery", "isSample": False}
    assert told["sales"]["rows"] == [{"value": 3440.5}]
    assert told["paid"]["state"] == "NOT_CONNECTED"
    assert told["paid"]["nextStep"]
    assert [row["value"] for row in told["paid"]["rows"] if row["value"] is not None] == []
