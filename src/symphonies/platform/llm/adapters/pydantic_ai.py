"""A model of any provider that pydantic-ai speaks to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

from symphonies.platform.llm.adapters.failures import failure_of, invalid, refused
from symphonies.platform.llm.adapters.loop import LoopThread
from symphonies.platform.llm.adapters.providers import provider_model
from symphonies.platform.llm.options import ModelSettings
from symphonies.platform.llm.ports import ChatRequest, Output, Reply, Shape, Usage


class PydanticAIModel:
    """One model of one provider.

    Args:
        settings: which one.

    Raises:
        ChatDriverMissingError: its library is not installed.
        ChatKeyMissingError: the provider wants a key and none is found.
    """

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._model = provider_model(settings)
        self._loop = LoopThread(f"model-{settings.kind}")
        self._stack = AsyncExitStack()
        self._loop.run(self._stack.enter_async_context(self._model))

    @property
    def kind(self) -> str:
        """The kind in the settings."""
        return self._settings.kind

    @property
    def name(self) -> str:
        """The model's name at its provider."""
        return self._settings.model or ""

    @property
    def external(self) -> bool:
        """Whether what it is told leaves the house."""
        return self._settings.is_external

    def complete(self, request: ChatRequest) -> Reply[str]:
        """Return an answer as text."""
        return self._loop.run(self._ask(request, str), request.stop)

    def fill(self, request: ChatRequest, shape: type[Shape]) -> Reply[Shape]:
        """Return an answer as data of a shape."""
        from pydantic_ai import ToolOutput

        return self._loop.run(self._ask(request, ToolOutput(shape)), request.stop)

    def stream(self, request: ChatRequest, told: Callable[[str], None]) -> Reply[str]:
        """Hand the answer to ``told`` as it comes, and return it whole."""
        return self._loop.run(self._stream(request, told), request.stop)

    def close(self) -> None:
        """Let go of connections."""
        self._loop.run(self._stack.aclose())
        self._loop.close()

    async def _ask(self, request: ChatRequest, output: Any) -> Reply[Any]:
        try:
            async with asyncio.timeout(self._limit_s(request)):
                result = await self._agent(request, output).run(request.text)
                return self._reply(result.output, result.response.finish_reason, result.usage)
        except Exception as error:
            raise failure_of(error, self._called, self._limit_s(request)) from None

    async def _stream(self, request: ChatRequest, told: Callable[[str], None]) -> Reply[str]:
        try:
            async with asyncio.timeout(self._limit_s(request)):
                async with self._agent(request, str).run_stream(request.text) as result:
                    pieces = []
                    async for piece in result.stream_text(delta=True, debounce_by=None):
                        pieces.append(piece)
                        told(piece)
                    return self._reply("".join(pieces), result.response.finish_reason, result.usage)
        except Exception as error:
            raise failure_of(error, self._called, self._limit_s(request)) from None

    def _agent(self, request: ChatRequest, output: Any) -> Any:
        from pydantic_ai import Agent

        return Agent(
            self._model,
            output_type=output,
            instructions=request.instructions,
            retries=1,
            model_settings={"max_tokens": self._settings.max_output_tokens, "max_retries": 0},
        )

    def _reply(self, output: Output, finished: str | None, usage: Any) -> Reply[Output]:
        if finished == "content_filter":
            raise refused(self._called)
        if finished == "length":
            raise invalid(self._called)
        return Reply(output, self._called, Usage(usage.input_tokens, usage.output_tokens))

    def _limit_s(self, request: ChatRequest) -> float:
        return min(self._settings.timeout_s, request.timeout_s or self._settings.timeout_s)

    @property
    def _called(self) -> str:
        return f"{self.kind}:{self.name}"
