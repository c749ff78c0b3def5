"""Parts that carry their path and label, each with every field its fragment asks for."""

from __future__ import annotations

from typing import Any

from .parts import FirstPart, LaterPart, LaterParts


class PartsByPath:
    """The form ``deferSpec=20220824``."""

    def first(self, part: FirstPart) -> dict[str, Any]:
        """Returns the first payload."""
        return {**part.response.as_dict(), "hasNext": True}

    def later(self, parts: LaterParts) -> dict[str, Any]:
        """Returns a further payload."""
        return {"incremental": [_entry(part) for part in parts.parts], "hasNext": parts.has_next}


def _entry(part: LaterPart) -> dict[str, Any]:
    entry = {"path": list(part.place.path), **part.response.as_dict()}
    if part.place.label is not None:
        entry["label"] = part.place.label
    return entry
