"""Which models there may be, their keys and limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from symphonies.platform.lakehouse import Privacy

Kind = Literal["none", "anthropic", "google", "openai", "compatible"]
Use = Literal["rewrite", "ask", "answer"]
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class ModelSettings(BaseModel):
    """One model."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind = "none"
    """``compatible``: any server, a local one too, that speaks OpenAI's chat completions; needs a ``url``."""
    model: str | None = None
    """The model's name at its provider."""
    url: str | None = None
    """Another address than the provider's own: https, or on loopback."""
    key: SecretStr | None = None
    """The provider's key. Without one: ``key_file``, then the provider's environment variable."""
    key_file: Path | None = None
    """A file that holds the key and nothing else."""
    external: bool | None = None
    """Whether it stands outside the house; None: all but loopback does."""
    timeout_s: float = Field(default=10.0, gt=0)
    """How long one answer may take."""
    max_output_tokens: int = Field(default=2000, ge=16)
    input_price: float | None = Field(default=None, ge=0)
    """Of a million tokens read, in the currency of the budgets."""
    output_price: float | None = Field(default=None, ge=0)
    """Of a million tokens written."""

    @field_validator("url")
    @classmethod
    def _is_safe(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.username or parts.password:
            raise ValueError("an address holds no password; use key or key_file")
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise ValueError(f"{value!r} is neither https nor on loopback")
        return value

    @model_validator(mode="after")
    def _is_whole(self) -> ModelSettings:
        if self.kind != "none" and not self.model:
            raise ValueError(f"kind {self.kind!r} needs the name of a model")
        if self.kind == "compatible" and not self.url:
            raise ValueError("kind 'compatible' needs a url")
        return self

    @property
    def is_external(self) -> bool:
        """Whether what it is told leaves the house."""
        if self.external is not None:
            return self.external
        return self.url is None or urlsplit(self.url).hostname not in _LOOPBACK


class LLMSettings(ModelSettings):
    """The model of an instance and what it may be told; absent settings mean no model."""

    fallbacks: tuple[ModelSettings, ...] = ()
    """Asked in turn where the models before them do not answer."""
    uses: tuple[Use, ...] = ("rewrite", "ask", "answer")
    """What models may do: rewrite briefings, read questions, word answers."""
    may_leave: Privacy = Privacy.INTERNAL
    """The strongest privacy class that a model outside the house may be told."""
    personal: Literal["redact", "refuse", "send"] = "redact"
    """What is done about people's names and addresses before text leaves the house."""
    amounts: Literal["send", "redact"] = "send"
    """Whether figures leave the house, or placeholders for them."""
    tokens_per_day: int | None = Field(default=5_000_000, ge=0)
    tokens_per_person: int | None = Field(default=500_000, ge=0)
    """Of one person in one day; a question takes some ten thousand."""
    cost_per_day: float | None = Field(default=None, ge=0)
    """Needs the prices of every model."""
    cost_per_person: float | None = Field(default=None, ge=0)
    """Of one person in one day; needs the prices of every model."""
    patience_s: float = Field(default=15.0, gt=0)
    """How long a call may take with all its retries and fallbacks; then it goes on without a model."""
    retries: int = Field(default=2, ge=0, le=10)
    """How often a model is asked again that is busy or down, before the next one is asked."""
    cache_size: int = Field(default=500, ge=0)
    """How many answers are remembered."""

    @field_validator("uses", mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return (
            [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        )

    @model_validator(mode="after")
    def _are_priced(self) -> LLMSettings:
        if self.cost_per_day is None and self.cost_per_person is None:
            return self
        for each in self.models:
            if each.input_price is None or each.output_price is None:
                raise ValueError(f"a budget of money needs input_price and output_price of {each.model!r}")
        return self

    @property
    def models(self) -> tuple[ModelSettings, ...]:
        """The models in the order they are asked."""
        return tuple(each for each in (self, *self.fallbacks) if each.kind != "none")
