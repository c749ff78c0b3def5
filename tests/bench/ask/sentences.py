"""Questions made at random from the catalogue, and whether the check lets the sentences of the answers stand."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from symphonies.platform.vizier import Answer, Asker, check
from symphonies.platform.vizier.ask.answering.evidence import evidence

if TYPE_CHECKING:
    from symphonies.platform.security import Scope
    from symphonies.platform.vizier.ask.linking import Vocabulary

_TAILS = (
    "",
    "last quarter",
    "in 2025",
    "since March",
    "monthly this year",
    "by {path}",
    "by {path} last quarter",
    "by {path} vs last year",
    "by {path} in Q3 2026 vs Q2",
    "share by {path}",
    "monthly by {path}",
    "vs plan",
    "vs last year",
    "vs last month",
    "in Germany",
    "for Enterprise customers",
    "excluding Japan",
    "trend",
    "weekly since August",
    "quarterly",
)


@dataclass
class Said:
    """What became of the sentences."""

    outcomes: Counter[str] = field(default_factory=Counter)
    """``stands``, ``unsupported``, or the kind of an answer without figures."""
    plain: int = 0
    """Answers whose own sentence did not stand, so that the table was named instead."""
    unsupported: list[str] = field(default_factory=list)


def questions(vocabulary: Vocabulary, count: int, seed: int) -> Iterator[str]:
    """Yield questions about any metric, split and limited in any way it can be, or cannot."""
    chance = random.Random(seed)
    metrics = sorted(vocabulary.metrics.values(), key=lambda metric: metric.id)
    for _ in range(count):
        metric = chance.choice(metrics)
        paths = sorted(path for path in vocabulary.paths[metric.id] if path.count(".") < 2) or ["entity"]
        path = chance.choice(paths).replace("_", " ").replace(".", " ")
        yield f"{metric.title} {chance.choice(_TAILS).format(path=path)}"


def check_sentences(asker: Asker, scope: Scope, count: int, seed: int = 1) -> Said:
    """Ask and check.

    Args:
        asker: Answers.
        scope: Of whoever asks.
        count: How many questions.
        seed: The same one makes the same questions.
    """
    vocabulary = asker.interpreter.voice(scope).vocabulary
    said = Said()
    for question in questions(vocabulary, count, seed):
        answer = asker.ask(question, scope)
        said.outcomes[_judged(asker, scope, answer, vocabulary)] += 1
        said.plain += answer.sentence.endswith("see the table.")
        if not _stands(asker, scope, answer, vocabulary):
            said.unsupported.append(f"{question} -> {answer.sentence}")
    return said


def _judged(asker: Asker, scope: Scope, answer: Answer, vocabulary: Vocabulary) -> str:
    if answer.kind != "answer" or answer.intent != "figure":
        return answer.kind if answer.kind != "answer" else answer.intent
    return "stands" if _stands(asker, scope, answer, vocabulary) else "unsupported"


def _stands(asker: Asker, scope: Scope, answer: Answer, vocabulary: Vocabulary) -> bool:
    """Check a sentence against facts of rows that are fetched anew, and of no others."""
    if answer.kind != "answer" or answer.intent != "figure" or answer.query is None:
        return True
    result = asker.layer.run(answer.query, scope)
    labels: Mapping[str, str] = {
        value: vocabulary.values.label_of(value) for each in answer.query.where for value in each.values
    }
    facts = evidence(result, answer.rows, asker.layer, labels)
    return not facts or answer.sentence.endswith("see the table.") or check(answer.sentence, facts).stands
