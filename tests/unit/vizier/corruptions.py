"""Lies planted in true texts: one wrong number, direction, period, place, reference, unit, metric or role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from symphonies.platform.vizier.facts import Chance, Fact, Level, Outlook, Role, Unusual
from symphonies.platform.vizier.narrate import Text, figure

from .facts_world import EVERYWHERE, METRICS

TURNED = [
    ("above", "below"),
    ("rose", "fell"),
    ("more than", "less than"),
    ("jumped", "dropped"),
    ("edged up", "edged down"),
    ("went up", "went down"),
    ("unusually high", "unusually low"),
    ("rise to", "fall to"),
    ("climb to", "come down to"),
    ("rise", "fall"),
    ("increase", "decline"),
    ("falls below", "rises above"),
]
REFERENCES = ["plan", "a year ago", "the month before", "the quarter before"]
MONTHS = [
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
]
SCALES = {"k": "m", "m": "bn", "bn": "m"}


@dataclass(frozen=True)
class Lie:
    """A text with one lie."""

    kind: str
    text: str
    truth: str


def lies(text: Text, facts: Sequence[Fact], chance: Random) -> Iterator[Lie]:
    """Yield one lie of each kind that the text has room for."""
    truth = text.plain
    makers: dict[str, Callable[[str, Text, Sequence[Fact], Random], str | None]] = {
        "number": _number,
        "sign": _sign,
        "direction": _direction,
        "period": _period,
        "place": _place,
        "reference": _reference,
        "scale": _scale,
        "metric": _metric,
        "role": _role,
        "time": _time,
    }
    for kind, make in makers.items():
        lie = make(truth, text, facts, chance)
        if lie is not None and lie != truth:
            yield Lie(kind, lie, truth)


def _figures(text: Text) -> list[str]:
    return [span.text for sentence in text.sentences for span in sentence.spans if span.metric]


def _replace(text: str, old: str, new: str) -> str:
    return re.sub(rf"(?<![\w.]){re.escape(old)}(?!\w)", lambda _: new, text, count=1)


def _number(truth: str, text: Text, facts: Sequence[Fact], chance: Random) -> str | None:
    figures = [figure for figure in _figures(text) if not re.search(r"[A-Z][a-z]{2} \d{4}", figure)]
    if not figures:
        return None
    old = chance.choice(figures)
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", old)
    assert digits is not None
    number = float(digits[0].replace(",", ""))
    places = len(digits[0].partition(".")[2])
    step = 10.0**-places
    changed = number + chance.choice([-1, 1]) * max(number * chance.choice([0.07, 0.2, 0.5]), 2 * step)
    new = old.replace(digits[0], f"{abs(changed):.{places}f}")
    return None if new in figures or new == old or changed >= 1000 else _replace(truth, old, new)


def _sign(truth: str, text: Text, facts: Sequence[Fact], chance: Random) -> str | None:
    figures = [figure for figure in _figures(text) if figure.startswith("\N{MINUS SIGN}")]
    if not figures:
        return None
    old = chance.choice(figures)
    return None if old[1:] in truth.replace(old, "") else truth.replace(old, old[1:], 1)


def _direction(truth: str, text: Text, facts: Sequence[Fact], chance: Random) -> str | None:
    found = [
        (a, b)
        for one, other in TURNED
        for a, b in ((one, other), (other, one))
        if re.search(rf"\b{a}\b", truth)
    ]
    if not found:
        return None
    old, new = chance.choice(found)
    return _replace(truth, old, new)


def _period(truth: str, text: Text, facts: Sequence[Fact], chance: Random) -> str | None:
    named = re.findall(rf"\b({'|'.join(MONTHS)}) \d{{4}}", truth)
    if named:
        old = chance.choice(named)
        spoken = {fact.subject.span.period.start.month for fact in facts}
        spoken |= {fact.subject.span.period.last_day.month for fact in facts}
        free = [name for number, name in enumerate(MONTHS, 1) if number not in spoken]
        return _replace(truth, old, chance.choice(free)) if free else None
    quarters = re.findall(r"Q[1-4] \d{4}", truth)
    return truth.replace(quarters[0], f"{quarters[0][:3]}2021", 1) if quarters else None


def _place(truth: str, text: Text, facts: Sequence[Fact], chance: Random) -> str | None:
    found = [label for label in sorted(EVERYWHERE) if re.search(rf"\b{label}\b", truth)]
    free = [label for label in sorted(EVERYWHERE) if label not in truth]
    return _replace(truth, chance.choice(found), chance.choice(free)) if found and free else None


def _reference(truth: str, text: Text, facts: Sequence[Fact], chance: Random) -> str | None:
    found = [name for name in REFERENCES if re.search(rf"(?:above|below|on|against|than) {name}\b", truth)]
    free = [name for name in REFERENCES[:2] if name not in truth]
    if any(_twins(fact) for fact in facts):
        return None
    if not found or not free:
        return None
    old = chance.choice(found)
    new = chance.choice(free)
    return re.sub(rf"((?:above|below|on|against|than) ){old}\b", rf"\g<1>{new}", truth, count=1)


def _twins(fact: Fact) -> bool:
    """Whether two references lie so close together that naming one for the other is no lie."""
    if not isinstance(fact, Level):
        return False
    values = sorted(reference.value for reference in fact.references)
    return any(abs(high - low) <= 0.02 * abs(fact.value) + 1 for low, high in pairwise(values))


def _scale(truth: str, text: Text, facts: Sequence[Fact], chance: Random) -> str | None:
    figures = [figure for figure in _figures(text) if re.search(r"\d(?:k|m|bn)$", figure)]
    if not figures:
        return None
    old = chance.choice(figures)
    scale = re.search(r"(k|m|bn)$", old)
    assert scale is not None
    return _replace(truth, old, old[: scale.start()] + SCALES[scale[1]])


def _metric(truth: str, text: Text, facts: Sequence[Fact], chance: Random) -> str | None:
    titles = {title for title, *_ in METRICS.values()}
    found = [title for title in sorted(titles) if re.search(rf"\b{title}\b(?! \(| by)", truth, re.IGNORECASE)]
    free = [title for title in sorted(titles) if title not in {fact.subject.title for fact in facts}]
    if not found or not free:
        return None
    return re.sub(rf"\b{chance.choice(found)}\b", chance.choice(free), truth, count=1, flags=re.IGNORECASE)


def _role(truth: str, text: Text, facts: Sequence[Fact], chance: Random) -> str | None:
    """Print a value as its gap and the gap as the value."""
    levels = {fact.id for fact in facts if isinstance(fact, Level)}
    pairs = []
    for sentence in text.sentences:
        told = [span.text for span in sentence.spans if span.fact in levels]
        if len(told) > 1 and told[0] != told[1] and sentence.text.count(told[0]) == 1:
            pairs.append((sentence.text, told[0], told[1]))
    if not pairs:
        return None
    sentence_text, one, other = chance.choice(pairs)
    swapped = sentence_text.replace(one, "\0", 1).replace(other, one, 1).replace("\0", other, 1)
    return truth.replace(sentence_text, swapped, 1)


def _time(truth: str, text: Text, facts: Sequence[Fact], chance: Random) -> str | None:
    """Tell what may come, or a limit, as what is."""
    coming = [fact for fact in facts if isinstance(fact, Outlook | Chance)]
    if not coming:
        return None
    fact = chance.choice(coming)
    subject = fact.subject
    value = fact.value if isinstance(fact, Outlook) else fact.limit
    printed = figure(value, subject.unit, subject.currency)
    now = [
        claim.value
        for other in facts
        if isinstance(other, Level | Unusual) and other.subject.metric == subject.metric
        for claim in other.claims()
        if claim.role is Role.VALUE
    ]
    if printed in {figure(each, subject.unit, subject.currency) for each in now}:
        return None
    return f"{truth} {subject.title} is {printed}."
