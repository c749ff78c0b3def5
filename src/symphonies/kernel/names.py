"""Near misses for unknown names."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str], *, limit: int = 3) -> str:
    """Return a hint that names the closest known names, or lists what there is."""
    names = sorted(known)
    close = get_close_matches(name, names, n=limit, cutoff=0.5)
    if close:
        return f"Did you mean {', '.join(map(repr, close))}?"
    return f"Known: {', '.join(names[:20])}." if names else "None are declared."
