"""The product as its users meet it: the command line in a process of its own, a server on loopback."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from symphonies.app.cli import main

COMMAND = (sys.executable, "-m", "symphonies.app.cli")
SERVED = re.compile(r"is served at (http://\S+)")


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end; the caller looks at the exit code."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def call(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in this process, which saves its start."""
    said, told = io.StringIO(), io.StringIO()
    code: object = 0
    argv, sys.argv = sys.argv, ["symphonies", *map(str, arguments)]
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
            main()
    except SystemExit as end:
        code = end.code or 0
    finally:
        sys.argv = argv
    assert isinstance(code, int)
    return subprocess.CompletedProcess(list(map(str, arguments)), code, said.getvalue(), told.getvalue())


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str

    def post(self, path: str, body: object, **headers: str) -> Answer:
        """Send a JSON body, or raw bytes, and return the answer whatever its status."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(
            self.address + path, data, {"content-type": "application/json", **headers}
        )
        return self._send(request)

    def get(self, path: str, **headers: str) -> Answer:
        """Fetch a path."""
        return self._send(urllib.request.Request(self.address + path, headers=headers))

    def become(self, persona: str) -> str:
        """Choose a persona and return the cookie header of its session."""
        return self.post("/api/session", {"persona": persona}).headers["set-cookie"].partition(";")[0]

    def query(self, document: str, cookie: str = "", **variables: object) -> dict[str, Any]:
        """Run a GraphQL operation that must succeed and return its data."""
        headers = {"cookie": cookie} if cookie else {}
        answer = self.post("/graphql", {"query": document, "variables": variables}, **headers).json()
        assert not answer.get("errors"), answer["errors"]
        return answer["data"]

    def _send(self, request: urllib.request.Request) -> Answer:
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return Answer(reply.status, _lower(reply.headers), reply.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, _lower(refused.headers), refused.read())


@contextmanager
def serving(store: Path) -> Iterator[Server]:
    """Serve a store on a free port until the block ends."""
    with subprocess.Popen(
        [*COMMAND, "serve", "--store", str(store), "--port", "0"],
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield Server(_address(process))
        finally:
            process.terminate()
            process.wait(timeout=20)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if found := SERVED.search(line):
            return found[1]
    raise AssertionError(f"the server ended before it served:\n{''.join(said)}")


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _environment() -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("SYMPHONIES_")}
    return own | {"SYMPHONIES_LEARNING__AUTOMATIC": "false"}


def to_twelve_digits(value: Any) -> Any:
    """Return an answer with its doubles to twelve digits: threads add them in any order, which moves the last bit."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, Mapping):
        return {name: to_twelve_digits(each) for name, each in value.items()}
    return [to_twelve_digits(each) for each in value] if isinstance(value, list | tuple) else value
