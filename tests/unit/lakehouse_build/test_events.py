"""OpenLineage events of a build."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from symphonies.platform.lakehouse.lineage.edges import EdgeKind, LineageEdge
from symphonies.platform.lakehouse.lineage.events import ModelRun, write_events

START = datetime(2026, 10, 31, 8, tzinfo=UTC)
EDGE = LineageEdge("shop.sale", "amount", "shop.total", "amount", EdgeKind.AGGREGATION)


def _run(table: str, rows: int | None) -> ModelRun:
    return ModelRun(table, ["shop.sale"], [EDGE], START, START + timedelta(seconds=1), rows)


def test_each_run_starts_and_ends_with_its_columns(tmp_path: Path) -> None:
    path = write_events(tmp_path / "lineage", [_run("shop.total", 3), _run("shop.broken", None)])
    assert path.name == "2026-10-31.jsonl"
    events = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(event["eventType"], event["job"]["name"]) for event in events] == [
        ("START", "shop.total"),
        ("COMPLETE", "shop.total"),
        ("START", "shop.broken"),
        ("FAIL", "shop.broken"),
    ]
    assert events[0]["run"] == events[1]["run"] != events[2]["run"]
    output = events[1]["outputs"][0]
    assert output["outputFacets"]["outputStatistics"]["rowCount"] == 3
    assert output["facets"]["columnLineage"]["fields"]["amount"]["inputFields"] == [
        {
            "namespace": "symphonies",
            "name": "shop.sale",
            "field": "amount",
            "transformations": [{"type": "DIRECT", "subtype": "AGGREGATION"}],
        }
    ]


def test_events_are_added_to_the_file_of_the_day(tmp_path: Path) -> None:
    write_events(tmp_path, [_run("shop.total", 3)])
    path = write_events(tmp_path, [_run("shop.total", 4)])
    assert len(path.read_text().splitlines()) == 4
