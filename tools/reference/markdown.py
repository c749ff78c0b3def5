"""Tables and texts in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; empty cells stay empty and bars in texts are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(_cell(value) for value in line) + " |\n" for line in lines)


def code(text: object) -> str:
    """The text as code; nothing for nothing."""
    return f"`{text}`" if text not in (None, "") else ""


def listed(items: Iterable[object]) -> str:
    """The items as code, separated by commas."""
    return ", ".join(code(item) for item in items)


def hours(seconds: float) -> str:
    """A time span as a person says it: ``26 h``, ``7 days``."""
    whole = seconds / 3600
    return f"{whole / 24:g} days" if whole >= 48 and whole % 24 == 0 else f"{whole:g} h"


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).replace("|", "\\|").split())
