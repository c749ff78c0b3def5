"""What a text declares of itself before it begins, between two lines of three dashes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from symphonies.platform.retrieval.errors import DocumentAccessInvalidError

_FENCE = "---\n"


def split_front(text: str, where: str) -> tuple[Mapping[str, Any] | None, str]:
    """Return what is declared, None where nothing is, and the text after it.

    Raises:
        DocumentAccessInvalidError: it is no YAML, or no mapping.
    """
    if not text.startswith(_FENCE) or f"\n{_FENCE}" not in f"{text}\n"[len(_FENCE) - 1 :]:
        return None, text
    head, _, rest = f"{text}\n"[len(_FENCE) :].partition(f"\n{_FENCE}")
    return read_yaml(head, where), rest


def read_yaml(text: str, where: str) -> Mapping[str, Any] | None:
    """Return a mapping; None where the text is empty.

    Raises:
        DocumentAccessInvalidError: it is no YAML, or no mapping.
    """
    hint = "Expected YAML such as  roles: [cfo]"
    try:
        found: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise DocumentAccessInvalidError(f"{where}: what is declared is no YAML.", hint=hint) from error
    if found is not None and not isinstance(found, dict):
        raise DocumentAccessInvalidError(f"{where}: what is declared is no mapping.", hint=hint)
    return found
