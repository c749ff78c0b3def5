"""What persons earn or cost: no figure tells it, whatever else a person stands for in the figures."""

from __future__ import annotations

from symphonies.platform.vizier.ask.language import Lexicon, stems_of, tokenise, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing import Reading

_FEW = 5
"""No more words are an office and what it is of."""


def paid_person(reading: Reading, question: str, vocabulary: Vocabulary) -> str | None:
    """Return the person whose pay is asked for: no result of an owner or a portfolio.

    Args:
        reading: Its slots.
        question: As asked.
        vocabulary: Of whoever asks.
    """
    lexicon = vocabulary.lexicon
    people = [
        each.text
        for each in reading.values
        if each.candidates and each.candidates[0][0].column in vocabulary.people and not each.limits
    ]
    if {lexicon.root(word) for mention in reading.metrics for word in mention.stems} & lexicon.pay:
        return next(iter(people), None)
    told = {lexicon.root(word) for word in stems_of(reading.telling)} & lexicon.pay
    return next((each for each in people if told and _does(each, question)), None)


def paid_office(question: str, lexicon: Lexicon) -> str | None:
    """Return the office whose pay is asked for, as written: the head of sales of ``what does … earn``.

    Args:
        question: As asked.
        lexicon: Of its language.
    """
    said = tokenise(question)
    offices = lexicon.persons | words_of("offices")
    for place, token in enumerate(said):
        if token.stem not in words_of("earning"):
            continue
        first = next((k for k in range(max(place - _FEW, 0), place) if said[k].stem in offices), None)
        before = said[first - 1].stem if first else ""
        asked = before in words_of("articles", "possessives") and words_of("before_doers") & {
            each.stem for each in said[: first or 0]
        }
        somebody = first is not None and said[first].stem in words_of("anyone")
        if first is not None and (asked or somebody):
            return " ".join(each.text for each in said[first - bool(asked) : place])
    return None


def _does(person: str, question: str) -> bool:
    """Return whether a question asks what a person does: the earning of ``what does Nora Tran earn``."""
    before, _, after = question.lower().partition(person.lower())
    owns = after[1:2] == "s"  # "does Nora Tran's cost centre run up"
    return not owns and bool(words_of("before_doers") & set(stems_of(before)[-1:]))
