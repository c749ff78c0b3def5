"""The one root of all errors: a stable code, what was found, and how to mend it."""

from __future__ import annotations

from typing import ClassVar


class SymphonyError(Exception):
    """An expected failure, told so that its reader can act.

    The message says what was found, what was expected and where; the hint says what to do.
    Neither carries secrets or SQL. ``facts`` are the machine-readable details.
    """

    code: ClassVar[str] = "SYMPHONY_ERROR"
    """Stable identifier; ``docs/errors/<code>.md`` explains it."""
    retryable: ClassVar[bool] = False
    """Whether the same call may succeed later without any change."""

    def __init__(self, message: str, *, hint: str = "", **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class DeclarationError(SymphonyError):
    """A declaration file (contract, metrics, model, mapping, policy) cannot be read as meant."""

    code = "DECLARATION_INVALID"


class NotFoundError(SymphonyError):
    """A name was asked for that does not exist; the hint lists near misses."""

    code = "NAME_UNKNOWN"


class ForbiddenError(SymphonyError):
    """The principal may not do or see this."""

    code = "FORBIDDEN"
