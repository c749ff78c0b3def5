"""The models that settings name, opened."""

from __future__ import annotations

from symphonies.kernel import Clock, SystemClock
from symphonies.platform.llm.guarded import GuardedModel
from symphonies.platform.llm.options import LLMSettings, ModelSettings
from symphonies.platform.records import Records

__all__ = ["LLMSettings", "ModelSettings", "open_chat"]


def open_chat(settings: LLMSettings, records: Records, clock: Clock | None = None) -> GuardedModel | None:
    """Open the models of an instance, behind one door; None where none is configured.

    Args:
        settings: which models, and what they may be told.
        records: keeps the log of calls.
        clock: tells the day of the budgets.

    Raises:
        ChatDriverMissingError: a client library is not installed.
        ChatKeyMissingError: a provider wants a key and none is found.
    """
    if not settings.models:
        return None
    from symphonies.platform.llm.adapters.pydantic_ai import PydanticAIModel

    models = [PydanticAIModel(each) for each in settings.models]
    return GuardedModel(models, settings, records, clock or SystemClock())
