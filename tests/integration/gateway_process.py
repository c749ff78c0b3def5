"""``symphonies gateway serve`` as a process of its own, and clients of it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import orjson

COMMAND = (sys.executable, "-m", "symphonies.app.cli", "gateway", "serve")


class Process:
    """A running gateway.

    Attributes:
        url: its GraphQL address.
        base: the address without a path.
    """

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self._process = process
        self.url = url
        self.base = url.rsplit("/", 1)[0]
        self._lines: list[str] = []

    def hang_up(self) -> None:
        """Sends SIGHUP."""
        self._process.send_signal(signal.SIGHUP)

    async def line(self, containing: str) -> dict[str, Any]:
        """Waits for a line of the log."""
        while True:
            for position, line in enumerate(self._lines):
                if containing in line:
                    del self._lines[position]
                    return orjson.loads(line)
            async with asyncio.timeout(20):
                assert self._process.stderr is not None
                raw = await self._process.stderr.readline()
            assert raw, f"the log ended without {containing!r}"
            self._lines.append(raw.decode())

    async def stop(self) -> int:
        """Interrupts it and returns its exit code."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)
        async with asyncio.timeout(20):
            await self._process.communicate()
        assert self._process.returncode is not None
        return self._process.returncode


async def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Runs a command that is expected to end; returns exit code, output and error output."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND, *map(str, arguments), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(30):
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


@asynccontextmanager
async def process(*arguments: str | Path, **environment: str) -> AsyncIterator[Process]:
    """Starts a gateway on a free port and ends it."""
    started = await asyncio.create_subprocess_exec(
        *COMMAND,
        *map(str, arguments),
        "--port",
        "0",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **environment},
        limit=1_000_000,
    )
    try:
        assert started.stdout is not None
        async with asyncio.timeout(30):
            line = (await started.stdout.readline()).decode()
        assert " at http" in line, (line, (await started.communicate())[1].decode())
        gateway = Process(started, line.rsplit(" at ", 1)[1].strip())
        yield gateway
        assert await gateway.stop() in (0, -signal.SIGINT, 130)
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()


async def ask(
    url: str, query: str, headers: Mapping[str, str] | None = None, **variables: Any
) -> tuple[int, dict[str, Any], Mapping[str, str]]:
    """Posts one operation; returns status, body and headers."""
    sent = {"accept": "application/graphql-response+json", **(headers or {})}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json={"query": query, "variables": variables}, headers=sent) as answer,
    ):
        return answer.status, orjson.loads(await answer.read()), answer.headers


@asynccontextmanager
async def socket(
    url: str, payload: Mapping[str, Any] | None = None, **options: Any
) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """Opens a WebSocket and introduces the client."""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(url.replace("http", "ws", 1), protocols=["graphql-transport-ws"], **options) as ws,
    ):
        await ws.send_json({"type": "connection_init", **({"payload": payload} if payload else {})})
        yield ws


@asynccontextmanager
async def events(url: str, query: str, **options: Any) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    """Asks for server-sent events and yields an iterator of what they say."""
    headers = {"accept": "text/event-stream", **options.pop("headers", {})}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json={"query": query, **options}, headers=headers) as answer,
    ):
        assert answer.status == 200, await answer.text()
        yield _events(answer)


async def _events(answer: aiohttp.ClientResponse) -> AsyncIterator[dict[str, Any]]:
    kind = ""
    while line := (await answer.content.readline()).decode():
        name, _, value = line.rstrip("\r\n").partition(": ")
        if name == "event":
            kind = value
            if kind == "complete":
                return
        elif name == "data" and value:
            yield orjson.loads(value)
