"""Taking over a changed supergraph while requests go on."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from symphonies.federation.errors import FederationError
from symphonies.federation.gateway import Gateway

from .handle import Close, GatewayHandle

log = logging.getLogger("symphonies.federation.server")


class Reloader:
    """Replaces the gateway when its supergraph changed; one that is broken changes nothing.

    Args:
        handle: the gateway that answers now.
        read: returns the supergraph document as it is now.
        assemble: makes a gateway of a document.
        sdl: the document that is served already.
    """

    def __init__(
        self,
        handle: GatewayHandle,
        read: Callable[[], Awaitable[str]],
        assemble: Callable[[str], tuple[Gateway, Close]],
        sdl: str,
    ) -> None:
        self._handle = handle
        self._read = read
        self._assemble = assemble
        self._sdl = sdl
        self._turn = asyncio.Lock()

    async def reload(self, *, anew: bool = False) -> bool:
        """Takes the document over as it is now; returns whether the gateway was replaced.

        Args:
            anew: whether to make a new gateway even of the same document, for its configuration may be new.
        """
        async with self._turn:
            try:
                sdl = await self._read()
                if sdl == self._sdl and not anew:
                    log.info("The supergraph is unchanged.")
                    return False
                # reading a large supergraph takes a while, in which requests go on
                gateway, close = await asyncio.to_thread(self._assemble, sdl)
            except FederationError as error:
                log.error("The new supergraph is refused, the old one stays: %s", error.message)
                return False
            except Exception as error:  # whatever is wrong with it, the old one still answers
                log.error("The new supergraph is refused, the old one stays.", exc_info=error)
                return False
            self._handle.replace(gateway, close)
            self._sdl = sdl
            log.warning("The supergraph was replaced; %d subgraphs.", len(gateway.supergraph.graphs))
            return True

    async def on_signal(self) -> None:
        """Reloads whenever the process is sent SIGHUP; runs until cancelled."""
        asked = asyncio.Event()
        loop = asyncio.get_running_loop()
        if hasattr(signal, "SIGHUP"):  # not every system has it
            loop.add_signal_handler(signal.SIGHUP, asked.set)
        while True:
            await asked.wait()
            asked.clear()
            await self.reload(anew=True)

    async def on_change(
        self, files: Callable[[], Iterable[Path]], settings: Callable[[], Iterable[Path]] = tuple
    ) -> None:
        """Reloads whenever one of some files changes; runs until cancelled.

        Args:
            files: those the supergraph is read from, asked again after every change.
            settings: those whose change makes a new gateway of the same supergraph.
        """
        from watchfiles import awatch

        watched, setting = _resolved(files, set()), _resolved(settings, set())
        while True:
            folders = _folders(watched | setting)
            async for changes in awatch(*folders, recursive=False, step=50):
                changed = {Path(path).resolve() for _, path in changes}
                if not changed & (watched | setting):
                    continue
                await self.reload(anew=bool(changed & setting))
                watched, setting = _resolved(files, watched), _resolved(settings, setting)
                if _folders(watched | setting) != folders:
                    break


def _resolved(files: Callable[[], Iterable[Path]], before: set[Path]) -> set[Path]:
    """Returns the files to watch; a list that cannot be read just now is watched as it was."""
    try:
        return {path.resolve() for path in files()}
    except FederationError:
        return before


def _folders(files: set[Path]) -> set[Path]:
    """Returns the folders to watch: a file that an editor replaces is seen from its folder only."""
    return {path.parent for path in files if path.parent.is_dir()}
