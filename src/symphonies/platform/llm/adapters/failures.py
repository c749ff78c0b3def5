"""What clients raise, as errors of this area; providers' own words, which may echo a prompt, stay behind."""

from __future__ import annotations

from symphonies.kernel import SymphonyError
from symphonies.platform.llm.errors import (
    ChatAnswerInvalidError,
    ChatRefusedError,
    ChatRejectedError,
    ChatUnavailableError,
)


def failure_of(error: Exception, model: str, timeout_s: float) -> SymphonyError:
    """Return what an error of a client means.

    Args:
        error: whatever was raised.
        model: who was asked.
        timeout_s: how long was waited.
    """
    from pydantic_ai import exceptions as known

    match error:
        case SymphonyError():
            return error
        case TimeoutError() | known.ModelTimeoutError():
            return ChatUnavailableError(
                f"{model} did not answer within {timeout_s:g} s.",
                hint="Try again, or raise timeout_s in section llm.",
                timed_out=True,
            )
        case known.ContentFilterError():
            return refused(model)
        case known.ModelRequestRejectedError() | known.ModelQuotaExceededError() | known.UserError():
            return ChatRejectedError(
                f"{model} does not take the request{_status(error)}.",
                hint="Check kind, model, url and key in section llm, and the account at the provider.",
            )
        case known.ModelAPIError():
            return ChatUnavailableError(
                f"{model} is busy or cannot be reached{_status(error)}.",
                hint="Try again later.",
                wait_s=error.retry_after,
            )
        case _:
            return invalid(model)


def refused(model: str) -> ChatRefusedError:
    """Return that a model declines."""
    return ChatRefusedError(f"{model} declined to answer.", hint="The answer is made without it.")


def invalid(model: str) -> ChatAnswerInvalidError:
    """Return that an answer is of no use."""
    return ChatAnswerInvalidError(
        f"{model} gave an answer that is cut off, garbled or not of the shape asked for.",
        hint="The answer is made without it. If it happens often, use a stronger model.",
    )


def _status(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    return f": status {status}" if isinstance(status, int) else ""
