"""Putting an answer in parts together again, the way clients do."""

from __future__ import annotations

from typing import Any

from symphonies.federation import Gateway, GraphQLRequest
from symphonies.federation.incremental import BY_PATH, payloads


async def received(
    gateway: Gateway, query: str, form: str = BY_PATH, **variables: Any
) -> list[dict[str, Any]]:
    """Returns every payload of an operation."""
    return [p async for p in payloads(gateway.stream(GraphQLRequest(query, variables)), form)]


def at(data: Any, path: list[str | int]) -> Any:
    """Returns what stands at a path."""
    for key in path:
        data = data[key]
    return data


def put_together_by_path(sent: list[dict[str, Any]]) -> Any:
    """Merges payloads that carry paths."""
    assert [p["hasNext"] for p in sent] == [True] * (len(sent) - 1) + [False]
    data = sent[0]["data"]
    for payload in sent[1:]:
        for part in payload["incremental"]:
            _merge(at(data, part["path"]), part["data"])
    return data


def _merge(old: Any, new: Any) -> None:
    pairs = new.items() if isinstance(new, dict) else enumerate(new)
    for key, value in pairs:
        known = old.get(key) if isinstance(old, dict) else old[key]
        if isinstance(value, (dict, list)) and isinstance(known, type(value)):
            _merge(known, value)
        else:
            old[key] = value


def put_together_by_id(sent: list[dict[str, Any]]) -> Any:
    """Merges payloads that carry ids; every id is announced once and completed once, no field comes twice."""
    assert [p["hasNext"] for p in sent] == [True] * (len(sent) - 1) + [False]
    data = sent[0]["data"]
    open_ids: dict[str, list[str | int]] = {}
    seen: set[str] = set()
    for payload in sent:
        for pending in payload.get("pending", ()):
            assert pending["id"] not in seen
            seen.add(pending["id"])
            open_ids[pending["id"]] = pending["path"]
        for part in payload.get("incremental", ()):
            target = at(data, [*open_ids[part["id"]], *part.get("subPath", ())])
            assert not target.keys() & part["data"].keys()
            target.update(part["data"])
        for completed in payload.get("completed", ()):
            del open_ids[completed["id"]]
    assert open_ids == {}
    return data
