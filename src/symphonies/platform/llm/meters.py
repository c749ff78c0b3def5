"""Measurements of calls. Only the OpenTelemetry API is needed here.

Source: OpenTelemetry semantic conventions for generative AI client metrics, 1.38.
"""

from __future__ import annotations

from opentelemetry import metrics

from symphonies.platform.llm.ports import ChatModel, ChatRequest, Usage

_PROVIDERS = {"anthropic": "anthropic", "google": "gcp.gemini", "openai": "openai"}


class Meters:
    """The instruments of one door."""

    def __init__(self) -> None:
        meter = metrics.get_meter("symphonies.llm")
        self._tokens = meter.create_histogram(
            "gen_ai.client.token.usage", "{token}", "Number of input and output tokens used."
        )
        self._duration_s = meter.create_histogram(
            "gen_ai.client.operation.duration", "s", "Duration of generative AI operations."
        )
        self._cost = meter.create_counter(
            "symphonies.llm.cost", "1", "Money spent, in the currency of the budgets."
        )

    def measure(
        self,
        request: ChatRequest,
        model: ChatModel,
        outcome: str,
        usage: Usage,
        cost: float | None,
        duration_s: float,
    ) -> None:
        """Measure one call."""
        facts = {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": _PROVIDERS.get(model.kind, model.kind),
            "gen_ai.request.model": model.name,
            "symphonies.llm.purpose": request.purpose,
        }
        if outcome not in ("answered", "cached"):
            facts["error.type"] = outcome
        self._duration_s.record(duration_s, facts)
        if usage.tokens:
            self._tokens.record(usage.input_tokens, {**facts, "gen_ai.token.type": "input"})
            self._tokens.record(usage.output_tokens, {**facts, "gen_ai.token.type": "output"})
        if cost:
            self._cost.add(cost, facts)
