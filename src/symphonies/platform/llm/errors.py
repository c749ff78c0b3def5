"""What can go wrong with a language model."""

from __future__ import annotations

from symphonies.kernel import SymphonyError


class ChatDriverMissingError(SymphonyError):
    """A model is configured whose client library is not installed."""

    code = "CHAT_DRIVER_MISSING"


class ChatKeyMissingError(SymphonyError):
    """A provider wants a key and none is found."""

    code = "CHAT_KEY_MISSING"


class ChatUnavailableError(SymphonyError):
    """A model does not answer: it hangs, limits the rate, is down or cannot be reached.

    Attributes:
        wait_s: how long the provider asks to wait; None when it says nothing.
    """

    code = "CHAT_UNAVAILABLE"
    retryable = True

    def __init__(self, message: str, *, hint: str = "", wait_s: float | None = None, **facts: object) -> None:
        super().__init__(message, hint=hint, **facts)
        self.wait_s = wait_s


class ChatRejectedError(SymphonyError):
    """A provider does not take the request: wrong key, unknown model, too long."""

    code = "CHAT_REJECTED"


class ChatRefusedError(SymphonyError):
    """A model declines to answer."""

    code = "CHAT_REFUSED"


class ChatAnswerInvalidError(SymphonyError):
    """What a model answered is cut off, garbled or not of the shape asked for."""

    code = "CHAT_ANSWER_INVALID"


class ChatStoppedError(SymphonyError):
    """Whoever asked does not wait for the answer any more."""

    code = "CHAT_STOPPED"


class ChatDataWithheldError(SymphonyError):
    """A request holds what may not leave the house."""

    code = "CHAT_DATA_WITHHELD"


class ChatBudgetSpentError(SymphonyError):
    """The day's tokens or money are spent."""

    code = "CHAT_BUDGET_SPENT"
