"""What those who have a model word a text anew have in common: the model, and what it may be told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from symphonies.kernel import Stop
from symphonies.platform.llm import ChatModel, ChatRequest, load_prompt
from symphonies.platform.semantics import Catalog
from symphonies.platform.vizier.check import Names
from symphonies.platform.vizier.disclosure import Disclosure
from symphonies.platform.vizier.facts import Fact
from symphonies.platform.vizier.narrate import Span
from symphonies.platform.vizier.rewrite.judging import names_of
from symphonies.platform.vizier.rewrite.telling import told_of


class Scribe:
    """Has a model word what facts tell; safe to share between threads.

    Args:
        chat: the model.
        catalog: the metrics that exist; a text that names another than its facts' is refused.
        disclosure: the privacy classes of what facts tell.
        names: further names that exist.
    """

    prompt: ClassVar[Path]
    """The file that says how to word."""

    def __init__(
        self, chat: ChatModel, catalog: Catalog, disclosure: Disclosure, names: Names | None = None
    ) -> None:
        self._chat = chat
        self._catalog = catalog
        self._disclosure = disclosure
        self._names = names or names_of(catalog)
        self._prompt = load_prompt(self.prompt)

    def _asked(
        self,
        text: object,
        facts: Iterable[Fact],
        figures: Iterable[Span],
        by: str,
        *,
        timeout_s: float | None = None,
        stop: Stop | None = None,
    ) -> ChatRequest:
        """Return the request to word a text.

        Args:
            text: as the prompt expects it, to be told as JSON.
            facts: what it tells.
            figures: those in it, which must stay.
            by: the id of the principal it is for.
            timeout_s: how long it may take, where that is shorter than the model's own limit.
            stop: breaks it off.
        """
        return ChatRequest(
            self._prompt.purpose,
            by,
            self._prompt.text,
            json.dumps(text, ensure_ascii=False),
            **told_of(facts, self._catalog, self._disclosure),
            amounts=tuple({span.text for span in figures}),
            timeout_s=timeout_s,
            stop=stop,
        )
