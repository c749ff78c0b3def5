"""A program under measurement: started, awaited, measured from outside, stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from tempfile import TemporaryFile

import psutil


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Served:
    """A running program; its processes' time and memory are added up.

    Args:
        pid: its first process.
    """

    def __init__(self, pid: int) -> None:
        self._first = psutil.Process(pid)

    def _all(self) -> list[psutil.Process]:
        return [self._first, *self._first.children(recursive=True)]

    def cpu_s(self) -> float:
        """Returns the processor time used so far, user and system."""
        return sum(each.cpu_times().user + each.cpu_times().system for each in self._all())

    def rss_mb(self) -> float:
        """Returns the resident memory now."""
        return sum(each.memory_info().rss for each in self._all()) / 1e6


@contextmanager
def serving(
    command: Sequence[str], url: str, *, core: int, environment: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Runs a program on one core until the block ends.

    Args:
        command: the program.
        url: what answers once it is ready.
        core: where it runs.
        environment: variables it gets besides ours.
    """
    with TemporaryFile() as log:
        process = subprocess.Popen(
            ["taskset", "-c", str(core), *command],
            stdout=log,
            stderr=log,
            env={**os.environ, **(environment or {})},
        )
        try:
            _await(process, url, log)
            yield Served(process.pid)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(process: subprocess.Popen[bytes], url: str, log: object) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    log.seek(0)  # type: ignore[attr-defined]
    raise SystemExit(f"{process.args} does not serve: {log.read()[-2000:].decode()}")  # type: ignore[attr-defined]
