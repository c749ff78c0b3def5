"""A wish that work in other threads ends: nobody waits for it any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock


class Stop:
    """Asked once, for good; safe to share between threads."""

    def __init__(self) -> None:
        self._asked = Event()
        self._lock = Lock()
        self._acts: list[Callable[[], object]] = []

    @property
    def asked(self) -> bool:
        """Whether the work is to end."""
        return self._asked.is_set()

    def ask(self) -> None:
        """Ask for the end; what was to be called then is called now."""
        with self._lock:
            self._asked.set()
            acts, self._acts = self._acts, []
        for act in acts:
            act()

    @contextmanager
    def calling(self, act: Callable[[], object]) -> Iterator[None]:
        """Have something called when the end is asked for, as long as a block runs; at once where it was."""
        with self._lock:
            late = self._asked.is_set()
            if not late:
                self._acts.append(act)
        if late:
            act()
        try:
            yield
        finally:
            with self._lock:
                if act in self._acts:
                    self._acts.remove(act)

    def wait(self, seconds: float) -> bool:
        """Wait, no longer than until the end is asked for; return whether it was."""
        return self._asked.wait(seconds)
