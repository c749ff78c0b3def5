"""The public gateway audit through any gateway, over supergraphs composed here or by the reference composer.

    python -m tests.bench.federation.audit [--gateway ours|hive|hive-rust|apollo] [--composed ours|theirs]
                                           [--bed FOLDER] [--only SUITE,...] [-v]

Serves the recorded subgraphs on a free port, starts the gateway for every suite, posts its cases, and counts what
the subgraphs are asked. The other gateways are installed into the bed once. Reads the recordings from
SYMPHONIES_FEDERATION (default ../shared/federation); says so where they are not.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from graphql import OperationDefinitionNode, parse

from symphonies.federation import SubgraphRequest
from tests.bench.federation.rivals import apollo, hive, hive_rust, install
from tests.bench.report import say
from tests.integration.federation_audit import ABSENT, IS_HERE, clients, suite, suites
from tests.integration.test_federation_audit import composed, verdict

STARTS_WITHIN_S = 60.0
BED = Path(tempfile.gettempdir()) / "symphonies-gateways"


def ours(bed: Path, supergraph: Path, port: int) -> list[str]:
    """Return the command of this gateway."""
    del bed
    program = str(Path(sys.executable).with_name("symphonies"))
    return [program, "gateway", "serve", "--supergraph", str(supergraph), "--port", str(port)]


GATEWAYS: dict[str, Callable[[Path, Path, int], list[str]]] = {
    "ours": ours,
    "hive": hive,
    "hive-rust": hive_rust,
    "apollo": apollo,
}


class Subgraphs:
    """Every subgraph of the audit, served over HTTP on one port."""

    def __init__(self) -> None:
        self.requests = 0
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def serve(self, name: str, subgraphs: list[dict[str, str]]) -> None:
        """Make a suite's subgraphs ready, as if nothing had been asked of them."""
        self._clients = {f"/{name}/{key}": c for key, c in clients(name, subgraphs).items()}

    def moved(self, text: str) -> str:
        """Return a text with the recorded addresses of subgraphs made the ones that are served."""
        return text.replace("http://localhost:24200", f"http://127.0.0.1:{self._server.server_port}")

    def answer(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Answer one request."""
        operation = parse(body["query"], no_location=True).definitions[0]
        assert isinstance(operation, OperationDefinitionNode)
        request = SubgraphRequest(body["query"], operation, body.get("variables") or {})
        with self._lock:
            self.requests += 1
            response = asyncio.run(self._clients[path].fetch(request))
        errors = {"errors": list(response.errors)} if response.errors else {}
        return {"data": response.data, **errors}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        subgraphs = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                answer = json.dumps(subgraphs.answer(self.path, body)).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        return Handler


@contextmanager
def running(command: list[str], port: int) -> Iterator[str]:
    """Run a gateway while the block lasts; yield its address."""
    at = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            deadline = time.monotonic() + STARTS_WITHIN_S
            while True:
                try:
                    urllib.request.urlopen(f"{at}/healthcheck", timeout=2).read()
                    break
                except OSError:
                    if process.poll() is not None or time.monotonic() > deadline:
                        log.seek(0)
                        raise SystemExit(
                            f"The gateway does not start: {log.read().decode()[-2000:]}"
                        ) from None
                    time.sleep(0.05)
            yield f"{at}/graphql"
        finally:
            process.terminate()
            process.wait(20)


def post(url: str, query: str) -> dict[str, Any]:
    """Post one operation, and return the answer whatever its status."""
    headers = {"content-type": "application/json", "accept": "application/json"}
    request = urllib.request.Request(url, json.dumps({"query": query}).encode(), headers)
    try:
        return json.loads(urllib.request.urlopen(request, timeout=30).read())
    except urllib.error.HTTPError as error:
        return json.loads(error.read())


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def play(name: str, options: argparse.Namespace, subgraphs: Subgraphs, folder: Path) -> list[str]:
    """Play one suite; return what went wrong."""
    cases = suite(name, run=f"r{time.monotonic_ns()}")
    subgraphs.serve(name, cases["subgraphs"])
    supergraph = folder / "supergraph.graphql"
    text = composed(name) if options.composed == "ours" else cases["supergraph"]
    supergraph.write_text(subgraphs.moved(text), "utf-8")
    port = free_port()
    wrong = []
    with running(GATEWAYS[options.gateway](options.bed, supergraph, port), port) as url:
        for number, case in enumerate(cases["tests"]):
            found = verdict(case["expected"], post(url, case["query"]))
            if found:
                wrong.append(f"{name}[{number}]: {found}")
    say(f"{name}: {len(cases['tests']) - len(wrong)} of {len(cases['tests'])}")
    return wrong


def main() -> int:
    """Play the audit; 1 when a case fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.federation.audit")
    parser.add_argument("--gateway", choices=GATEWAYS, default="ours")
    parser.add_argument("--composed", choices=("ours", "theirs"), default="ours")
    parser.add_argument("--bed", type=Path, default=BED)
    parser.add_argument("--only", default="")
    parser.add_argument("-v", action="store_true", dest="verbose")
    options = parser.parse_args()
    if not IS_HERE:
        say(ABSENT)
        return 0
    if options.gateway != "ours":
        install(options.bed)
    chosen = options.only.split(",") if options.only else suites()
    subgraphs = Subgraphs()
    with tempfile.TemporaryDirectory() as folder:
        wrong = [w for name in chosen for w in play(name, options, subgraphs, Path(folder))]
    total = sum(len(suite(name)["tests"]) for name in chosen)
    if options.verbose:
        say("\n".join(wrong))
    say(f"{options.gateway} over {options.composed} supergraphs: {total - len(wrong)} of {total} cases")
    say(
        f"{subgraphs.requests} subgraph requests; failed: {', '.join(w.split(':')[0] for w in wrong) or 'none'}"
    )
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
