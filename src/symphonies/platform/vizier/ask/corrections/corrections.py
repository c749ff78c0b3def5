"""Where corrections are kept and reviewed; the approved are synonyms, and open nothing that is hidden."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from symphonies.kernel import Clock, ForbiddenError, NotFoundError
from symphonies.platform.records import Record, RecordNotFoundError, Records
from symphonies.platform.vizier.ask.answering import sees_everything
from symphonies.platform.vizier.ask.corrections.correction import (
    Correction,
    CorrectionRefusedError,
    State,
    of_record,
)
from symphonies.platform.vizier.ask.corrections.notice import Noticed
from symphonies.platform.vizier.ask.linking import Synonym

if TYPE_CHECKING:
    from symphonies.platform.security import Scope

KIND, LOG = "ask_correction", "ask_corrections"


class Corrections:
    """The corrections of one company; safe to share between threads. Every review is a line of a log.

    Args:
        records: where they are kept.
        clock: tells when.
        second: whether somebody beside a reviewer may review too; then nobody approves what they alone said.
    """

    def __init__(self, records: Records, clock: Clock, second: Callable[[str], bool]) -> None:
        self._records = records
        self._clock = clock
        self._second = second

    def propose(self, found: Noticed, by: str) -> Correction:
        """Keep what somebody meant; the same said again adds the person, and opens no review anew."""
        number = _id_of(found)
        try:
            known = of_record(self._records.get(KIND, number))
            if by in known.people:
                return known
            kept = replace(known, people=(*known.people, by))
        except RecordNotFoundError:
            kept = Correction(
                number, found.said, found.metric, found.dimension, found.question, (by,), found.read_as
            )
        return of_record(self._put(self._records, kept, by))

    def to_review(self, scope: Scope, state: State | None = None) -> Sequence[Correction]:
        """Return the corrections, the newest first.

        Args:
            scope: of the reviewer, from whom nothing may be hidden: phrases are other people's words.
            state: only those that stand so; None: all.

        Raises:
            ForbiddenError: something is hidden from the reviewer.
        """
        _must_review(scope)
        tags = None if state is None else {"state": state.value}
        return [of_record(each) for each in self._records.find(KIND, tags=tags)]

    def approve(self, number: str, scope: Scope) -> Correction:
        """Let a phrase stand for what was meant by it; a decision may be changed by another.

        Raises:
            ForbiddenError: something is hidden from the reviewer.
            NotFoundError: there is no such correction.
            CorrectionRefusedError: only the reviewer said so, and a second person must agree.
        """
        known = self._known(number, scope)
        refusal = self.refusal(known, scope.principal_id)
        if refusal:
            raise CorrectionRefusedError(refusal, hint="Ask somebody else from whom nothing is hidden.")
        return self._decide(replace(known, state=State.APPROVED, reason=""), scope)

    def reject(self, number: str, scope: Scope, reason: str) -> Correction:
        """Let a phrase mean what it meant before; a decision may be changed by another.

        Raises:
            ForbiddenError: something is hidden from the reviewer.
            NotFoundError: there is no such correction.
            CorrectionRefusedError: no reason is given.
        """
        known = self._known(number, scope)
        if not reason.strip():
            raise CorrectionRefusedError(
                "A correction is rejected with a reason.", hint="Say why in a few words: it is kept with it."
            )
        return self._decide(replace(known, state=State.REJECTED, reason=reason.strip()), scope)

    def refusal(self, found: Correction, reviewer: str) -> str:
        """Return why a reviewer may not approve a correction; empty where they may."""
        alone = found.people == (reviewer,) and self._second(reviewer)
        return "You said this yourself; a second person must agree." if alone else ""

    def synonyms(self) -> tuple[Synonym, ...]:
        """Return what the approved ones say, in a fixed order."""
        found = [of_record(each) for each in self._records.find(KIND, tags={"state": State.APPROVED.value})]
        return tuple(
            Synonym(each.said, each.metric, each.dimension) for each in sorted(found, key=lambda c: c.id)
        )

    def _known(self, number: str, scope: Scope) -> Correction:
        _must_review(scope)
        try:
            return of_record(self._records.get(KIND, number))
        except RecordNotFoundError as error:
            raise NotFoundError(
                f"There is no correction {number!r}.", hint="List those there are to find its id."
            ) from error

    def _decide(self, decided: Correction, scope: Scope) -> Correction:
        by = scope.principal_id
        decided = replace(decided, decided_by=by, decided_at=self._clock.now())
        with self._records.transaction() as one:
            kept = self._put(one, decided, by)
            one.append(LOG, decided.to_body(), by=by)
        return of_record(kept)

    def _put(self, records: Records, kept: Correction, by: str) -> Record:
        return records.put(KIND, kept.id, kept.to_body(), by=by, tags={"state": kept.state.value})


def may_review(scope: Scope) -> bool:
    """Whether somebody may review: nothing is hidden from them, for phrases are other people's words."""
    return sees_everything(scope)


def _must_review(scope: Scope) -> None:
    if not may_review(scope):
        raise ForbiddenError(
            f"{scope.principal_id!r} may not review corrections.",
            hint="Only those from whom no figure is hidden may.",
        )


def _id_of(found: Noticed) -> str:
    text = "\n".join((found.said.lower(), found.metric or "", found.dimension or ""))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
