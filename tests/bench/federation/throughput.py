"""Measure gateways side by side: ``python -m tests.bench.federation.throughput [--bed FOLDER] [--rounds 5]``.

Each gateway runs alone on one core and answers the same three queries over HTTP; subgraphs and clients run
on the other. What counts is the processor time of the gateway for a request: the median of the rounds, which
go from gateway to gateway in turn. ``--bed`` names a folder for the other gateways, installed by npm on the
first run; without it only ours are measured. All answers must be equal.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from .company import QUERIES, supergraph
from .rivals import RIVALS, install
from .served import Served, free_port, serving

OURS, EMBEDDED = "Symphonies", "Symphonies, subgraphs in process"
PEER = "Hive Gateway Rust planner"
"""The gateway that the ratios are to."""
WARM_S = 2.0
GATEWAY_CORE, OTHER_CORE = 0, 1


@dataclass
class Measured:
    """One gateway: its processor time per request by query, a value for each round."""

    url: str
    process: Served
    cpu_ms: dict[str, list[float]] = field(default_factory=dict)
    rate: dict[str, list[float]] = field(default_factory=dict)
    rss_mb: float = 0.0

    def cpu(self, query: str) -> float:
        return statistics.median(self.cpu_ms[query])


async def load(url: str, query: str, seconds: float, clients: int) -> tuple[int, float]:
    """Sends one query again and again; returns how many were answered in how many seconds."""
    body = orjson.dumps(QUERIES[query])
    headers = {"content-type": "application/json", "accept": "application/json"}
    end = time.perf_counter() + seconds
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=clients)) as session:

        async def client() -> int:
            answered = 0
            while time.perf_counter() < end:
                async with session.post(url, data=body, headers=headers) as answer:
                    await answer.read()
                    assert answer.status == 200
                answered += 1
            return answered

        begun = time.perf_counter()
        answered = sum(await asyncio.gather(*(client() for _ in range(clients))))
        return answered, time.perf_counter() - begun


async def answer_of(url: str, query: str) -> Any:
    async with aiohttp.ClientSession() as session, session.post(url, json=QUERIES[query]) as answer:
        return orjson.loads(await answer.read())


def start(stack: ExitStack, bed: Path | None, wanted: set[str]) -> dict[str, Measured]:
    """Starts the subgraphs and every gateway."""
    subgraphs = free_port()
    here = [sys.executable, "-m"]
    module = "tests.bench.federation."
    stack.enter_context(
        serving(
            [*here, module + "subgraphs", str(subgraphs)], f"http://127.0.0.1:{subgraphs}", core=OTHER_CORE
        )
    )
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    graph = folder / "supergraph.graphql"
    graph.write_text(supergraph(f"http://127.0.0.1:{subgraphs}"))
    program = str(Path(sys.executable).with_name("symphonies"))
    ports = {name: free_port() for name in (OURS, EMBEDDED, *RIVALS)}
    commands = {
        OURS: [program, "gateway", "serve", "--supergraph", str(graph), "--port", str(ports[OURS])],
        EMBEDDED: [*here, module + "embedded", str(ports[EMBEDDED])],
    }
    if bed is not None:
        install(bed)
        commands |= {name: made(bed, graph, ports[name]) for name, made in RIVALS.items()}
    started = {}
    for name, command in commands.items():
        if wanted and name not in wanted:
            continue
        url = f"http://127.0.0.1:{ports[name]}/graphql"
        environment = {"NODE_ENV": "production"}
        process = stack.enter_context(serving(command, url, core=GATEWAY_CORE, environment=environment))
        started[name] = Measured(url, process)
    return started


def measure(gateways: dict[str, Measured], rounds: int, seconds: float, clients: int) -> None:
    """Runs the rounds."""
    for query in QUERIES:
        answers = {name: asyncio.run(answer_of(each.url, query)) for name, each in gateways.items()}
        first = next(iter(answers.values()))
        assert "errors" not in first, first
        unequal = [name for name, answer in answers.items() if answer["data"] != first["data"]]
        if unequal:
            raise SystemExit(f"query {query}: {unequal} answer otherwise")
        for each in gateways.values():
            asyncio.run(load(each.url, query, WARM_S, clients))
        for _ in range(rounds):
            for each in gateways.values():
                before = each.process.cpu_s()
                answered, took = asyncio.run(load(each.url, query, seconds, clients))
                each.cpu_ms.setdefault(query, []).append(1000 * (each.process.cpu_s() - before) / answered)
                each.rate.setdefault(query, []).append(answered / took)
    for each in gateways.values():
        each.rss_mb = each.process.rss_mb()


def report(gateways: dict[str, Measured]) -> str:
    """Returns the table, in milliseconds of processor time for a request."""
    peer = gateways.get(PEER)
    lines = [
        "| gateway | " + " | ".join(f"({q}) CPU ms | req/s" for q in QUERIES) + " | RSS MB |",
        "|---|" + "---|---|" * len(QUERIES) + "---|",
    ]
    for name, each in gateways.items():
        cells = []
        for query in QUERIES:
            ratio = f" ({each.cpu(query) / peer.cpu(query):.2f}x)" if peer else ""
            cells.append(f"{each.cpu(query):.2f}{ratio} | {max(each.rate[query]):,.0f}")
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {each.rss_mb:.0f} |")
    return "\n".join(lines)


def judge(gateways: dict[str, Measured]) -> list[str]:
    """Returns which of the bars are missed."""
    missed = []
    ours = gateways[OURS]
    for rival in RIVALS:
        if rival in gateways:
            missed += [
                f"({query}) costs more than {rival}"
                for query in QUERIES
                if ours.cpu(query) > gateways[rival].cpu(query)
            ]
    peer = gateways.get(PEER)
    if peer and EMBEDDED in gateways and gateways[EMBEDDED].cpu("b") > peer.cpu("b") / 2:
        missed.append(f"(b) in process costs more than half of what {PEER} takes")
    if ours.rss_mb > 200:
        missed.append("more than 200 MB of memory")
    return missed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bed", type=Path, help="folder of the other gateways; made and filled when absent")
    parser.add_argument("--only", nargs="*", default=[], help="names of gateways")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--clients", type=int, default=8)
    given = parser.parse_args()
    os.sched_setaffinity(0, {OTHER_CORE})
    with ExitStack() as stack:
        gateways = start(stack, given.bed and given.bed.resolve(), set(given.only))
        measure(gateways, given.rounds, given.seconds, given.clients)
    missed = judge(gateways) if OURS in gateways else []
    verdict = "Missed: " + "; ".join(missed) if missed else "Every bar is reached."
    sys.stdout.write(f"{report(gateways)}\n{verdict}\n")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
