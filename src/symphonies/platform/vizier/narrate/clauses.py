"""One fact as a clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from symphonies.platform.vizier.facts import (
    Advice,
    Against,
    Chance,
    Driver,
    Fact,
    Level,
    Outlook,
    Reference,
    Shape,
    Share,
    Unusual,
)
from symphonies.platform.vizier.narrate import naming
from symphonies.platform.vizier.narrate.features import (
    features_of,
    odds_of,
    part_of,
    side_of,
    size_of,
    way_of,
)
from symphonies.platform.vizier.narrate.figures import EPOCH, figure, more_than
from symphonies.platform.vizier.narrate.language import Language
from symphonies.platform.vizier.narrate.phrase import Slot, render
from symphonies.platform.vizier.narrate.sentence import Span

Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Voice:
    """How a clause is to sound.

    Attributes:
        language: in which language.
        lead: whether the clause opens its sentence.
        moved: whether a change over time is told as a movement, not as a distance.
        opened: whether a period opens the sentence before the clause.
    """

    language: Language
    lead: bool = True
    moved: bool = False
    opened: bool = False


def opening(fact: Fact, language: Language) -> Spans:
    """Return the period a sentence opens with."""
    span = fact.subject.span
    if span.several:
        first, last = naming.ends(span, language)
        return (Span(language.data["opening"]["several"].format(first=first, last=last)),)
    pattern = language.data["opening"][span.grain.value]
    return (Span(pattern.replace("{period}", naming.period(span, language))),)


def clause(fact: Fact, voice: Voice) -> Spans:
    """Return a fact as a clause, without capital and full stop; empty for what cannot be said."""
    match fact:
        case Level():
            return _level(fact, voice)
        case Unusual():
            name = "unusual" if fact.shape is Shape.LEVEL else f"unusual_{fact.shape}"
            said = _Said(fact, voice)
            if fact.shape is Shape.LEVEL and said.is_point:
                name = "unusual_point"
            clauses = said.say(name, way=way_of(fact.value - (fact.low + fact.high) / 2))
            return clauses + said.say("unusual_few") if fact.few else clauses
        case Driver():
            return _driver(fact, voice)
        case Outlook():
            return _outlook(fact, voice)
        case Chance():
            said = _Said(fact, voice)
            return said.say("chance", odds=odds_of(fact.probability), side="below" if fact.below else "above")
        case Advice():
            return _advice(fact, voice)
        case _:
            return ()


def again(fact: Level, other: Reference, voice: Voice) -> Spans:
    """Return what a level is against another reference, joined to the clause that named it."""
    said = _Said(fact, voice, other)
    if said.is_same:
        return _join(voice, "then") + said.say("again_same")
    if (fact.value - other.value) * (fact.delta or 0.0) < 0:
        return _join(voice, "but") + said.say("again_but")
    return _join(voice, "then") + said.say("again")


def coverage(fact: Outlook, voice: Voice) -> Spans:
    """Return how often bands like an outlook's held, joined to its clause; empty when that is not known."""
    return () if fact.coverage is None else _join(voice, "then") + _Said(fact, voice).say("coverage")


def _join(voice: Voice, name: str) -> Spans:
    return (Span(voice.language.data["joins"][name]),)


def _level(fact: Level, voice: Voice) -> Spans:
    if fact.reference is None:
        return _Said(fact, voice).say("level")
    said = _Said(fact, voice, fact.reference)
    if said.is_same:
        return said.say("level_same")
    moved = voice.moved and fact.reference.kind is not Against.PLAN and fact.subject.unit != "date"
    return said.say("level_moved" if moved else "level_against")


def _driver(fact: Driver, voice: Voice) -> Spans:
    said = _Said(fact, voice)
    way, size = way_of(fact.change), size_of(fact.change, fact.base or 0.0) if fact.base else "medium"
    told = [share for share in fact.shares if not said.is_nothing(share.value)]
    with_it = [share for share in told if share.value * fact.change > 0]
    counter = [share for share in told if share.value * fact.change < 0]
    if not with_it or not fact.single:
        count = "many" if len(with_it) > 1 else "one"
        clauses = said.say("driver_none", way=way)
        return clauses + said.say("driver_spread", parts=with_it, count=count) if with_it else clauses
    part = part_of(sum(share.value for share in with_it) / fact.change)
    clauses = said.say("driver_one", way=way, size=size, part=part, parts=with_it)
    if counter:
        clauses += said.say("driver_counter", parts=counter)
    elif part == "over":
        clauses += said.say("driver_offset")
    if fact.upstream:
        clauses += said.say("driver_upstream", count="many" if len(fact.upstream) > 1 else "one")
    return clauses


def _outlook(fact: Outlook, voice: Voice) -> Spans:
    if fact.is_lowest:
        return _Said(fact, voice).say("outlook_low")
    if fact.now is None or size_of(fact.value - fact.now, fact.now) == "small":
        way = "flat"
    else:
        way = way_of(fact.value - fact.now)
    return _Said(fact, voice).say("outlook", way=way)


def _advice(fact: Advice, voice: Voice) -> Spans:
    said = _Said(fact, voice)
    known = {
        "advice": True,
        "advice_due": fact.due_on is not None,
        "advice_owner": bool(fact.owner),
        "advice_gain": fact.gain is not None,
    }
    parts = [part for part in voice.language.data["advice"] if known[part]]
    return tuple(span for part in parts for span in said.say(part))


class _Said:
    """A fact about to be said: its slots and features."""

    def __init__(self, fact: Fact, voice: Voice, reference: Reference | None = None) -> None:
        self._fact, self._voice, self._language = fact, voice, voice.language
        name = naming.name_of(fact.subject, voice.language)
        number = naming.number_of(fact.subject, voice.language)
        self._features = features_of(fact, number, name.gender)
        self._change = getattr(fact, "change", 0.0)
        if reference is not None and isinstance(fact, Level):
            self._change = fact.value - reference.value
            self._features |= {
                "against": reference.kind.value,
                "side": side_of(self._change, fact.subject.unit),
                "way": way_of(self._change),
                "size": size_of(self._change, reference.value),
            }

    @property
    def is_same(self) -> bool:
        """Whether the change is too small to be printed."""
        return self.is_nothing(self._change)

    @property
    def is_point(self) -> bool:
        """Whether the ends of what was to be expected print alike."""
        fact = self._fact
        return isinstance(fact, Unusual) and self._figure("low")(None) == self._figure("high")(None)

    def is_nothing(self, change: float) -> bool:
        """Return whether a change is too small to be printed."""
        return self._text(abs(change), None, change=True) == self._text(0.0, None, change=True)

    def say(self, name: str, *, parts: list[Share] | None = None, **features: str) -> Spans:
        """Return a clause of the language, its slots filled from the fact."""
        seed = f"{self._fact.id}:{name}"
        pattern = self._language.clause(name, seed, opened=self._voice.opened)
        slots = self._slots(parts or [], opens=pattern.startswith("{subject}"))
        return render(pattern, slots, self._features | features, self._language, seed)

    def _slots(self, parts: list[Share], *, opens: bool) -> Mapping[str, Slot]:
        fact, subject = self._fact, self._fact.subject
        lead = self._voice.lead and opens and not self._voice.opened

        def noun(case: str | None) -> Spans:
            return (Span(naming.noun(subject, self._language, case, lead=lead)),)

        slots: dict[str, Slot] = {
            "subject": noun,
            "gap": lambda case: self._linked(self._gap_text(case)),
            "parts": lambda case: self._parts(parts),
            "when": lambda case: self._linked(self._day(subject.span.period.last_day)),
        }
        for name in ("value", "low", "high", "limit", "gain"):
            if getattr(fact, name, None) is not None:
                slots[name] = self._figure(name)
        for name in ("level", "coverage", "probability"):
            if hasattr(fact, name):
                slots[name] = self._percent(name)
        for name in ("action", "owner"):
            if hasattr(fact, name):
                slots[name] = self._plain(name)
        if isinstance(fact, Chance):
            limit = self._language.data["limits"].get(fact.limit_title, fact.limit_title)
            slots["limit_title"] = lambda case: (Span(limit),)
        if isinstance(fact, Advice) and fact.due_on is not None:
            due = fact.due_on
            slots["due"] = lambda case: self._linked(self._day(due))
        if isinstance(fact, Driver):
            self._features["against"] = fact.against.value
            upstream = naming.listed(
                [naming.called(each, self._language) for each in fact.upstream], self._language
            )
            slots["upstream"] = lambda case: (Span(upstream),)
        return slots

    def _figure(self, name: str) -> Slot:
        fact = self._fact
        unit = "money" if isinstance(fact, Advice) else fact.unit if isinstance(fact, Unusual) else None
        # a figure that is said to lie outside of a range must not print as one of its ends
        apart = (fact.value, fact.low, fact.high) if isinstance(fact, Unusual) else ()
        return lambda case: self._linked(self._text(getattr(fact, name), case, unit=unit, apart=apart))

    def _percent(self, name: str) -> Slot:
        def slot(_case: str | None) -> Spans:
            percent = round(getattr(self._fact, name) * 100)
            return self._linked(self._language.data["figures"]["share"].format(number=percent))

        return slot

    def _plain(self, name: str) -> Slot:
        fact = self._fact
        text = str(getattr(fact, name))
        if isinstance(fact, Advice):
            text = fact.words(self._language.code)[0 if name == "action" else 1]
        return lambda case: (Span(text),)

    def _parts(self, shares: list[Share]) -> Spans:
        seed = self._fact.id
        spans: list[Span] = []
        told = self._language.data["lists"]
        for number, share in enumerate(shares):
            if number:
                spans.append(Span(told["last"] if number == len(shares) - 1 else told["separator"]))
            slots: dict[str, Slot] = {
                "place": lambda case, scope=share.scope: (Span(naming.place(scope, self._language)),),
                "value": lambda case, value=share.value: self._linked(self._signed(value, case)),
            }
            pattern = self._language.clause("part", seed)
            spans += render(pattern, slots, self._features, self._language, seed)
        return tuple(spans)

    def _signed(self, value: float, case: str | None) -> str:
        text = self._text(value, case, change=True)
        return f"+{text}" if value > 0 else text

    def _gap_text(self, case: str | None) -> str:
        return self._text(abs(self._change), case, change=True)

    def _text(
        self,
        value: float,
        case: str | None,
        *,
        change: bool = False,
        unit: str | None = None,
        apart: tuple[float, ...] = (),
    ) -> str:
        subject = self._fact.subject
        if unit is None and not change and subject.most is not None and value >= subject.most:
            return more_than(subject.most, subject.unit, self._language, case)
        return figure(
            value,
            unit or subject.unit,
            subject.currency,
            change=change,
            language=self._language,
            case=case,
            apart=apart,
        )

    def _day(self, day: date) -> str:
        return figure(float((day - EPOCH).days), "date", language=self._language)

    def _linked(self, text: str) -> Spans:
        return (Span(text, self._fact.subject.metric, self._fact.id),)
