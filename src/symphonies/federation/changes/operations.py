"""Operations that clients send: recorded by a gateway, read back from files."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphql import DocumentNode

from symphonies.federation.exchange import Exchange
from symphonies.federation.limits import hash_of

from .fragments import OperationsUnreadable, link_fragments
from .signature import signature

CLIENT_NAME = "apollographql-client-name"


@dataclass(frozen=True, slots=True)
class RecordedOperation:
    """One operation that clients send.

    Attributes:
        name: what people call it: its operation name, or where it was found.
        document: its text.
        client: the application that sends it, if it said so.
    """

    name: str
    document: str
    client: str = ""


def operation_recorder(
    path: Path,
) -> Callable[[Exchange, Callable[[], Awaitable[DocumentNode]]], Awaitable[DocumentNode]]:
    """Returns a ``parse`` hook that writes each valid document once, values blanked, as a line of JSON.

    Args:
        path: a file to append to; what it holds already is not written again.
    """
    seen = {hash_of(operation.document) for operation in read_operations(path)} if path.exists() else set()

    async def record(exchange: Exchange, proceed: Callable[[], Awaitable[DocumentNode]]) -> DocumentNode:
        document = await proceed()
        text = signature(document)
        name = hash_of(text)
        if name not in seen:
            seen.add(name)
            row = {
                "name": exchange.request.operation_name or "",
                "document": text,
                "client": exchange.headers.get(CLIENT_NAME, ""),
            }
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
        return document

    return record


def read_operations(path: Path) -> list[RecordedOperation]:
    """Reads recorded operations.

    Args:
        path: a folder of ``.graphql`` files, which may share fragments by files of nothing else; one such
            file, a ``.jsonl`` file of a recorder, or a persisted-query manifest in JSON.

    Returns:
        The operations, each with every fragment it spreads.

    Raises:
        OperationsUnreadable: when there is nothing to read, it is not of these forms, or the fragments of a
            folder do not fit together.
    """
    if path.is_dir():
        found = {file: _text(file) for file in sorted(path.rglob("*.graphql"))}
        if not found:
            raise OperationsUnreadable(f"{path} holds no .graphql file.")
        return [RecordedOperation(file.name, text) for file, text in link_fragments(found).items()]
    if not path.exists():
        raise OperationsUnreadable(f"There is no file {path}.")
    return list(_read_file(path))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise OperationsUnreadable(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise OperationsUnreadable(f"{path} is not UTF-8.") from error


def _read_file(path: Path) -> Iterator[RecordedOperation]:
    text = _text(path)
    if path.suffix == ".jsonl":
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                yield _row(_json(line, f"{path}:{number}"), f"{path}:{number}")
    elif path.suffix == ".json":
        yield from _manifest(_json(text, str(path)), str(path))
    else:
        yield RecordedOperation(path.name, text)


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise OperationsUnreadable(f"{where} is not JSON: {error.msg}.") from error


def _row(row: Any, where: str) -> RecordedOperation:
    document = row.get("document", row.get("body")) if isinstance(row, dict) else None
    if not isinstance(document, str):
        raise OperationsUnreadable(f"{where} holds no operation: expected an object with a document.")
    return RecordedOperation(row.get("name") or where, document, row.get("client") or "")


def _manifest(content: Any, where: str) -> Iterator[RecordedOperation]:
    """Reads ``{"operations": [{"name", "body"}]}``, a list of such rows, or a map from hash to text."""
    rows = content.get("operations", content) if isinstance(content, dict) else content
    if isinstance(rows, dict):
        rows = [{"name": name, "document": text} for name, text in rows.items()]
    if not isinstance(rows, list):
        raise OperationsUnreadable(f"{where} is no manifest of operations.")
    for number, row in enumerate(rows):
        yield _row(row, f"{where}[{number}]")
