"""Words and phrases by what they are in a sentence, as rules name them: ``articles``, ``conjunctions``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def words_of(*groups: str) -> frozenset[str]:
    """Return the words of one or more groups, as they stand in the file of the language.

    Raises:
        KeyError: There is no such group.
    """
    known = read_file("en.yaml")["words"]
    return frozenset(word for group in groups for word in known[group].split())


@cache
def phrases_of(group: str) -> tuple[tuple[str, ...], ...]:
    """Return the phrases of a group, word by word, in their order.

    Raises:
        KeyError: There is no such group.
    """
    return tuple(tuple(phrase.split()) for phrase in read_file("en.yaml")["phrases"][group])


@cache
def date_words() -> frozenset[str]:
    """Return the words that the grammar of dates itself knows."""
    return words_of("prior", "lately", "rolling", "current", "coming", "until", "kinds_of_year", "dated")


@cache
def read_file(name: str) -> dict[str, Any]:
    """Return what a file of words beside this module holds; it is read once."""
    found = files("symphonies.platform.vizier.ask.language").joinpath(name)
    return yaml.safe_load(found.read_text(encoding="utf-8"))
