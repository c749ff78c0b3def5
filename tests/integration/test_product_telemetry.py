"""The product, a part of it in a process of its own, reports to a collector what one question took."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from tests.integration.otlp import collector
from tests.integration.test_subgraph_processes import command
from tests.live import Server

QUERY = """query Cash {
  metric(id: "corp.cash", period: {last: 1}, grain: MONTH) { rows { value } }
  invoices(first: 1) { nodes { invoiceId } }
}"""
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def test_one_question_is_one_tree_of_spans_over_both_processes(
    sample_store: Path, tmp_path: Path
) -> None:
    store = shutil.copytree(sample_store, tmp_path / "store")
    async with collector() as received:
        settings = f'[telemetry]\nenabled = true\nendpoint = "{received.url}"\nheaders = {{x-key = "k"}}\n'
        (tmp_path / "symphonies.toml").write_text(settings)
        await asyncio.to_thread(ask, store, settings, tmp_path)
    assert received.keys == {"k"}
    spans = [(service, span) for service, span in received.spans() if span.trace_id.hex() in PARENT]
    names = {span.span_id: f"{service}: {span.name}" for service, span in spans}
    tree = {names[span.span_id]: names.get(span.parent_span_id) for _, span in spans}
    assert tree == {
        "symphonies: POST /graphql": None,
        "symphonies: query Cash": "symphonies: POST /graphql",
        "symphonies: graphql.parse": "symphonies: query Cash",
        "symphonies: graphql.validate": "symphonies: graphql.parse",
        "symphonies: graphql.plan": "symphonies: query Cash",
        "symphonies: graphql.execute": "symphonies: query Cash",
        "symphonies: query metrics": "symphonies: graphql.execute",
        "symphonies: query invoicing": "symphonies: graphql.execute",
        "symphonies-subgraphs: POST": "symphonies: query invoicing",
    }
    assert "invoiceId" not in str([span for _, span in spans])
    counted = {
        (service, metric.name): sum(point.count for point in metric.histogram.data_points)
        for service, metric in received.metrics()
        if metric.WhichOneof("data") == "histogram"
    }
    assert counted["symphonies", "graphql.gateway.subgraph.duration"] == 1
    assert counted["symphonies", "http.client.request.duration"] == 1
    assert counted["symphonies-subgraphs", "http.server.request.duration"] == 1
    told = {name for _, name in counted} | {metric.name for _, metric in received.metrics()}
    assert {"graphql.gateway.plan_cache.size", "graphql.gateway.streams.active"} <= told


def ask(store: Path, settings: str, folder: Path) -> None:
    with command("subgraph", "serve", "invoicing", "--store", store, "--port", "0", cwd=folder) as address:
        apart = f'[federation.subgraphs]\ninvoicing = "{address.replace("NAME", "invoicing")}"\n'
        (folder / "symphonies.toml").write_text(settings + apart)
        with command("serve", "--store", store, "--port", "0", cwd=folder) as served:
            answer = Server(served).post("/graphql", {"query": QUERY}, traceparent=PARENT)
            assert "errors" not in answer.json()
