"""Settings to pydantic-ai's models: one provider each, imported only when configured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symphonies.platform.llm.errors import ChatDriverMissingError
from symphonies.platform.llm.keys import key_of
from symphonies.platform.llm.options import ModelSettings

if TYPE_CHECKING:
    from pydantic_ai.models import Model


def provider_model(settings: ModelSettings) -> Model:
    """Return the client of a model.

    Raises:
        ChatDriverMissingError: its library is not installed.
        ChatKeyMissingError: the provider wants a key and none is found.
    """
    key, name = key_of(settings), settings.model or ""
    try:
        match settings.kind:
            case "anthropic":
                return _anthropic(name, key, settings.url)
            case "google":
                return _google(name, key, settings.url)
            case _:
                return _openai(name, key, settings)
    except ImportError:
        raise ChatDriverMissingError(
            f"Models of kind {settings.kind!r} need a client library that is not installed.",
            hint="Run: pip install 'symphonies[llm]'",
        ) from None


def _anthropic(name: str, key: str, url: str | None) -> Model:
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.providers.anthropic import AnthropicProvider

    return AnthropicModel(name, provider=AnthropicProvider(api_key=key, base_url=url))


def _google(name: str, key: str, url: str | None) -> Model:
    from pydantic_ai.models.google import GoogleModel
    from pydantic_ai.providers.google import GoogleProvider

    return GoogleModel(name, provider=GoogleProvider(api_key=key, base_url=url))


def _openai(name: str, key: str, settings: ModelSettings) -> Model:
    from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
    from pydantic_ai.providers.openai import OpenAIProvider

    provider = OpenAIProvider(api_key=key, base_url=settings.url)
    if settings.kind == "compatible":
        return OpenAIChatModel(name, provider=provider)
    return OpenAIResponsesModel(name, provider=provider)
