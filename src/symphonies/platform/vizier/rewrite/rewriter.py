"""A briefing in a model's words, section by section, each only where the check finds nothing in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from symphonies.kernel import SymphonyError
from symphonies.platform.llm import ChatRequest
from symphonies.platform.vizier.brief import Briefing
from symphonies.platform.vizier.facts import Fact
from symphonies.platform.vizier.narrate import Language, Section, Sentence, Span
from symphonies.platform.vizier.rewrite.judging import Judge
from symphonies.platform.vizier.rewrite.linking import linked
from symphonies.platform.vizier.rewrite.scribe import Scribe
from symphonies.platform.vizier.rewrite.shape import Rewritten
from symphonies.platform.vizier.rewrite.wording import languages


class Rewriter(Scribe):
    """Rewrites briefings."""

    prompt = Path(__file__).parent / "rewrite.md"

    def rewrite(self, briefing: Briefing, by: str, language: Language) -> Briefing:
        """Return the briefing with those sections in the model's words that stand the check.

        The composer's sentences stay where the model does not answer, may not be told, or says anything else.

        Args:
            briefing: what the composer wrote.
            by: the id of the principal it is for.
            language: of the text.
        """
        told = {
            part.name: facts for part in briefing.text.sections if (facts := _facts(part, briefing.facts))
        }
        if not told or language.code not in languages():
            return briefing
        sections = [part for part in briefing.text.sections if part.name in told]
        try:
            reply = self._chat.fill(self._request(sections, told, by, language), Rewritten)
        except SymphonyError:
            return briefing
        said = {each.name: tuple(each.sentences) for each in reply.output.sections}
        done = []
        for section in briefing.text.sections:
            facts, texts = told.get(section.name), said.get(section.name)
            better = self._accepted(section, facts, texts, language) if facts and texts else None
            done.append(replace(section, sentences=better, model=reply.model) if better else section)
        return replace(briefing, text=replace(briefing.text, sections=tuple(done)))

    def _request(
        self, sections: Sequence[Section], told: dict[str, tuple[Fact, ...]], by: str, language: Language
    ) -> ChatRequest:
        facts = [fact for found in told.values() for fact in found]
        text = {
            "language": language.code,
            "sections": [
                {"name": part.name, "sentences": [each.text for each in part.sentences]} for part in sections
            ],
        }
        figures = [span for part in sections for span in _figures(part)]
        return self._asked(text, facts, figures, by)

    def _accepted(
        self, section: Section, facts: tuple[Fact, ...], texts: tuple[str, ...], language: Language
    ) -> tuple[Sentence, ...] | None:
        """Return the sentences a section may be told in; None where they say more, less or something else."""
        texts = tuple(text.strip() for text in texts)
        said = " ".join(each.text for each in section.sentences)
        if not all(texts) or not Judge(said, facts, language, self._names).stands(" ".join(texts)):
            return None
        figures = _figures(section)
        sentences = linked(texts, figures)
        printed = {span.text for sentence in sentences for span in sentence.spans if span.fact}
        return sentences if printed == {span.text for span in figures} else None


def _figures(section: Section) -> list[Span]:
    return [span for sentence in section.sentences for span in sentence.spans if span.fact]


def _facts(section: Section, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    told = {span.fact for span in _figures(section)}
    return tuple(fact for fact in facts if fact.id in told)
