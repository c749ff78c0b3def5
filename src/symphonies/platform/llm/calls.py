"""The log of calls: who asked which model what for, and what it took; never what was said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from symphonies.platform.llm.ports import ChatModel, ChatRequest, Usage
from symphonies.platform.records import Records

LOG = "model_calls"
_PAGE = 1000


@dataclass(frozen=True)
class Call:
    """One line of the log.

    Attributes:
        by: who asked.
        at: when, UTC.
        tokens: read and written.
        cost: in the currency of the budgets; 0 where no price is known.
    """

    by: str
    at: datetime
    tokens: int
    cost: float


class CallLog:
    """Writes the log, and reads on from where it was last read."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._read = 0

    def write(
        self,
        request: ChatRequest,
        model: ChatModel,
        outcome: str,
        usage: Usage,
        cost: float | None,
        *,
        hidden: int,
    ) -> None:
        """Add a line.

        Args:
            request: as it was put to the model.
            model: who was asked.
            outcome: ``answered``, ``cached``, or the code of an error.
            usage: what it took.
            cost: in the currency of the budgets; None where no price is known.
            hidden: how many words were taken out before.
        """
        body = {
            "purpose": request.purpose,
            "model": f"{model.kind}:{model.name}",
            "external": model.external,
            "classes": sorted(each.value for each in request.classes),
            "personal": request.personal,
            "hidden": hidden,
            "outcome": outcome,
            "input_tokens": usage.input_tokens,
            "output_tokens": usage.output_tokens,
            "cost": cost,
            "prompt_sha256": prompt_hash(request),
        }
        self._records.append(LOG, body, by=request.by)

    def unread(self) -> Iterator[Call]:
        """Yield the lines written since this was last asked, by any process."""
        while True:
            entries = self._records.entries(LOG, after=self._read, limit=_PAGE)
            for entry in entries:
                self._read = entry.number
                tokens = entry.body["input_tokens"] + entry.body["output_tokens"]
                yield Call(entry.by, entry.at, tokens, entry.body["cost"] or 0.0)
            if len(entries) < _PAGE:
                return


def prompt_hash(request: ChatRequest, *more: str) -> str:
    """Return the hash of what a model is told."""
    told = "\x1f".join((request.purpose, request.instructions, request.text, *more))
    return hashlib.sha256(told.encode()).hexdigest()
