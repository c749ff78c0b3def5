"""Sentences to obligations, by the grammar: a value, and the words that its clause must have and must not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from symphonies.platform.retrieval.obligations.obligation import Kind, Obligation, Unit
from symphonies.platform.retrieval.obligations.quantities import Quantity, quantities

GRAMMAR = Path(__file__).with_name("grammar.yaml")
_BOUND = re.compile(r";|\b(?:provided|except|unless|failing|but)\b")
_CUSTOMER = r"customer|client|buyer|purchaser|licensee|lessee|tenant|subscriber"
_SUPPLIER = r"supplier|vendor|seller|provider|contractor|licensor|lessor|landlord|consultant"
_PARTY = re.compile(
    rf"\b(?:(?P<customer>{_CUSTOMER})|(?P<supplier>{_SUPPLIER})|(?P<either>either\s+party|each\s+party|both\s+parties|neither\s+party|a\s+party))\b",
    re.IGNORECASE,
)
_AUTOMATIC = re.compile(r"\b(?:automatic(?:ally)?|tacit(?:ly)?|unless)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Rule:
    """How one kind is told."""

    kind: Kind
    units: frozenset[Unit]
    needs: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str]
    bare: re.Pattern[str] | None
    party: str | None

    def fits(self, clause: str) -> bool:
        """Tell whether a clause speaks of this kind."""
        return all(need.search(clause) for need in self.needs) and not self.unless.search(clause)


def extract(sentence: str, section: tuple[str, ...] = (), page: int | None = None) -> Iterator[Obligation]:
    """Yield the obligations of one sentence.

    Args:
        sentence: as it stands; it is cited whole.
        section: the headings above it; the innermost counts as part of the sentence's sense.
        page: where it stands.
    """
    found, told = quantities(sentence), set[Kind]()
    for quantity in found:
        clause = _clause(sentence, quantity)
        rule = next((rule for rule in grammar() if quantity.unit in rule.units and rule.fits(clause)), None)
        if rule is not None and not (rule.kind is Kind.END_DATE and rule.kind in told):
            told.add(rule.kind)
            yield _obligation(rule, sentence, clause, quantity, section, page)
    for rule in grammar():
        if rule.bare is not None and rule.kind not in told and rule.bare.search(sentence):
            nothing = Quantity(0, len(sentence), Unit.NONE)
            yield _obligation(rule, sentence, sentence, nothing, section, page)


def extract_all(sentences: Iterable[tuple[str, tuple[str, ...], int | None]]) -> tuple[Obligation, ...]:
    """Return the obligations of sentences with their section and page, each once."""
    return tuple(dict.fromkeys(each for told in sentences for each in extract(*told)))


def _obligation(
    rule: Rule, sentence: str, clause: str, quantity: Quantity, section: tuple[str, ...], page: int | None
) -> Obligation:
    bound = _PARTY.search(clause)
    return Obligation(
        kind=rule.kind,
        value=quantity.value,
        unit=quantity.unit,
        sentence=sentence,
        section=section,
        page=page,
        party=bound.lastgroup if bound else rule.party,
        currency=quantity.currency,
        day=quantity.day,
        automatic=rule.kind is Kind.RENEWAL and bool(_AUTOMATIC.search(sentence)),
        doubtful=quantity.doubtful,
    )


def _clause(sentence: str, quantity: Quantity) -> str:
    """Return the part of a sentence around a value, up to where another thought begins."""
    begin = max((found.end() for found in _BOUND.finditer(sentence, 0, quantity.begin)), default=0)
    after = _BOUND.search(sentence, quantity.end)
    return sentence[begin : after.start() if after else len(sentence)]


@cache
def grammar() -> tuple[Rule, ...]:
    """Return the rules, in their order: the first that fits tells."""
    declared: Mapping[str, Mapping[str, Any]] = yaml.safe_load(GRAMMAR.read_text("utf-8"))
    return tuple(
        Rule(
            Kind(kind),
            frozenset(map(Unit, rule["units"])),
            tuple(re.compile(need, re.IGNORECASE) for need in rule["needs"]),
            re.compile(rule["unless"].replace(" |", "|"), re.IGNORECASE),
            re.compile(rule["bare"], re.IGNORECASE) if "bare" in rule else None,
            rule.get("party"),
        )
        for kind, rule in declared.items()
    )
