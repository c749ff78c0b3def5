"""Prompts as files: a name, a version, and words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from symphonies.kernel import DeclarationError

_FENCE = "---"


@dataclass(frozen=True)
class Prompt:
    """What a model is told to do.

    Attributes:
        name: what for.
        version: raised with every change of the words, so that the log tells which were used.
        text: the words.
    """

    name: str
    version: int
    text: str

    @property
    def purpose(self) -> str:
        """Name and version, as the log of calls has them."""
        return f"{self.name}@{self.version}"


def load_prompt(path: Path) -> Prompt:
    """Return the prompt of a file: YAML between two lines of ``---``, then the words.

    Raises:
        DeclarationError: the file has no name, no version or no words.
    """
    parts = path.read_text("utf-8").split(f"{_FENCE}\n", 2)
    try:
        before, head, text = parts
        told = yaml.safe_load(head)
        if before or not isinstance(told["version"], int) or not text.strip():
            raise ValueError(told)
        return Prompt(str(told["name"]), told["version"], text.strip())
    except (ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise DeclarationError(
            f"{path.name} is no prompt.",
            hint="Begin it with a line of ---, name and version, a line of ---, then the words.",
        ) from error
