"""Play the public gateway audit over HTTP: ``python -m tests.bench.federation.official [--audit FOLDER]``.

Every suite gets a gateway of its own, served by ``symphonies gateway serve``. With the folder of an installed
audit, its own runner drives it against its own subgraphs. Without, the recorded subgraphs answer, the three of
``mutations`` among them with their state, and every request that reaches one of them is counted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from graphql import OperationDefinitionNode, parse

from symphonies.federation import SubgraphRequest
from tests.integration.federation_audit import ABSENT, AUDIT, IS_HERE, clients, suite, suites

from .served import free_port

AUDIT_PORT = 24200
"""Where the recorded supergraphs say that the subgraphs are."""
MOST_REQUESTS = 398
PROGRAM = str(Path(sys.executable).with_name("symphonies"))


def handler(counted: Counter[str]) -> type[BaseHTTPRequestHandler]:
    """Returns what answers at the address of every subgraph."""
    known = {
        f"/{name}/{subgraph}": client
        for name in suites()
        for subgraph, client in clients(name, suite(name)["subgraphs"]).items()
    }

    class Subgraph(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            counted[self.path.split("/")[1]] += 1
            told = json.dumps(asyncio.run(answer(known[self.path], asked))).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    return Subgraph


async def answer(client: Any, asked: dict[str, Any]) -> dict[str, Any]:
    (operation,) = parse(asked["query"]).definitions
    assert isinstance(operation, OperationDefinitionNode)
    response = await client.fetch(SubgraphRequest(asked["query"], operation, asked.get("variables") or {}))
    told: dict[str, Any] = {"data": response.data}
    return {**told, "errors": list(response.errors)} if response.errors else told


def play_recorded() -> int:
    """Plays all suites against the recorded subgraphs; returns how many bars are missed."""
    counted: Counter[str] = Counter()
    server = ThreadingHTTPServer(("127.0.0.1", AUDIT_PORT), handler(counted))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    command = f"{PROGRAM} gateway serve --supergraph {{supergraph}} --port {{port}}"
    runner = [sys.executable, str(AUDIT / "replay.py"), "--cmd", command, "--port", str(free_port())]
    done = subprocess.run(runner, capture_output=True, text=True, check=True)
    server.shutdown()
    verdict = done.stdout.splitlines()[-1]
    total = sum(counted.values())
    sys.stdout.write(f"{done.stdout}{total} subgraph requests (at most {MOST_REQUESTS})\n")
    return ("Failed 0" not in verdict) + (total > MOST_REQUESTS)


def play_official(audit: Path, node: str) -> int:
    """Lets the audit's own runner play all suites; returns its exit code."""
    with TemporaryDirectory() as folder:
        port = free_port()
        script = Path(folder) / "run.sh"
        script.write_text(
            f'curl -sf "http://localhost:{AUDIT_PORT}/$1/supergraph" -o "{folder}/supergraph.graphql"\n'
            f'exec {PROGRAM} gateway serve --supergraph "{folder}/supergraph.graphql" --port {port}\n'
        )
        script.chmod(0o755)
        address = f"http://127.0.0.1:{port}"
        options = [
            "--port",
            str(AUDIT_PORT),
            "--cwd",
            folder,
            "--run-script",
            "./run.sh",
            "--reporter",
            "dot",
        ]
        options += ["--graphql", f"{address}/graphql", "--healthcheck", f"{address}/healthcheck"]
        command = [node, "--import", "tsx", "src/cli.ts", "test", *options]
        environment = {**os.environ, "GATEWAY_TIMEOUT": "20000"}
        code = subprocess.run(command, cwd=audit, env=environment, check=False).returncode
        results = Path(folder) / "results.txt"
        sys.stdout.write(results.read_text() if results.exists() else "The runner wrote no results.\n")
        return code


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--audit", type=Path, help="an installed checkout of the audit")
    parser.add_argument("--node", default="node", help="Node 22 or later, for the audit's runner")
    given = parser.parse_args()
    if given.audit is not None:
        sys.exit(play_official(given.audit.resolve(), given.node))
    if not IS_HERE:
        sys.exit(ABSENT)
    sys.exit(play_recorded())


if __name__ == "__main__":
    main()
