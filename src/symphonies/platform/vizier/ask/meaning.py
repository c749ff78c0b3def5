"""Questions whose figure no name says, read by what all their words mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from symphonies.platform.semantics import Unit
from symphonies.platform.vizier.ask.grounding import AskBack, Grounder, Outcome, Plan, Refusal
from symphonies.platform.vizier.ask.grounding.metrics import parts_of
from symphonies.platform.vizier.ask.language import Lexicon, Sense
from symphonies.platform.vizier.ask.linking import Likeness, Likenesses, Vocabulary, meant, worth_offering
from symphonies.platform.vizier.ask.parsing import (
    Reading,
    by_meaning_is_worth,
    denies,
    leaves_out,
    limits_in_names,
    named_by_meaning,
)

_UNITS = {
    Sense.COUNT: frozenset({Unit.COUNT}),
    Sense.LONG: frozenset({Unit.DAYS, Unit.MONTHS}),
    Sense.SHARE: frozenset({Unit.RATIO, Unit.BPS}),
}
"""In what an answer is counted that is asked for in these words."""


@dataclass(frozen=True)
class ByMeaning:
    """Reads the questions of one principal again where their words left no plan."""

    likenesses: Likenesses
    lexicon: Lexicon
    vocabulary: Vocabulary
    grounder: Grounder

    def read(
        self, reading: Reading, question: str, outcome: AskBack | Refusal, before: Reading | None
    ) -> tuple[Reading, Outcome]:
        """Return a reading by meaning and its plan; else what is near, offered; else what there was.

        Args:
            reading: The slots that came to no plan.
            question: As asked.
            outcome: What they came to.
            before: The reading of the question that it leans on, if it does.
        """
        if not by_meaning_is_worth(reading, self.lexicon):
            return reading, outcome
        known = self._counted_so(reading)
        found: list[Likeness] = []
        for said in (*self._of_subject(reading, before), reading.telling):
            found = self.likenesses.nearest(said, known)
            likeness = meant(found)
            if likeness is None or denies(said, self.lexicon) != denies(likeness.name, self.lexicon):
                continue
            words = self.likenesses.words_of(likeness.metric)
            if leaves_out(reading, self._kin(likeness.metric), likeness.name, words, self.lexicon):
                continue
            taken = named_by_meaning(reading, likeness.metric, likeness.name, words)
            taken = replace(taken, values=[*taken.values, *limits_in_names(taken, self.vocabulary)])
            again = self.grounder.ground(taken, question)
            if isinstance(again, Plan):
                note = f"I took “{said}” for {self.vocabulary.metrics[likeness.metric].title}."
                return taken, replace(again, notes=(note, *again.notes))
        return reading, self._offer(reading, found) or outcome

    def _counted_so(self, reading: Reading) -> frozenset[str]:
        """Return the figures that can be meant, by id: in the unit asked for, plans only where one is."""
        planned = reading.planned or self.lexicon.plans_of(reading.telling)
        metrics = self.vocabulary.metrics.values()
        known = [each for each in metrics if planned or not self.lexicon.plans_of(each.title)]
        for sense, units in _UNITS.items():
            if sense in reading.asks or (sense is Sense.SHARE and reading.share):
                known = [each for each in known if each.unit in units] or known
        return frozenset(each.id for each in known)

    def _kin(self, metric: str) -> frozenset[str]:
        """Return a figure, its parts and those that are reckoned from the same rows."""
        known = self.vocabulary.metrics
        same = (
            each.id for each in known.values() if each.fact is not None and each.fact == known[metric].fact
        )
        return frozenset({metric, *same}) | parts_of(metric, self.vocabulary)

    def _of_subject(self, reading: Reading, before: Reading | None) -> Iterable[str]:
        """Yield what is said with the thing that was spoken of before: the findings of ``the late ones``."""
        figure = before.metrics[0].candidates[0][0][0] if before is not None and before.metrics else None
        if figure in self.vocabulary.metrics and reading.telling:
            title = self.vocabulary.metrics[figure].title.lower()
            yield from dict.fromkeys(f"{reading.telling} {said}" for said in (title.split()[-1], title))

    def _offer(self, reading: Reading, found: list[Likeness]) -> AskBack | None:
        """Return the question which of the figures near to a phrase is meant, where none was named."""
        offered = worth_offering(found)
        if not offered or reading.metrics:
            return None
        titles = tuple(self.vocabulary.metrics[each.metric].title for each in offered)
        told = f"I have no figure called “{reading.telling}”. Do you mean one of these?"
        return AskBack(told, titles)
