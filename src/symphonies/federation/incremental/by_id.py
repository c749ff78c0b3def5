"""Parts that are announced under an id, bring only fields not sent before, and are completed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .parts import FirstPart, LaterPart, LaterParts, PartPlace, Path

Entry = tuple[Path, dict[str, Any]]
"""An object below a part's place, and the fields that are new there."""


class PartsById:
    """The form ``incrementalSpec=v0.2``; remembers what was sent, for a field is never sent twice."""

    def __init__(self) -> None:
        self._sent: Any = None
        self._ids: dict[PartPlace, str] = {}
        self._announced = 0

    def first(self, part: FirstPart) -> dict[str, Any]:
        """Returns the first payload."""
        self._sent = _copied(part.response.data)
        return {**part.response.as_dict(), "pending": self._announce(part.pending), "hasNext": True}

    def later(self, parts: LaterParts) -> dict[str, Any]:
        """Returns a further payload."""
        unannounced = [part.place for part in parts.parts if part.place not in self._ids]
        incremental: list[dict[str, Any]] = []
        completed: list[dict[str, Any]] = []
        pending: list[dict[str, Any]] = []
        for part in parts.parts:
            if part.place in unannounced:
                pending += self._announce([part.place])
            if part.place in self._ids:
                incremental += self._complete(part, completed)
        pending += self._announce(parts.pending)
        payload: dict[str, Any] = {"pending": pending} if pending else {}
        if incremental:
            payload["incremental"] = incremental
        if completed:
            payload["completed"] = completed
        return {**payload, "hasNext": parts.has_next}

    def _announce(self, places: Iterable[PartPlace]) -> list[dict[str, Any]]:
        announced = []
        for place in places:
            if not isinstance(_at(self._sent, place.path), dict):
                continue  # what it would be part of never came
            number = self._ids[place] = str(self._announced)
            self._announced += 1
            entry: dict[str, Any] = {"id": number, "path": list(place.path)}
            if place.label is not None:
                entry["label"] = place.label
            announced.append(entry)
        return announced

    def _complete(self, part: LaterPart, completed: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Returns the entries with a part's new fields; one that cannot be told has only errors."""
        number = self._ids.pop(part.place)
        sent = _at(self._sent, part.place.path)
        data = part.response.data
        errors = list(part.response.errors)
        if data is None or _contradicts(sent, data):
            completed.append({"id": number, "errors": errors})
            return []
        completed.append({"id": number})
        entries: list[dict[str, Any]] = []
        for path, fresh in _news(sent, data, ()):
            entry: dict[str, Any] = {"id": number, "data": fresh}
            if path:
                entry["subPath"] = list(path)
            entries.append(entry)
        if errors:
            if not entries:
                entries.append({"id": number, "data": {}})
            entries[0]["errors"] = errors
        return entries


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _at(value: Any, path: Path) -> Any:
    """Returns what was sent at a path, None when nothing was."""
    for key in path:
        if isinstance(value, dict) and isinstance(key, str):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return None
    return value


def _contradicts(sent: Any, new: Any) -> bool:
    """Returns whether a null rose to where an object was sent already."""
    if isinstance(sent, dict):
        return not isinstance(new, dict) or any(
            _contradicts(sent[key], value) for key, value in new.items() if key in sent
        )
    if isinstance(sent, list):
        return not isinstance(new, list) or any(_contradicts(a, b) for a, b in zip(sent, new, strict=False))
    return False


def _news(sent: Any, new: Any, path: Path) -> Iterator[Entry]:
    """Yields the fields that were not sent, outer objects first, and remembers them as sent."""
    if isinstance(sent, dict) and isinstance(new, dict):
        fresh = {key: value for key, value in new.items() if key not in sent}
        known = [key for key in new if key in sent]
        if fresh:
            sent.update(_copied(fresh))
            yield path, fresh
        for key in known:
            yield from _news(sent[key], new[key], (*path, key))
    elif isinstance(sent, list) and isinstance(new, list):
        for index, (old, item) in enumerate(zip(sent, new, strict=False)):
            yield from _news(old, item, (*path, index))
