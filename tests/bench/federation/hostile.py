"""Attack a served gateway: ``python -m tests.bench.federation.hostile [--rounds 5]``.

Each hostile request is sent to a gateway served on one core; the time until it is refused counts, the best of
the rounds, and the memory of the gateway before and after all of them. Every refusal must carry its code.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import orjson

from tests.integration.hostile_requests import HARMLESS, Hostile, hostile_requests, hostile_supergraph

from .served import free_port, serving

MOST_MS = 50.0
MOST_GROWTH_MB = 50.0


async def refuse(session: aiohttp.ClientSession, url: str, hostile: Hostile) -> float:
    """Returns the milliseconds until one request was refused."""
    headers = {"content-type": "application/json", "accept": "application/graphql-response+json"}
    begun = time.perf_counter()
    async with session.post(url, data=hostile.body, headers=headers) as answer:
        told = orjson.loads(await answer.read())
    took = 1000 * (time.perf_counter() - begun)
    code = told["errors"][0]["extensions"]["code"]
    assert (answer.status, code) == (hostile.status, hostile.code), (hostile.name, answer.status, code)
    return took


async def attack(url: str, rounds: int) -> dict[str, float]:
    async with aiohttp.ClientSession() as session:
        return {
            hostile.name: min([await refuse(session, url, hostile) for _ in range(rounds)])
            for hostile in hostile_requests()
        }


async def others(url: str) -> float:
    """Returns the longest time a harmless request took while all attacks ran at once, in milliseconds."""
    headers = {"content-type": "application/json"}
    longest = 0.0
    async with aiohttp.ClientSession() as session:
        attacks = asyncio.gather(*(refuse(session, url, hostile) for hostile in hostile_requests() * 3))
        while not attacks.done():
            begun = time.perf_counter()
            async with session.post(url, data=HARMLESS, headers=headers) as answer:
                assert answer.status == 200
            longest = max(longest, 1000 * (time.perf_counter() - begun))
        await attacks
    return longest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    os.sched_setaffinity(0, {1})
    port = free_port()
    with TemporaryDirectory() as folder:
        graph = Path(folder) / "supergraph.graphql"
        graph.write_text(hostile_supergraph("http://127.0.0.1:9"))
        program = str(Path(sys.executable).with_name("symphonies"))
        command = [program, "gateway", "serve", "--supergraph", str(graph), "--port", str(port)]
        with serving(command, f"http://127.0.0.1:{port}/healthcheck", core=0) as process:
            url = f"http://127.0.0.1:{port}/graphql"
            before = process.rss_mb()
            took = asyncio.run(attack(url, given.rounds))
            longest = asyncio.run(others(url))
            growth = process.rss_mb() - before
    lines = ["| request | refused after ms |", "|---|---|"]
    lines += [f"| {name} | {ms:.1f} |" for name, ms in took.items()]
    lines.append(f"Memory before {before:.0f} MB, grown by {growth:.0f} MB (at most {MOST_GROWTH_MB:.0f}).")
    lines.append(f"The slowest harmless request beside all of them at once took {longest:.0f} ms.")
    is_held = max(took.values()) < MOST_MS and growth < MOST_GROWTH_MB
    lines.append("Every bar is reached." if is_held else f"Missed: {MOST_MS:.0f} ms or the memory.")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(not is_held)


if __name__ == "__main__":
    main()
