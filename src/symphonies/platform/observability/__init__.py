"""Structured logs: one line per event, as JSON in files and pipes, readable on a terminal."""

from symphonies.platform.observability.logs import configure_logs, logger

__all__ = ["configure_logs", "logger"]
