"""What benchmarks write."""

from __future__ import annotations

import sys


def say(line: str) -> None:
    """Write a line of a report."""
    sys.stdout.write(line + "\n")
