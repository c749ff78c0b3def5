"""What may leave the house: by privacy class, without people, without amounts."""

from __future__ import annotations

from dataclasses import replace

from symphonies.platform.lakehouse import Privacy
from symphonies.platform.llm.errors import ChatDataWithheldError
from symphonies.platform.llm.options import LLMSettings
from symphonies.platform.llm.ports import ChatRequest
from symphonies.platform.llm.redaction import Redaction

_ORDER = list(Privacy)


def strongest(classes: frozenset[Privacy]) -> Privacy:
    """Return the strongest of some privacy classes; ``public`` of none."""
    return max(classes, key=_ORDER.index, default=Privacy.PUBLIC)


def may_leave(privacy: Privacy, settings: LLMSettings) -> bool:
    """Return whether what has a privacy class may be told outside the house."""
    return _ORDER.index(privacy) <= _ORDER.index(settings.may_leave)


def prepare(request: ChatRequest, settings: LLMSettings, *, external: bool) -> tuple[ChatRequest, Redaction]:
    """Return a request as it may be put to a model, and the way back from its answer.

    Args:
        request: what is to be asked.
        settings: the policy.
        external: whether the model stands outside the house; one inside is told everything.

    Raises:
        ChatDataWithheldError: it holds what may not leave the house.
    """
    redaction = Redaction()
    if not external:
        return request, redaction
    found = strongest(request.classes)
    if not may_leave(found, settings):
        raise ChatDataWithheldError(
            f"The text holds {found.value} data; only {settings.may_leave.value} data may leave the house.",
            hint="Raise may_leave in section llm, or use a model inside the house.",
        )
    if settings.personal == "refuse" and (request.personal or request.people):
        raise ChatDataWithheldError(
            "The text relates to people, which may not leave the house.",
            hint="Set personal in section llm to 'redact', or use a model inside the house.",
        )
    text = redaction.names(request.text, request.withheld)
    if settings.personal != "send":
        text = redaction.people(text, request.people)
    if settings.amounts == "redact":
        text = redaction.amounts(text, request.amounts)
    return replace(request, text=text, people=(), amounts=(), withheld=()), redaction
