"""Tells other tools what a build did: OpenLineage run events, one JSON a line.

Source: OpenLineage 1.x, https://openlineage.io/spec
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from symphonies.platform.lakehouse.lineage.edges import EdgeKind, LineageEdge

if TYPE_CHECKING:
    from openlineage.client.event_v2 import OutputDataset, RunEvent

PRODUCER = "https://symphonies.example/lakehouse"
NAMESPACE = "symphonies"


@dataclass(frozen=True)
class ModelRun:
    """One model that a build computed, or failed to."""

    table: str
    reads: Sequence[str]
    edges: Sequence[LineageEdge]
    started_at: datetime
    ended_at: datetime
    rows: int | None
    """Rows in its table; None if it failed."""


def write_events(folder: Path, runs: Iterable[ModelRun]) -> Path:
    """Append the start and the end of each run to the file of the day and return its path."""
    from openlineage.client.transport.file import FileConfig, FileTransport

    runs = list(runs)
    day = max((run.started_at for run in runs), default=datetime.now(UTC)).date()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{day.isoformat()}.jsonl"
    transport = FileTransport(FileConfig(log_file_path=str(path), append=True))
    for run in runs:
        for event in _events(run):
            transport.emit(event)
    return path


def _events(run: ModelRun) -> list[RunEvent]:
    from openlineage.client.event_v2 import InputDataset, Job, Run, RunEvent, RunState

    ended = RunState.FAIL if run.rows is None else RunState.COMPLETE
    this_run = Run(runId=str(uuid5(NAMESPACE_URL, f"{run.table} {run.started_at.isoformat()}")))
    job = Job(namespace=NAMESPACE, name=run.table)
    inputs = [InputDataset(namespace=NAMESPACE, name=name) for name in run.reads]
    return [
        RunEvent(
            eventType=state,
            eventTime=at.isoformat(),
            run=this_run,
            job=job,
            producer=PRODUCER,
            inputs=inputs,
            outputs=[_output(run)],
        )
        for state, at in ((RunState.START, run.started_at), (ended, run.ended_at))
    ]


def _output(run: ModelRun) -> OutputDataset:
    from openlineage.client.event_v2 import OutputDataset
    from openlineage.client.generated.base import OutputDatasetFacet
    from openlineage.client.generated.column_lineage_dataset import (
        ColumnLineageDatasetFacet,
        Fields,
        InputField,
        Transformation,
    )
    from openlineage.client.generated.output_statistics_output_dataset import (
        OutputStatisticsOutputDatasetFacet,
    )

    fields: dict[str, Fields] = {}
    for edge in run.edges:
        if edge.to_column is None or edge.from_column is None:
            continue
        change = Transformation(type="DIRECT", subtype=_SUBTYPES[edge.kind])
        source = InputField(
            namespace=NAMESPACE, name=edge.from_table, field=edge.from_column, transformations=[change]
        )
        fields.setdefault(edge.to_column, Fields(inputFields=[])).inputFields.append(source)
    statistics: dict[str, OutputDatasetFacet] = {}
    if run.rows is not None:
        statistics["outputStatistics"] = OutputStatisticsOutputDatasetFacet(rowCount=run.rows)
    return OutputDataset(
        namespace=NAMESPACE,
        name=run.table,
        facets={"columnLineage": ColumnLineageDatasetFacet(fields=fields)},
        outputFacets=statistics,
    )


_SUBTYPES = {
    EdgeKind.IDENTITY: "IDENTITY",
    EdgeKind.TRANSFORMATION: "TRANSFORMATION",
    EdgeKind.AGGREGATION: "AGGREGATION",
    EdgeKind.LOAD: "IDENTITY",
}
