"""Keys of providers: from the settings, a file, or the environment; never shown."""

from __future__ import annotations

import os
from collections.abc import Mapping

from symphonies.platform.llm.errors import ChatKeyMissingError
from symphonies.platform.llm.options import ModelSettings

VARIABLES: Mapping[str, tuple[str, ...]] = {
    "anthropic": ("ANTHROPIC_API_KEY",),
    "google": ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    "openai": ("OPENAI_API_KEY",),
    "compatible": (),
}
UNKEYED = "none"
"""What is sent as key to a server that wants none: client libraries insist on one."""


def key_of(settings: ModelSettings, environment: Mapping[str, str] = os.environ) -> str:
    """Return the key of a model.

    Raises:
        ChatKeyMissingError: the provider wants one and none is found, or the file cannot be read.
    """
    if settings.key is not None:
        return settings.key.get_secret_value()
    if settings.key_file is not None:
        return _from_file(settings)
    found = next((environment[name] for name in VARIABLES[settings.kind] if environment.get(name)), None)
    if found is None and settings.kind != "compatible":
        names = " or ".join(VARIABLES[settings.kind])
        raise ChatKeyMissingError(
            f"Model {settings.model!r} of {settings.kind} needs a key and none is found.",
            hint=f"Set {names}, or key_file in section llm.",
        )
    return found or UNKEYED


def _from_file(settings: ModelSettings) -> str:
    try:
        key = settings.key_file.read_text("utf-8").strip() if settings.key_file else ""
    except (OSError, UnicodeDecodeError):
        key = ""
    if not key:
        raise ChatKeyMissingError(
            f"The key file {str(settings.key_file)!r} of {settings.model!r} cannot be read or is empty.",
            hint="Check key_file in section llm, and that this process may read it.",
        )
    return key
