"""Playbooks: rules that turn facts into proposals, as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from symphonies.kernel import DeclarationError
from symphonies.platform.vizier.advise.proposal import Gain, Proposal, Undo, WorthOf
from symphonies.platform.vizier.facts import Against, Fact, Level, Unusual


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class When(_Declared):
    """What must be so for a rule to speak."""

    metric: str
    against: Against | None = None
    """Set against what; None: against the best there is."""
    is_: Literal["good", "bad", "above", "below", "unusual"] = Field(alias="is")
    by_ratio: float = Field(default=0.0, ge=0.0)
    """By how much of the reference at least."""


class Worth(_Declared):
    """What acting is worth: a share of a money metric. An assumption, until decisions were measured."""

    metric: str
    share: tuple[float, float, float]
    """Low, expected, high: an 80 % interval."""
    why: str
    """Where the shares come from."""


class Said(_Declared):
    """A rule's words in another language."""

    action: str
    owner: str


class Rule(_Declared):
    """One rule of a playbook."""

    when: When
    action: str
    """What to do: a sentence that starts with a verb, without figures."""
    owner: str
    worth: Worth | None = None
    """None: what it is worth cannot be put in money."""
    confidence: float = Field(default=0.6, gt=0.0, le=1.0)
    cost: float = Field(default=0.0, ge=0.0)
    """In the group's currency."""
    undo: Undo = Undo.PARTLY
    within_days: int = Field(default=14, ge=1)
    measured_by: str | None = None
    """The metric in which the effect shows; None: the metric of ``when``."""
    measured_after_days: int = Field(default=30, ge=1)
    said: dict[str, Said] = {}
    """Code of a language -> the same words in it."""


class Playbook(_Declared):
    """The rules of one symphony."""

    rules: dict[str, Rule]


def load_playbook(file: Path) -> Playbook:
    """Read a playbook; a symphony without one has no rules.

    Raises:
        DeclarationError: the file cannot be read as meant.
    """
    if not file.is_file():
        return Playbook(rules={})
    try:
        return Playbook.model_validate(yaml.safe_load(file.read_text("utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise DeclarationError(f"{file}: {error}", hint="Mend the playbook.") from error


def propose(
    playbook: Playbook, facts: Sequence[Fact], worth_of: WorthOf, symphony: str
) -> Iterator[Proposal]:
    """Yield what the rules propose for these facts, each rule once.

    Args:
        playbook: the rules.
        facts: what is so.
        worth_of: tells a metric's newest figure under the reader's rights, or None.
        symphony: whose rules these are.
    """
    for name, rule in playbook.rules.items():
        evidence = [fact for fact in facts if _holds(rule.when, fact)]
        if evidence:
            yield Proposal(
                key=f"{symphony}.{name}",
                action=rule.action,
                symphony=symphony,
                owner=rule.owner,
                evidence=tuple(fact.id for fact in evidence),
                metric=rule.measured_by or rule.when.metric,
                gain=_gain(rule.worth, worth_of),
                confidence=rule.confidence,
                cost=rule.cost,
                undo=rule.undo,
                within_days=rule.within_days,
                measured_after_days=rule.measured_after_days,
                source=f"playbook {symphony}, rule {name}",
                said={code: (words.action, words.owner) for code, words in rule.said.items()},
            )


def metrics_of(playbook: Playbook) -> frozenset[str]:
    """Return every metric a playbook names."""
    return frozenset(_named(playbook.rules.values()))


def _named(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        yield rule.when.metric
        if rule.worth is not None:
            yield rule.worth.metric
        if rule.measured_by is not None:
            yield rule.measured_by


def _holds(when: When, fact: Fact) -> bool:
    if fact.subject.metric != when.metric:
        return False
    if when.is_ == "unusual" or not isinstance(fact, Level):
        return when.is_ == "unusual" and isinstance(fact, Unusual)
    reference = fact.reference if when.against is None else fact.against(when.against)
    gap = 0.0 if reference is None else fact.value - reference.value
    if reference is None or not gap or abs(gap) < when.by_ratio * abs(reference.value):
        return False
    found = {
        "above": gap > 0,
        "below": gap < 0,
        "good": fact.subject.is_good(gap) is True,
        "bad": fact.subject.is_good(gap) is False,
    }
    return found[when.is_]


def _gain(worth: Worth | None, worth_of: WorthOf) -> Gain | None:
    base = None if worth is None else worth_of(worth.metric)
    if worth is None or base is None:
        return None
    low, expected, high = (abs(base) * share for share in worth.share)
    return Gain(expected, low, high, assumption=worth.why, part_of=worth.metric)
