"""Language models behind one port: what they may be told, what they may cost, what they were asked."""

from symphonies.platform.llm.errors import (
    ChatAnswerInvalidError,
    ChatBudgetSpentError,
    ChatDataWithheldError,
    ChatDriverMissingError,
    ChatKeyMissingError,
    ChatRefusedError,
    ChatRejectedError,
    ChatStoppedError,
    ChatUnavailableError,
)
from symphonies.platform.llm.guarded import GuardedModel
from symphonies.platform.llm.policy import may_leave
from symphonies.platform.llm.ports import ChatModel, ChatRequest, Reply, Usage
from symphonies.platform.llm.prompts import Prompt, load_prompt
from symphonies.platform.llm.reasons import why_silent
from symphonies.platform.llm.settings import LLMSettings, ModelSettings, open_chat

__all__ = [
    "ChatAnswerInvalidError",
    "ChatBudgetSpentError",
    "ChatDataWithheldError",
    "ChatDriverMissingError",
    "ChatKeyMissingError",
    "ChatModel",
    "ChatRefusedError",
    "ChatRejectedError",
    "ChatRequest",
    "ChatStoppedError",
    "ChatUnavailableError",
    "GuardedModel",
    "LLMSettings",
    "ModelSettings",
    "Prompt",
    "Reply",
    "Usage",
    "load_prompt",
    "may_leave",
    "open_chat",
    "why_silent",
]
