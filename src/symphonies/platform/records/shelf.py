"""Answers kept in files, so that they outlive the process: what is lost is worked out again."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Generic, TypeVar

from symphonies.kernel import Kept

if TYPE_CHECKING:
    from pydantic import TypeAdapter

V = TypeVar("V")


class Shelf:
    """A folder of texts by key; the ones longest not written are thrown away first.

    A folder that cannot be written keeps nothing; a file that cannot be read is as if it were not there.
    """

    def __init__(self, folder: Path, most: int) -> None:
        self._folder = folder
        self._most = most

    def get(self, key: str) -> bytes | None:
        """Return what is kept; None where nothing is."""
        try:
            return self._file(key).read_bytes()
        except OSError:
            return None

    def put(self, key: str, body: bytes) -> None:
        """Keep a text, whole or not at all."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as file:
                file.write(body)
            os.replace(file.name, self._file(key))
            self._prune()

    def _file(self, key: str) -> Path:
        return self._folder / f"{sha256(key.encode()).hexdigest()}.json"

    def _prune(self) -> None:
        files = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime_ns, reverse=True)
        for file in files[self._most :]:
            file.unlink()


class Shelved(Generic[V]):
    """A bounded memory of values of one kind, kept on a shelf too where it has one. Safe from any thread.

    Args:
        kind: the type of the values, of dataclasses and what JSON has.
        most: how many are remembered.
        shelf: outlives the process; None: nothing does.
    """

    def __init__(self, kind: type[V], most: int, shelf: Shelf | None = None) -> None:
        self._kind = kind
        self._known: Kept[str, V] = Kept(most)
        self._shelf = shelf

    def get(self, key: object) -> V | None:
        """Return what is kept; None where nothing is, or what is kept cannot be read any more."""
        text = repr(key)
        found = self._known.get(text)
        body = None if found is not None or self._shelf is None else self._shelf.get(text)
        if body is None:
            return found
        try:
            return self._known.put(text, self._adapter.validate_json(body))
        except ValueError:
            return None

    def put(self, key: object, value: V) -> V:
        """Keep a value and return it."""
        text = repr(key)
        if self._shelf is not None:
            self._shelf.put(text, self._adapter.dump_json(value))
        return self._known.put(text, value)

    @cached_property
    def _adapter(self) -> TypeAdapter[V]:
        from pydantic import TypeAdapter

        return TypeAdapter(self._kind)
