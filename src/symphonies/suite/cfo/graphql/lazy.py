"""Fields that are computed only when they are asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from symphonies.platform.subgraphs import guarded

Resolver = Callable[..., Any]


def lazy(work: Callable[[], Any]) -> Resolver:
    """Return a field that is computed, off the event loop, only when it is asked for."""

    async def field(_info: Any) -> Any:
        return await asyncio.to_thread(guarded(work))

    return field
