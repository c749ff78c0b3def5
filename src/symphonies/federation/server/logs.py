"""The log of a served gateway: one line an event, for people or as JSON."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import orjson

ROOT = "symphonies.federation"


@dataclass(frozen=True, slots=True)
class LogSettings:
    """What is logged to stderr, and how.

    Attributes:
        level: the least that is told.
        format: ``json``, ``text``, or ``auto`` for text on a terminal and JSON elsewhere.
        refusals: whether every refused request has a line.
    """

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "json", "text"] = "auto"
    refusals: bool = True


class LineFormat(logging.Formatter):
    """Writes an event as one line.

    Args:
        as_json: whether the line is a JSON object.
    """

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Returns the line; a traceback follows in it, or below it in text."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        error = self.formatException(record.exc_info) if record.exc_info else None
        if self._as_json:
            return orjson.dumps(told | ({"error": error} if error else {}), default=str).decode()
        at, level, event, *facts = told.items()
        line = " ".join([at[1], level[1], event[1], *(f"{name}={value!r}" for name, value in facts)])
        return f"{line}\n{error}" if error else line


def configure_log(settings: LogSettings) -> None:
    """Sends the gateway's log to stderr."""
    as_json = settings.format == "json" or (settings.format == "auto" and not sys.stderr.isatty())
    handler = logging.StreamHandler()
    handler.setFormatter(LineFormat(as_json=as_json))
    logger = logging.getLogger(ROOT)
    logger.handlers = [handler]
    logger.propagate = False
    logger.setLevel(settings.level.upper())
    logging.getLogger(f"{ROOT}.refused").disabled = not settings.refusals
