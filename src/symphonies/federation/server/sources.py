"""Where a supergraph comes from: a composed file, or subgraphs that are composed here."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from symphonies.federation.composition import CompositionResult, Contract, SubgraphSchema, compose
from symphonies.federation.errors import FederationError

from .configuration import read_document
from .fill import ConfigurationInvalid, fill

log = logging.getLogger("symphonies.federation.server")

INTROSPECTION = "{ _service { sdl } }"
INTROSPECTION_TIMEOUT_S = 10.0
INTROSPECTION_BYTES = 32_000_000
UNUSED_TAG = "CONTRACT_TAG_UNUSED"
"""A contract that hides less than was meant is worth a word, unlike other hints."""


class CompositionRefused(FederationError):
    """Subgraphs that were to be served do not compose.

    Attributes:
        result: every error with its place.
    """

    code = "COMPOSITION_INVALID"

    def __init__(self, result: CompositionResult) -> None:
        super().__init__("The subgraphs do not compose:\n" + "\n".join(f"  {e}" for e in result.errors))
        self.result = result


@dataclass(frozen=True, slots=True)
class SubgraphEntry:
    """One subgraph of a list.

    Attributes:
        name: its name, where the list does not name it already.
        url: where it is served.
        schema: a file with its Federation SDL.
        sdl: the SDL itself. Without either the subgraph is asked for it.
    """

    url: str = ""
    name: str = ""
    schema: Path | None = None
    sdl: str | None = None


class SupergraphFile:
    """A composed supergraph.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def files(self) -> list[Path]:
        """Returns the files whose change calls for a reload."""
        return [self._path]

    async def read(self) -> str:
        """Returns the supergraph document.

        Raises:
            ConfigurationInvalid: when the file cannot be read.
        """
        return read_text(self._path)


class SubgraphList:
    """Subgraphs to be composed.

    Args:
        path: YAML or JSON: entries by name, under ``subgraphs`` or not, or a list of entries with names.
        contract: says, at every reading, which part of the supergraph clients may see.
    """

    def __init__(self, path: Path, contract: Callable[[], Contract | None] = lambda: None) -> None:
        self._path = path
        self._contract = contract

    def files(self) -> list[Path]:
        """Returns the files whose change calls for a reload: the list and the schemas it names."""
        return [self._path, *(p for e in self._entries() if (p := e.schema) is not None)]

    async def read(self) -> str:
        """Returns the supergraph document.

        Raises:
            ConfigurationInvalid: when a file cannot be read, or says something unknown.
            CompositionRefused: when the subgraphs do not compose.
        """
        result = compose(await self.schemas(), self._contract())
        if result.supergraph_sdl is None:
            raise CompositionRefused(result)
        for hint in result.hints:
            if hint.code == UNUSED_TAG:
                log.warning("%s", hint.message)
        return result.supergraph_sdl

    async def schemas(self) -> list[SubgraphSchema]:
        """Returns the subgraphs with their SDL, which is fetched where it is not given.

        Raises:
            ConfigurationInvalid: when a file cannot be read, or a subgraph does not tell its SDL.
        """
        found = await asyncio.gather(*(_schema(entry) for entry in self._entries()))
        if not found:
            raise ConfigurationInvalid(f"{self._path} names no subgraphs.")
        return list(found)

    def _entries(self) -> list[SubgraphEntry]:
        given = read_document(self._path)
        if isinstance(given, Mapping) and isinstance(given.get("subgraphs"), (Mapping, list)):
            given = given["subgraphs"]
        named = _named(given, self._path)
        folder = self._path.parent
        entries = [
            fill(SubgraphEntry, {**_entry(values), "name": name}, f"{self._path}: {name}")
            for name, values in named
        ]
        return [_located(entry, folder) for entry in entries]


def _named(given: object, path: Path) -> list[tuple[str, Any]]:
    if isinstance(given, Mapping):
        return [(str(name), values) for name, values in given.items()]
    if isinstance(given, list) and all(
        isinstance(e, Mapping) and isinstance(e.get("name"), str) for e in given
    ):
        return [(entry["name"], entry) for entry in given]
    raise ConfigurationInvalid(f"{path} must hold subgraphs by name, or a list of subgraphs with names.")


def _entry(values: object) -> dict[str, Any]:
    """Returns an entry's values; the keys ``routing_url`` and ``schema.file`` of other composers work too."""
    if not isinstance(values, Mapping):
        return {"url": values}
    found = dict(values)
    if "routing_url" in found:
        found["url"] = found.pop("routing_url")
    if isinstance(found.get("schema"), Mapping) and set(found["schema"]) == {"file"}:
        found["schema"] = found["schema"]["file"]
    return found


def _located(entry: SubgraphEntry, folder: Path) -> SubgraphEntry:
    schema = None if entry.schema is None else folder / entry.schema
    return SubgraphEntry(entry.url, entry.name, schema, entry.sdl)


async def _schema(entry: SubgraphEntry) -> SubgraphSchema:
    if entry.sdl is not None:
        return SubgraphSchema(entry.name, entry.url, entry.sdl)
    if entry.schema is not None:
        return SubgraphSchema(entry.name, entry.url, read_text(entry.schema))
    return SubgraphSchema(entry.name, entry.url, await _ask(entry))


async def _ask(entry: SubgraphEntry) -> str:
    import aiohttp

    if not entry.url:
        raise ConfigurationInvalid(f"Subgraph {entry.name} has neither a schema nor a url.")
    place = f"Subgraph {entry.name} does not tell its schema at {entry.url}"
    try:
        timeout = aiohttp.ClientTimeout(total=INTROSPECTION_TIMEOUT_S)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(entry.url, json={"query": INTROSPECTION}) as answer,
        ):
            raw = await _whole(answer.content.iter_any())
            sdl = orjson.loads(raw)["data"]["_service"]["sdl"]
    except TimeoutError as error:
        raise ConfigurationInvalid(f"{place}: no answer in {INTROSPECTION_TIMEOUT_S:.0f} s.") from error
    except aiohttp.ClientError as error:
        raise ConfigurationInvalid(f"{place}: it cannot be reached.") from error
    except (ValueError, LookupError, TypeError) as error:
        raise ConfigurationInvalid(f"{place}: the answer is no schema.") from error
    if not isinstance(sdl, str):
        raise ConfigurationInvalid(f"{place}: the answer is no schema.")
    return sdl


async def _whole(chunks: AsyncIterator[bytes]) -> bytes:
    """Returns all of an answer, unless it is larger than any schema.

    Raises:
        ValueError: when it is.
    """
    found = bytearray()
    async for chunk in chunks:
        found += chunk
        if len(found) > INTROSPECTION_BYTES:
            raise ValueError("too large")
    return bytes(found)


def read_text(path: Path) -> str:
    """Returns a file's text.

    Raises:
        ConfigurationInvalid: when it cannot be read.
    """
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise ConfigurationInvalid(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigurationInvalid(f"{path} is not UTF-8.") from error
