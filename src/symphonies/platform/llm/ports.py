"""The port: a language model, what it is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

from symphonies.kernel import Stop
from symphonies.platform.lakehouse import Privacy

Shape = TypeVar("Shape", bound=BaseModel)
Output = TypeVar("Output")
Output_co = TypeVar("Output_co", covariant=True)


@dataclass(frozen=True)
class ChatRequest:
    """One question to a model, with what must be known to decide whether it may be put.

    Attributes:
        purpose: what for, as the prompt's name and version: ``rewrite@1``.
        by: the id of the principal.
        instructions: what the model is to do.
        text: what it is to be done with.
        classes: the privacy classes of everything in ``text``.
        personal: whether ``text`` relates to natural persons.
        people: names of people in ``text``, to be kept apart.
        amounts: figures in ``text``, as printed there.
        withheld: words in ``text`` that never leave the house; ``classes`` is that of the rest.
        timeout_s: how long the answer may take, where that is shorter than the model's own limit.
        stop: asked for as soon as nobody waits for the answer any more.
    """

    purpose: str
    by: str
    instructions: str
    text: str = field(repr=False)
    classes: frozenset[Privacy] = frozenset({Privacy.INTERNAL})
    personal: bool = False
    people: tuple[str, ...] = field(default=(), repr=False)
    amounts: tuple[str, ...] = field(default=(), repr=False)
    withheld: tuple[str, ...] = field(default=(), repr=False)
    timeout_s: float | None = None
    stop: Stop | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Usage:
    """What an answer took.

    Attributes:
        input_tokens: read.
        output_tokens: written.
    """

    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def tokens(self) -> int:
        """Read and written."""
        return self.input_tokens + self.output_tokens


@dataclass(frozen=True)
class Reply(Generic[Output_co]):
    """An answer.

    Attributes:
        output: text, or the shape asked for.
        model: who answered, as ``kind:name``.
        usage: what it took; nothing for an answer from memory.
        cached: whether it comes from memory.
    """

    output: Output_co
    model: str
    usage: Usage = Usage()
    cached: bool = False


class ChatModel(Protocol):
    """A language model; safe to share between threads, every call waits for its answer.

    Every call raises:
        ChatUnavailableError: no answer in time, or the provider is busy or down.
        ChatRejectedError: the provider does not take the request.
        ChatRefusedError: the model declines.
        ChatAnswerInvalidError: the answer is cut off, garbled or of another shape.
        ChatStoppedError: nobody waits for the answer any more.
    """

    @property
    def kind(self) -> str:
        """The kind in the settings."""
        ...

    @property
    def name(self) -> str:
        """The model's name at its provider."""
        ...

    @property
    def external(self) -> bool:
        """Whether what it is told leaves the house."""
        ...

    def complete(self, request: ChatRequest) -> Reply[str]:
        """Return an answer as text."""
        ...

    def fill(self, request: ChatRequest, shape: type[Shape]) -> Reply[Shape]:
        """Return an answer as data of a shape."""
        ...

    def stream(self, request: ChatRequest, told: Callable[[str], None]) -> Reply[str]:
        """Hand the answer to ``told`` as it comes, and return it whole."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
