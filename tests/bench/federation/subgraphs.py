"""Serve the company's subgraphs as fast as can be: ``python -m tests.bench.federation.subgraphs PORT``.

Every answer is worked out once and remembered under the bytes of its request.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from typing import Any

import httptools
import orjson
import uvloop
from graphql import GraphQLSchema, execute_sync, parse

from .company import subgraph_schemas


class Answers:
    """What the subgraphs answer, by path and body."""

    def __init__(self, schemas: Mapping[str, GraphQLSchema]) -> None:
        self._schemas = schemas
        self._known: dict[tuple[bytes, bytes], bytes] = {}

    def to(self, path: bytes, body: bytes) -> bytes:
        """Returns a whole HTTP response."""
        key = (path, body)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._work_out(path.decode().strip("/"), body)
        return known

    def _work_out(self, name: str, body: bytes) -> bytes:
        if name not in self._schemas:
            return b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
        asked = orjson.loads(body)
        answer = execute_sync(
            self._schemas[name],
            parse(asked["query"]),
            variable_values=asked.get("variables"),
            operation_name=asked.get("operationName"),
        )
        told = orjson.dumps(answer.formatted)
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(told)}\r\n\r\n"
        return head.encode() + told


class Connection(asyncio.Protocol):
    """One connection; requests on it are answered in order."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._parser = httptools.HttpRequestParser(self)
        self._path = b""
        self._body: list[bytes] = []

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self._path = url

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        body, self._body = b"".join(self._body), []
        self._transport.write(self._answers.to(self._path, body))


async def serve(port: int) -> None:
    answers = Answers(subgraph_schemas())
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(answers), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
