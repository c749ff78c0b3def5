"""The words of questions about the days to come."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_WORD = re.compile(r"[^\W_]+(?:[-.'/][^\W_]+)*|[%€$£]")


def words(text: str) -> list[str]:
    """Return the words and signs of a text in lower case."""
    return [match.lower() for match in _WORD.findall(text)]


@cache
def language() -> dict[str, Any]:
    """Return what ``words.yaml`` says, lists of words as sets."""
    told: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))
    told["units"] = {unit: frozenset(names.split()) for unit, names in told["units"].items()}
    for name, value in told.items():
        if isinstance(value, str):
            told[name] = frozenset(value.split())
    return told
