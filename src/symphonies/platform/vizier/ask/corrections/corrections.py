"""Where corrections are kept and reviewed; the approved are synonyms, and open nothing that is hidden."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from symphonies.kernel import ForbiddenError, NotFoundError
from symphonies.platform.records import RecordNotFoundError, Records
from symphonies.platform.vizier.ask.answering import sees_everything
from symphonies.platform.vizier.ask.corrections.correction import Correction, State, from_body
from symphonies.platform.vizier.ask.corrections.notice import Noticed
from symphonies.platform.vizier.ask.linking import Synonym

if TYPE_CHECKING:
    from symphonies.platform.security import Scope

KIND = "ask_correction"


class Corrections:
    """The corrections of one company; safe to share between threads.

    Args:
        records: where they are kept.
    """

    def __init__(self, records: Records) -> None:
        self._records = records

    def propose(self, found: Noticed, by: str) -> Correction:
        """Keep what somebody meant; the same said again adds the person, and opens no review anew."""
        number = _id_of(found)
        try:
            record = self._records.get(KIND, number)
            known = from_body(record.body)
            if by in known.people:
                return known
            kept = replace(known, people=(*known.people, by))
        except RecordNotFoundError:
            kept = Correction(number, found.said, found.metric, found.dimension, found.question, (by,))
        return self._put(kept, by)

    def to_review(self, scope: Scope, state: State | None = None) -> Sequence[Correction]:
        """Return the corrections, the newest first.

        Args:
            scope: of the reviewer, from whom nothing may be hidden: phrases are other people's words.
            state: only those that stand so; None: all.

        Raises:
            ForbiddenError: something is hidden from the reviewer.
        """
        _may_review(scope)
        tags = None if state is None else {"state": state.value}
        return [from_body(each.body) for each in self._records.find(KIND, tags=tags)]

    def decide(self, number: str, scope: Scope, *, approved: bool) -> Correction:
        """Approve or reject a correction; a decision may be changed by another.

        Raises:
            ForbiddenError: something is hidden from the reviewer.
            NotFoundError: there is no such correction.
        """
        _may_review(scope)
        try:
            known = from_body(self._records.get(KIND, number).body)
        except RecordNotFoundError as error:
            raise NotFoundError(
                f"There is no correction {number!r}.", hint="List those there are to find its id."
            ) from error
        state = State.APPROVED if approved else State.REJECTED
        return self._put(replace(known, state=state, decided_by=scope.principal_id), scope.principal_id)

    def synonyms(self) -> tuple[Synonym, ...]:
        """Return what the approved ones say, in a fixed order."""
        found = [
            from_body(each.body) for each in self._records.find(KIND, tags={"state": State.APPROVED.value})
        ]
        return tuple(
            Synonym(each.said, each.metric, each.dimension) for each in sorted(found, key=lambda c: c.id)
        )

    def _put(self, kept: Correction, by: str) -> Correction:
        self._records.put(KIND, kept.id, kept.to_body(), by=by, tags={"state": kept.state.value})
        return kept


def _may_review(scope: Scope) -> None:
    if not sees_everything(scope):
        raise ForbiddenError(
            f"{scope.principal_id!r} may not review corrections.",
            hint="Only those from whom no figure is hidden may.",
        )


def _id_of(found: Noticed) -> str:
    text = "\n".join((found.said.lower(), found.metric or "", found.dimension or ""))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
