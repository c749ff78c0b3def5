"""Why a language model gave nothing, in words for whoever reads what stands in its place."""

from __future__ import annotations

from symphonies.kernel import SymphonyError
from symphonies.platform.llm.errors import (
    ChatBudgetSpentError,
    ChatDataWithheldError,
    ChatRefusedError,
    ChatStoppedError,
    ChatUnavailableError,
)


def why_silent(error: SymphonyError, *, task: str, product: str) -> str:
    """Return why a model gave nothing, as half a sentence; empty where that is nothing to speak of.

    Args:
        error: what its call ended with.
        task: what it was asked to do, as a verb: ``word this``.
        product: what it was to give: ``text``.
    """
    match error:
        case ChatStoppedError() | ChatDataWithheldError():
            return ""
        case ChatBudgetSpentError():
            return "The day's budget of the language model is spent"
        case ChatRefusedError():
            return f"The language model declined to {task}"
        case ChatUnavailableError() if error.facts.get("timed_out"):
            return "The language model did not answer in time"
        case ChatUnavailableError():
            return "The language model is busy or cannot be reached"
        case _:
            return f"The language model gave no {product} that can be used"
