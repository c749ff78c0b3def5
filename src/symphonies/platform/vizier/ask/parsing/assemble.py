"""The chosen pieces, walked from left to right, fill the slots of a reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from symphonies.kernel import Grain
from symphonies.platform.semantics import Comparison, Op
from symphonies.platform.vizier.ask.language import Amount, Lexicon, Sense, Token, When, amount_at
from symphonies.platform.vizier.ask.linking import COMPANY_FORMS, DimensionTerm
from symphonies.platform.vizier.ask.parsing.reading import (
    Intent,
    MetricMention,
    Rank,
    Reading,
    Threshold,
    ValueMention,
    View,
)
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span

_RANKS = (Sense.TOP, Sense.BOTTOM, Sense.BEST, Sense.WORST)
_INTENTS = {Sense.WHY: Intent.WHY, Sense.WHAT_IF: Intent.WHAT_IF, Sense.FORECAST: Intent.FORECAST}
_VIEWS = {Sense.CHART: View.CHART, Sense.TABLE: View.TABLE}
_COMPARED = {
    Sense.TARGET: Comparison.TARGET,
    Sense.PREVIOUS_YEAR: Comparison.PREVIOUS_YEAR,
    Sense.PREVIOUS_PERIOD: Comparison.PREVIOUS_PERIOD,
}
_ADVERBS = ("daily", "weekly", "monthly", "quarterly", "yearly", "annually", "annual")
_HINTS = (
    Sense.COUNT,
    Sense.MUCH,
    Sense.WORTH,
    Sense.LONG,
    Sense.AVERAGE,
    Sense.WHO,
    Sense.WHICH,
    Sense.WHEN,
    Sense.GROWTH,
    Sense.CHANGE,
)
_OF_A_PLACE = frozenset({"in", "from", "of", "the", "based", "located", "within"})
_EVERY = ("each", "every", "a")


class Assembler:
    """Walks the pieces of one question once."""

    def __init__(
        self,
        tokens: Sequence[Token],
        spans: Sequence[Span],
        lexicon: Lexicon,
        dimensions: Mapping[tuple[int, int], Span] | None = None,
        named: Mapping[tuple[int, int], Span] | None = None,
    ) -> None:
        self.dimensions = dimensions or {}
        """Pieces that could be dimensions too, by place."""
        self.named = named or {}
        """Pieces that could be values too, by place."""
        self.tokens = tokens
        self.spans = spans
        self.lexicon = lexicon
        self.reading = Reading()
        self._by = self._except = False
        self._versus = -9
        self._grouping = self._defining = False
        self._taken: set[int] = set()
        self._falls = False
        self._amount_of_change: Amount | None = None
        self._each = False
        self._counted: Amount | None = None
        """A number before what is listed: the three of ``which three customers owe most``."""
        self._read: set[int] = set()
        """Tokens read without a piece of their own."""

    def read(self) -> Reading:
        """Return the reading."""
        for place, span in enumerate(self.spans):
            if place not in self._taken:
                self._take(place, span)
        self._finish()
        return self.reading

    def _take(self, place: int, span: Span) -> None:
        match span.kind:
            case Kind.SENSE:
                self._sense(place, span)
            case Kind.METRIC:
                self._versus = -9
                also = self._another_value(place, span)
                if also is not None:
                    self.reading.values.append(also)
                    return
                other = self.dimensions.get((span.start, span.end))
                before = self._before(place)
                asked = (
                    before is not None
                    and before.end == span.start
                    and before.says(Sense.WHICH)
                    and any(each.kind is Kind.METRIC and each is not span for each in self.spans)
                )
                if (self._by or self._grouping or asked) and other is not None:
                    self._dimension(place, other)
                    return
                self._figure(place, span, MetricMention(span.metrics, self._text(span), self._stems(span)))
                self._measured_up(span)
                self.reading.plural |= self.tokens[span.end - 1].text.lower().endswith(("ers", "ors"))
                if asked or (before is not None and before.end == span.start and before.says(Sense.WHICH)):
                    self._listed_by(span)
                self._by = False
                self._grouping = self._grouping and self.tokens[span.start - 1].text in (",", "and")
            case Kind.DIMENSION:
                self._dimension(place, span)
            case Kind.VALUE:
                self._versus = -9
                of = self._whose(place)
                negative = self._except or self._denied(span)
                self.reading.values.append(ValueMention(span.values, self._text(span), negative, of))
                self._by = self._grouping = False
            case Kind.GRAIN:
                self._grain(span)
            case Kind.WHEN:
                self._when(span)
            case Kind.AMOUNT:
                self._amount(span)

    def _another_value(self, place: int, span: Span) -> ValueMention | None:
        """Return the value that a figure's name is in a list: the sales of ``marketing and sales``."""
        listed, other = self._before(place), self.named.get((span.start, span.end))
        if listed is not None and listed.says(Sense.FOLLOW):
            listed = self._before(place - 1)
        if other is None or listed is None or listed.kind is not Kind.VALUE:
            return None
        between = {token.text.lower() for token in self.tokens[listed.end : span.start]}
        columns = {term.column for term, _ in listed.values}
        kept = tuple(pair for pair in other.values if pair[0].column in columns)
        if not kept or not between or not between <= {"and", "or", ","}:
            return None
        return ValueMention(kept, self._text(span), self._except)

    def _whose(self, place: int) -> DimensionTerm | None:
        """Return what a value describes: the customers of ``UK customers`` and ``customers in the UK``."""
        after = self.spans[place + 1] if place + 1 < len(self.spans) else None
        here = self.spans[place]
        if after is not None and after.start == here.end and after.dimension is not None:
            return after.dimension
        before = self._before(place)
        if before is None or before.dimension is None:
            return None
        between = [token.stem for token in self.tokens[before.end : here.start]]
        return before.dimension if between and set(between) <= _OF_A_PLACE else None

    def _figure(self, place: int, span: Span, mention: MetricMention) -> None:
        reading = self.reading
        lone = reading.rank is None and not reading.groups and not self._defining
        if self._by and reading.metrics and lone:
            reading.unknown.append(mention.text)  # split by a figure: there is no such dimension
            return
        if self._defining and (reading.metrics or reading.definition):
            reading.definition.append(mention)
            return
        before = self._before(place)
        if self._to_what(span):
            reading.base = mention
            return
        if before is not None and before.says(Sense.RATIO) and self._only_idle(before.end, span.start):
            reading.base = mention
            return
        reading.metrics.append(self._side_by_side(place, span, mention))

    def _listed_by(self, span: Span) -> None:
        """Split by what is listed where its name begins a figure's: ``list suppliers with overdue bills``."""
        first = self.dimensions.get((span.start, span.start + 1))
        if first is not None and first.dimension is not None and span.end > span.start + 1:
            self.reading.groups.append(first.dimension)
            self.reading.plural |= self.tokens[span.start].text.lower() != self.tokens[span.start].stem

    def _define(self, span: Span) -> None:
        """Open ``which is the sum of``; of ``A divided by B`` the A is part of it too."""
        reading = self.reading
        if span.says(Sense.DIVIDED) and not self._defining and len(reading.metrics) > 1:
            reading.definition.append(reading.metrics.pop())
        self._defining = bool(reading.metrics)

    def _measured_up(self, span: Span) -> None:
        """Note that a plan is what something is held against: ``below budget in revenue``."""
        planned = {word for phrase in self.lexicon.plans for word in phrase}
        before = self.tokens[span.start - 1].stem if span.start else ""
        if self.tokens[span.start].stem in planned and before in self.lexicon.measures_up:
            self.reading.contrast = True

    def _to_what(self, span: Span) -> bool:
        """Return whether a figure is the lower half of ``ratio of A to B``."""
        named = [word for mention in self.reading.metrics for word in mention.stems]
        to = span.start > 0 and self.tokens[span.start - 1].stem == "to"
        return to and bool(set(named) & self.lexicon.rates)

    def _only_idle(self, start: int, end: int) -> bool:
        return all(token.stem in self.lexicon.stop for token in self.tokens[start:end])

    def _side_by_side(self, place: int, span: Span, mention: MetricMention) -> MetricMention:
        """Note two figures that follow each other without ``and``: together they may be a third one."""
        before = next((each for each in reversed(self.spans[:place]) if each.kind is Kind.METRIC), None)
        if before is None:
            return mention
        between = self.spans[self.spans.index(before) + 1 : place]
        joined = any(each.says(Sense.FOLLOW, Sense.VERSUS, Sense.AGAIN) for each in between)
        signs = {token.text for token in self.tokens[before.end : span.start]} & {",", "&", ";", "plus"}
        if joined or signs or span.start < before.end or any(t.opens for t in self._tokens_to(before, span)):
            return mention
        self.reading.fused = (self._text(before), self._text(span))
        return replace(mention, joined=False)

    def _tokens_to(self, before: Span, span: Span) -> Sequence[Token]:
        return self.tokens[before.end : span.start + 1]

    def _sense(self, place: int, span: Span) -> None:
        reading = self.reading
        for sense in span.senses:
            if sense in _RANKS and reading.rank is None:
                reading.rank = Rank(self._count_beside(place) or self._count_before(), sense)
            elif sense in (Sense.OVER, Sense.UNDER) and reading.threshold is None:
                self._limit(place, sense)
            elif sense in _INTENTS and reading.intent in (Intent.FIGURE, Intent.WHAT_IF):
                reading.intent = _INTENTS[sense]
            elif sense in _VIEWS:
                reading.view = _VIEWS[sense]
            elif sense is Sense.TARGET and self._names_plan(place, span):
                reading.planned = True
            elif sense in _COMPARED and _COMPARED[sense] not in reading.compare:
                reading.compare.append(_COMPARED[sense])
                self._versus = -9
            elif sense in _HINTS:
                reading.asks.add(sense)
                self._falls |= any(token.stem in self.lexicon.falling for token in self._tokens(span))
                reading.drops |= any(token.stem in self.lexicon.drops for token in self._tokens(span))
        self._flags(span, first=place == 0)

    def _names_plan(self, place: int, span: Span) -> bool:
        """Return whether a plan is the figure asked for: ``sales plan``, not ``sales against plan``."""
        before = self._before(place)
        named = before is not None and before.kind is Kind.METRIC and before.end == span.start
        after = self.spans[place + 1] if place + 1 < len(self.spans) else None
        follows = after is not None and after.kind is Kind.METRIC and after.start == span.end
        described = follows and self.tokens[span.start].text.lower().endswith("ed")
        return described or (named and self._stems(span) in self.lexicon.plans)

    def _count_before(self) -> int:
        """Return the number that stood before what is ranked; 0 for none."""
        counted, self._counted = self._counted, None
        if counted is None:
            return 0
        self.reading.change = None
        return int(counted.value)

    def _flags(self, span: Span, *, first: bool) -> None:
        reading = self.reading
        if span.says(Sense.DEFINE, Sense.DIVIDED):
            self._define(span)
        elif span.says(Sense.BY):
            self._defining = False
        self._by = (
            span.says(Sense.BY, Sense.EACH)
            or (self._by and not span.says(Sense.FOLLOW))
            or (self._grouping and span.says(Sense.FOLLOW))
        )
        following = self._after(span)
        per = self._stems(span) == ("per",) and following is not None and following.start == span.end
        if per and following is not None and following.kind is Kind.SENSE:
            reading.unknown.append(f"per {self._text(following)}")
        if span.says(Sense.VERSUS):
            self._versus = span.end
            rest = [token for token in self.tokens[span.end :] if token.stem not in self.lexicon.stop][:1]
            reading.unknown += [token.text for token in rest if token.stem in self.lexicon.others]
            reading.contrast = True
        reading.contrast |= span.says(Sense.CONTRAST)
        if span.says(Sense.EXCEPT):
            self._except = True
        if span.says(Sense.RATIO):
            reading.share = True
        self._each |= span.says(Sense.EACH)
        reading.share |= span.says(Sense.SHARE, Sense.MIX)
        reading.trend |= span.says(Sense.TREND)
        reading.adds |= span.says(Sense.AGAIN)
        reading.follows |= first and span.says(Sense.FOLLOW, Sense.ONLY, Sense.VERSUS)

    def _dimension(self, place: int, span: Span) -> None:
        if span.dimension is None:
            return
        flag = self.named.get((span.start, span.end))
        if flag is not None and not self._by and all(term.key == "true" for term, _ in flag.values):
            negative = self._except or self._denied(span)
            self.reading.values.append(ValueMention(flag.values, self._text(span), negative))
            return
        before = self._before(place)
        ranked = (
            before is not None and (before.says(*_RANKS) or before.kind is Kind.AMOUNT) and self.reading.rank
        )
        asked = before is not None and before.says(Sense.WHICH)
        last = self.tokens[span.end - 1].text.lower()
        self.reading.plural |= last != self.tokens[span.end - 1].stem
        article = self.tokens[span.start - 1].stem if span.start else ""
        each = article in ("each", "every") or (article in ("a", "an") and bool(self.reading.metrics))
        if (
            self._by
            or ranked
            or asked
            or each
            or self._described(span)
            or self._goes_on(span)
            or self._towards(span, article)
        ):
            self.reading.groups.append(span.dimension)
            self._grouping = True
        else:
            self.reading.mentioned.append(span.dimension)
        self._by = False

    def _towards(self, span: Span, article: str) -> bool:
        """Return whether parties stand opposite a figure: ``liability to suppliers``, ``debt with banks``."""
        plural = self.tokens[span.end - 1].text.lower() != self.tokens[span.end - 1].stem
        plural = plural and not any(each.says(Sense.BY) for each in self.spans)
        return plural and article in ("to", "with", "against", "at") and bool(self.reading.metrics)

    def _denied(self, span: Span) -> bool:
        """Return whether ``not`` stands right before, which is then accounted for."""
        denied = span.start > 0 and self.tokens[span.start - 1].stem == "not"
        if denied:
            self._read.add(span.start - 1)
        return denied

    def _described(self, span: Span) -> bool:
        """Return whether things are listed by what is true of them: ``entities whose revenue fell``."""
        after = self.tokens[span.end].stem if span.end < len(self.tokens) else ""
        return after == "whose" and not self.reading.metrics

    def _goes_on(self, span: Span) -> bool:
        """Return whether a list of dimensions goes on: nothing but commas and empty words lie between."""
        last = max(
            (each.end for each in self.spans if each.kind is Kind.DIMENSION and each.end <= span.start),
            default=0,
        )
        between = self.tokens[last : span.start]
        return self._grouping and any(token.text in ",&" for token in between)

    def _grain(self, span: Span) -> None:
        word = self.tokens[span.start].text.lower()
        before = self.tokens[span.start - 1].stem if span.start else ""
        asked = self.lexicon.senses.get((before,), ())
        if {Sense.TOP, Sense.BOTTOM, Sense.BEST, Sense.WORST, Sense.WHICH} & set(asked):
            self.reading.ranked_grain = span.grain
        if self._by or word in _ADVERBS or before in _EVERY:
            self.reading.grain = span.grain
        self._by = False

    def _when(self, span: Span) -> None:
        reading, when = self.reading, span.when
        if when is None:
            return
        if span.start - self._versus <= 2 and self._right_after(span):
            reading.compared_to = when
        elif reading.when is None:
            reading.when = when
            if self._by and when.grain is not None and self._by_itself(span):
                reading.grain = when.grain
        elif when.offset is not None or reading.contrast:
            self._compared(span, when)
        elif reading.when.period.start <= when.period.start and when.period.end <= reading.when.period.end:
            reading.when = when
        else:
            reading.unknown.append(self._text(span))
        self._versus = -9
        if when.each and when.grain is not None:
            reading.grain = reading.grain or when.grain
        self._by = False

    def _by_itself(self, span: Span) -> bool:
        """Return whether a period stands right after ``by``: not the 2025 of ``by amount paid in 2025``."""
        ends = [each.end for each in self.spans if each.says(Sense.BY, Sense.EACH) and each.end <= span.start]
        return bool(ends) and self._only_idle(ends[-1], span.start)

    def _compared(self, span: Span, when: When) -> None:
        """Take a period to compare with; a second one only where it is the year before."""
        reading = self.reading
        if reading.compared_to is None:
            reading.compared_to = when
        elif when.offset is Grain.YEAR:
            reading.compare.append(Comparison.PREVIOUS_YEAR)
        else:
            reading.unknown.append(self._text(span))

    def _right_after(self, span: Span) -> bool:
        """Return whether nothing that tells stands between ``versus`` and a date: ``vs actual ytd`` does."""
        between = self.tokens[self._versus : span.start]
        return all(token.stem in self.lexicon.stop for token in between)

    def _amount(self, span: Span) -> None:
        reading, amount = self.reading, span.amount
        if amount is None or self._between(span, amount):
            return
        if reading.rank is not None and reading.rank.n == 0 and amount.unit is None and amount.value >= 1:
            reading.rank = Rank(int(amount.value), reading.rank.sense)
        elif reading.change is None:
            reading.change = self._amount_of_change = amount
            plain = amount.unit is None and not amount.scaled and amount.value >= 1
            following = self._after(span)
            listed = following is not None and following.dimension is not None
            if plain and listed and following is not None and following.start == span.end:
                self._counted = amount
        else:
            reading.unknown.append(self._text(span))

    def _between(self, span: Span, amount: Amount) -> bool:
        """Take both ends of ``between 100k and 500k``; return whether there are two."""
        opened = span.start > 0 and self.tokens[span.start - 1].stem == "between"
        joint = self.tokens[span.end].stem if span.end < len(self.tokens) else ""
        upper = amount_at(self.tokens, span.end + 1, self.lexicon) if opened and joint == "and" else None
        if upper is None or self.reading.threshold is not None:
            return False
        self.reading.threshold = Threshold(Op.GE, amount)
        self.reading.ceiling = Threshold(Op.LE, upper)
        self._taken |= {place for place, each in enumerate(self.spans) if span.end < each.start < upper.end}
        return True

    def _limit(self, place: int, sense: Sense) -> None:
        """Take the amount after ``more than``; without one the words are no limit."""
        following = self.spans[place + 1] if place + 1 < len(self.spans) else None
        end = self.spans[place].end
        bare = amount_at(self.tokens, end, self.lexicon) if end < len(self.tokens) else None
        if bare is not None and bare.end > end and (following is None or following.start > end):
            self.reading.threshold = Threshold(Op.GT if sense is Sense.OVER else Op.LT, bare)
            self._read |= set(range(end, bare.end))
            return
        if following is None or following.kind is not Kind.AMOUNT or following.amount is None:
            if following is not None and following.start == end and following.says(Sense.TARGET):
                self.reading.contrast = True
            if self.tokens[self.spans[place].end - 1].stem == "than":
                self._versus = self.spans[place].end
            return
        if self.tokens[self.spans[place].end - 1 : following.start][1:]:
            return
        self.reading.threshold = Threshold(Op.GT if sense is Sense.OVER else Op.LT, following.amount)
        self._taken.add(place + 1)
        after = self.spans[place + 2] if place + 2 < len(self.spans) else None
        aged = after is not None and after.start == following.end and self._stems(after) in self.lexicon.aged
        if aged and following.amount.unit == "days" and self.reading.metrics:
            self._taken.add(place + 2)

    def _count_beside(self, place: int) -> int:
        """Return the number before or after a superlative; 0 for none."""
        for beside in (place + 1, place - 1):
            span = self.spans[beside] if 0 <= beside < len(self.spans) else None
            if span is None or span.kind is not Kind.AMOUNT or span.amount is None or beside in self._taken:
                continue
            near = span.start == self.spans[place].end or span.end == self.spans[place].start
            if near and span.amount.unit is None and span.amount.value >= 1:
                self._taken.add(beside)
                if self.reading.change is span.amount:
                    self.reading.change = None
                return int(span.amount.value)
        return 0

    def _finish(self) -> None:
        reading = self.reading
        self._telling()
        covered = {place for span in self.spans for place in range(span.start, span.end)} | self._read
        for place, token in enumerate(self.tokens):
            idle = self.lexicon.empty(token.stem) or token.stem in COMPANY_FORMS
            plain = idle and not (self._mixed and self._shouted(token))
            if place not in covered and token.stem.isalnum() and not plain:
                reading.unknown.append(token.text)
        if self._each and reading.when is not None and reading.grain is None:
            reading.grain = reading.when.grain
        if reading.change is not None and self._text_of_change().lower() == "one":
            reading.change = None
        if reading.change is not None and reading.intent is not Intent.WHAT_IF:
            reading.unknown.append(self._text_of_change())
            reading.change = None
        if reading.change is not None and self._falls and reading.change.value > 0:
            reading.change = reading.change.__class__(
                -reading.change.value, reading.change.unit, reading.change.currency, reading.change.end
            )
        self._when_lowest()
        if reading.planned and (reading.contrast or {Sense.CHANGE, Sense.GROWTH} & reading.asks):
            reading.planned = False
            reading.compare.append(Comparison.TARGET)
        if not reading.groups and reading.mentioned and self._by_last():
            reading.groups.append(reading.mentioned.pop())
        waiting = reading.rank is not None or reading.threshold is not None or Sense.WHICH in reading.asks
        if waiting and not reading.groups and reading.mentioned:
            reading.groups.append(reading.mentioned.pop(0))
        if reading.intent is Intent.WHAT_IF and len(reading.metrics) > 1:
            lever = self._lever()
            reading.outcomes = [each for each in reading.metrics if each is not lever]
            reading.metrics = [lever]

    def _when_lowest(self) -> None:
        """Read ``when will cash be lowest`` as a question about the days to come."""
        reading, when = self.reading, self.reading.when
        ranked = reading.rank is not None and not reading.groups
        if ranked and Sense.WHEN in reading.asks and (when is None or when.future):
            reading.rank = None
            reading.intent = Intent.FORECAST

    def _lever(self) -> MetricMention:
        """Return the figure whose change is supposed: the one nearest to the amount, else the last."""
        amount = next((span for span in self.spans if span.amount is self._amount_of_change), None)
        if amount is None:
            return self.reading.metrics[-1]
        spans = [span for span in self.spans if span.kind is Kind.METRIC]
        by_text = {
            self._text(span): min(abs(span.start - amount.end), abs(amount.start - span.end))
            for span in spans
        }
        return min(self.reading.metrics, key=lambda mention: by_text.get(mention.text, len(self.tokens)))

    def _telling(self) -> None:
        """Note phrases of idle words that say something and stand in no name."""
        named = {
            place
            for span in self.spans
            if span.kind in (Kind.METRIC, Kind.VALUE, Kind.WHEN, Kind.SENSE)
            for place in range(span.start, span.end)
        } | self._read
        for phrase in self.lexicon.telling:
            for start in range(len(self.tokens) - len(phrase) + 1):
                places = set(range(start, start + len(phrase)))
                said = tuple(token.stem for token in self.tokens[start : start + len(phrase)])
                if said == phrase and not places & named:
                    self.reading.unknown.append(" ".join(phrase))

    def _by_last(self) -> bool:
        """Return whether the question ends in ``by id``: by the last thing named."""
        return (
            bool(self.spans) and self.spans[-1].says(Sense.BY) and len(self.tokens) - self.spans[-1].end <= 1
        )

    @property
    def _mixed(self) -> bool:
        """Whether capitals say something: not all of the question is in them."""
        return any(token.text.islower() for token in self.tokens)

    @staticmethod
    def _shouted(token: Token) -> bool:
        return len(token.text) > 1 and token.text.isupper()

    def _text_of_change(self) -> str:
        return next((self._text(span) for span in self.spans if span.amount is self.reading.change), "")

    def _after(self, span: Span) -> Span | None:
        place = self.spans.index(span) + 1
        return self.spans[place] if place < len(self.spans) else None

    def _before(self, place: int) -> Span | None:
        return self.spans[place - 1] if place else None

    def _tokens(self, span: Span) -> Sequence[Token]:
        return self.tokens[span.start : span.end]

    def _stems(self, span: Span) -> tuple[str, ...]:
        return tuple(token.stem for token in self._tokens(span))

    def _text(self, span: Span) -> str:
        return " ".join(token.text for token in self._tokens(span))
