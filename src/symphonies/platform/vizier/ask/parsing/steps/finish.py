"""What is settled when all pieces have been read, and every word that none of them accounts for."""

from __future__ import annotations

from dataclasses import replace

from symphonies.kernel import Grain
from symphonies.platform.semantics import Comparison
from symphonies.platform.vizier.ask.language import Sense, Token, lemma, stem, words_of
from symphonies.platform.vizier.ask.parsing.reading import Intent, MetricMention, Rank
from symphonies.platform.vizier.ask.parsing.spans import QUANTILE, Kind, Span
from symphonies.platform.vizier.ask.parsing.steps.beside import said_beside
from symphonies.platform.vizier.ask.parsing.steps.firms import set_aside_forms
from symphonies.platform.vizier.ask.parsing.steps.instead import set_aside_instead
from symphonies.platform.vizier.ask.parsing.steps.leaning import lean
from symphonies.platform.vizier.ask.parsing.steps.losses import limit_losses
from symphonies.platform.vizier.ask.parsing.steps.pairs import not_opposed
from symphonies.platform.vizier.ask.parsing.steps.parties import follows_party
from symphonies.platform.vizier.ask.parsing.steps.sides import bridge, set_side_by_side
from symphonies.platform.vizier.ask.parsing.steps.twofold import twofold
from symphonies.platform.vizier.ask.parsing.steps.walk import RANKS, Walk

_SEVERAL_MONTHS = 62
"""Days of which no more are two months: nothing to rank."""

_MOST_DAYS = {Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 31, Grain.QUARTER: 92, Grain.YEAR: 366}
"""Days of one period."""

_MEDIAN = "median"
_MOST_RANKED = 100
"""No more groups are asked for by number."""
_ADVERBIAL, _OF_A_KIND = "ly", ("ally", "rectly")
"""How adverbs end, and those that say of what kind or by which way."""


def finish(walk: Walk) -> None:
    """Settle the slots of a reading, and note in ``unknown`` what no piece accounts for."""
    _idle_phrases(walk)
    _who_asks(walk)
    set_aside_instead(walk)
    lean(walk)
    twofold(walk)
    set_side_by_side(walk)
    bridge(walk)
    _in_own_currency(walk)
    set_aside_forms(walk)
    _telling(walk)
    _left_over(walk)
    walk.reading.unknown += [word for word in not_opposed(walk) if word not in walk.reading.unknown]
    _unanswered(walk)
    _change(walk)
    _of_each(walk)
    _limited_periods(walk)
    _when_lowest(walk)
    _plan(walk)
    limit_losses(walk)
    _groups(walk)
    _supposed(walk)


def _idle_phrases(walk: Walk) -> None:
    """Set phrases aside that narrow nothing: the ``or not`` of ``did we make it or not``."""
    for place in range(len(walk.tokens)):
        for phrase in walk.lexicon.idly:
            said = tuple(token.stem for token in walk.tokens[place : place + len(phrase)])
            if said == phrase:
                idle = set(range(place, place + len(phrase)))
                walk.read |= idle
                several = len(walk.reading.metrics) > 1  # alone, the phrase is itself what is asked
                inside = [each for each in walk.spans if set(range(each.start, each.end)) <= idle]
                parts = [each for each in inside if several or each.end - each.start < len(phrase)]
                named = [walk.text(each) for each in parts]
                split = [each.dimension for each in parts if each.dimension and not each.dimension.paths]
                walk.reading.metrics = [each for each in walk.reading.metrics if each.text not in named]
                walk.reading.groups = [each for each in walk.reading.groups if each not in split]
                beside = [each.dimension for each in parts]
                walk.reading.mentioned = [each for each in walk.reading.mentioned if each not in beside]


def _who_asks(walk: Walk) -> None:
    """Set aside who wants to know: the chairman of ``my chairman wants to know``."""
    for place, token in enumerate(walk.tokens[:-1]):
        after = walk.tokens[place + 1].stem
        tells = token.stem in words_of("others_who_speak") and after in words_of("hearsay")
        if tells or (token.stem in walk.lexicon.persons and after in walk.lexicon.wanting):
            walk.read.add(place)


def _telling(walk: Walk) -> None:
    """Note phrases of idle words that say something and stand in no name."""
    named = {
        place
        for span in walk.spans
        if span.kind in (Kind.METRIC, Kind.VALUE, Kind.WHEN, Kind.SENSE) and not span.says(Sense.BY)
        for place in range(span.start, span.end)
    } | walk.read
    for phrase in walk.lexicon.telling:
        for start in range(len(walk.tokens) - len(phrase) + 1):
            places = set(range(start, start + len(phrase)))
            said = tuple(token.stem for token in walk.tokens[start : start + len(phrase)])
            if said == phrase and not places & named:
                walk.reading.unknown.append(" ".join(phrase))


def _left_over(walk: Walk) -> None:
    """Note every word that says something and stands in no piece."""
    covered = {place for span in walk.spans for place in range(span.start, span.end)} | walk.read
    mixed = any(token.text.islower() for token in walk.tokens)
    for span in walk.spans:
        short = span.says(Sense.CONTRAST) and set(walk.stems(span)) & walk.lexicon.shortfalls
        if short and not walk.lexicon.plans_of(" ".join(token.text for token in walk.tokens)):
            walk.reading.unknown.append(walk.text(span))
    for span in walk.spans:
        idle = span.start in walk.read or span.end - 1 in walk.read
        if span.says(Sense.EXCEPT) and not idle and not any(each.negative for each in walk.reading.values):
            walk.reading.unknown.append(walk.text(span))
    beside = set(said_beside(walk))
    apart = {walk.text(each) for each in walk.spans if each.start in beside and each.kind is Kind.METRIC}
    walk.reading.metrics = [each for each in walk.reading.metrics if each.text not in apart]
    for place, token in enumerate(walk.tokens):
        idle = walk.lexicon.empty(token.stem) or token.stem in words_of("company_forms")
        supposed = walk.reading.intent is Intent.WHAT_IF and token.stem in walk.lexicon.supposed
        walk.falls |= supposed and token.stem in walk.lexicon.falling
        scale = token.stem in walk.lexicon.magnitudes and place > 0 and walk.tokens[place - 1].stem == "in"
        newest = token.stem == "last" and place > 0 and walk.tokens[place - 1].stem == "the"
        plain = supposed or scale or newest or (idle and not (mixed and _shouted(token)))
        if token.stem == _MEDIAN:
            walk.reading.quantile = "p50"
        if QUANTILE.fullmatch(token.stem):
            walk.reading.quantile = token.stem
            continue
        if place not in covered and token.stem[0].isalnum() and not plain:
            idle = token.stem in walk.lexicon.aside and not (mixed and _shouted(token))
            apart = idle or _comments(walk, place) or place in beside or _is_form_of_idle(walk, place)
            apart = (apart or _glossed(walk, place)) and not _is_what_did(walk, place)
            (walk.reading.aside if apart else walk.reading.unknown).append(token.text)


def _in_own_currency(walk: Walk) -> None:
    """Take ``in local currency`` for the currency of each entity."""
    reading = walk.reading
    for place in range(len(walk.tokens) - 1):
        if walk.tokens[place].stem in words_of("own") and walk.tokens[place + 1].stem == "currency":
            reading.local = True
            walk.read |= {place, place + 1}
            named = [span.dimension for span in walk.spans if span.start <= place + 1 < span.end]
            reading.mentioned = [each for each in reading.mentioned if each not in named]
            reading.groups = [each for each in reading.groups if each not in named]


def _unanswered(walk: Walk) -> None:
    """Note a comparison with something that is not known: ``against what the bank allows``."""
    reading = walk.reading
    met = reading.compare or reading.compared_to or reading.planned or reading.threshold
    opened = next((span for span in walk.spans if span.end == walk.versus and span.says(Sense.VERSUS)), None)
    if met or opened is None or len(reading.metrics) != 1 or not walk.tokens[walk.versus :]:
        return
    rest = any(span.start >= walk.versus and not _names_nothing(walk, span) for span in walk.spans)
    if not rest and not reading.unknown and reading.intent is Intent.FIGURE:
        reading.unknown.append(walk.text(opened))


def _names_nothing(walk: Walk, span: Span) -> bool:
    """Return whether nothing is held against a piece: the industry of ``than the industry average``."""
    kind = span.kind is Kind.DIMENSION and not walk.reading.groups
    return span.kind is Kind.GRAIN or kind or span.says(Sense.AVERAGE)


def _glossed(walk: Walk, place: int) -> bool:
    """Return whether brackets say what a word stands for: ``conservative (p80)``."""
    after = walk.tokens[place + 1] if place + 1 < len(walk.tokens) else None
    bracket = after is not None and after.start - walk.tokens[place].end == len(" (")
    return bracket and after is not None and QUANTILE.fullmatch(after.stem) is not None


def _is_what_did(walk: Walk, place: int) -> bool:
    """Return whether a word is what a lone participle tells of: the interviews of ``failed interviews``."""
    before = next((each for each in walk.spans if each.end == place and each.kind is Kind.METRIC), None)
    lone = before is not None and before.end == before.start + 1
    return lone and walk.tokens[place - 1].text.lower().endswith("ed") and not walk.tokens[place].opens


def _comments(walk: Walk, place: int) -> bool:
    """Return whether a word only comments: an adverb that commas part from the rest, as ``honestly,``.

    One beside a verb may narrow (``paid manually``), and those of a kind or a way always do.
    """
    word = walk.tokens[place].text.lower()
    if not word.endswith(_ADVERBIAL) or word.endswith(_OF_A_KIND):
        return False
    opened = not place or walk.tokens[place - 1].text == ","
    after = walk.tokens[place + 1] if place + 1 < len(walk.tokens) else None
    return opened and (after is None or after.text == "," or after.opens)


def _is_form_of_idle(walk: Walk, place: int) -> bool:
    """Return whether a word is a form of an idle verb: ``brought``, but not of ``returning customers``."""
    word = walk.tokens[place].text.lower()
    base = stem(lemma(word))
    narrows = any(span.start == place + 1 and span.kind is not Kind.SENSE for span in walk.spans)
    after = walk.tokens[place + 1].stem if place + 1 < len(walk.tokens) else ""
    idle = base in walk.lexicon.carrier or base in walk.lexicon.aside
    particles = words_of("particles", "particles_away") | {"over"}
    another = narrows or word.endswith("ed") or after in particles  # "gave up on" is no giving
    return idle and base != word and not another


def _shouted(token: Token) -> bool:
    return len(token.text) > 1 and token.text.isupper()


def _change(walk: Walk) -> None:
    """Keep an amount of change only where a change is supposed."""
    reading = walk.reading
    if walk.each and reading.when is not None and reading.grain is None and not reading.when.instant:
        reading.grain = reading.when.grain
    if reading.change is not None and walk.text_of_change().lower() == "one":
        reading.change = None
    _no_change(walk)
    if reading.change is not None and reading.intent is not Intent.WHAT_IF:
        reading.unknown.append(walk.text_of_change())
        reading.change = None
    supposed = reading.intent is Intent.WHAT_IF
    walk.falls |= supposed and any(token.stem in walk.lexicon.drops for token in walk.tokens)  # "is cut by"
    days = reading.change is not None and reading.change.unit == "days"
    below = any(span.says(Sense.UNDER) for span in walk.spans) and reading.threshold is None
    walk.falls |= below
    later = days and any(token.stem in walk.lexicon.lasting for token in walk.tokens)
    if reading.change is not None and walk.falls and not later and reading.change.value > 0:
        reading.change = replace(reading.change, value=-reading.change.value)


def _no_change(walk: Walk) -> None:
    """Drop an amount that is none of a change: ``in the same two weeks``, the number of what is ranked."""
    reading, amount = walk.reading, walk.reading.change
    span = next((each for each in walk.spans if amount is not None and each.amount is amount), None)
    if span is None or amount is None:
        return
    if walk.stem_before(span) == "same":
        reading.change = None
    elif reading.rank is not None and _counts_ranked(walk, span):
        reading.rank, reading.change = Rank(int(amount.value), reading.rank.sense), None
    elif _which_so_many(walk, span):
        reading.rank, reading.change = Rank(int(amount.value), Sense.TOP), None


def _which_so_many(walk: Walk, span: Span) -> bool:
    """Take what is asked for by number and not ranked: of ``which ten customers are overdue``."""
    reading, before = walk.reading, walk.before(walk.spans.index(span))
    other = reading.rank or reading.threshold or reading.compare or reading.compared_to
    moved = {Sense.CHANGE, Sense.GROWTH} & reading.asks
    counted = walk.dimensions.get((span.end, span.end + 1))
    plain = span.amount is not None and span.amount.unit is None and 1 <= span.amount.value <= _MOST_RANKED
    asked = before is not None and before.says(Sense.WHICH) and before.end == span.start
    if other or moved or not (plain and asked) or counted is None or counted.dimension is None:
        return False
    if counted.dimension not in [*reading.groups, *reading.mentioned]:
        reading.groups.append(counted.dimension)
    return True


def _counts_ranked(walk: Walk, span: Span) -> bool:
    """Return whether a number opens what is ranked later: ``five contracts with the highest leakage``."""
    amount, rank = span.amount, walk.reading.rank
    if amount is None or amount.unit is not None or amount.scaled or rank is None or rank.n:
        return False
    opens = all(walk.lexicon.empty(token.stem) for token in walk.tokens[: span.start])
    return opens and 1 <= amount.value <= _MOST_RANKED and amount.value == int(amount.value)


def _of_each(walk: Walk) -> None:
    """Tell a figure that is called monthly for each month, where several months are named."""
    reading = walk.reading
    for mention in reading.metrics if reading.when is not None and reading.grain is None else ():
        words = mention.text.lower().split()
        unit = walk.lexicon.units.get(words[0]) if words[0] in words_of("how_often") else None
        if (
            unit is not None
            and reading.when is not None
            and reading.when.period.days > _MOST_DAYS[Grain(unit)]
        ):
            reading.grain = Grain(unit)


def _limited_periods(walk: Walk) -> None:
    """Look at each period where periods are limited: ``in which months was cash below 5m``."""
    reading = walk.reading
    if reading.groups or reading.intent is not Intent.FIGURE:
        return
    ranked = [token.stem for span in walk.spans if span.says(*RANKS) for token in walk.words(span)]
    long = reading.when is not None and reading.when.period.days > _SEVERAL_MONTHS
    one = reading.rank is not None and not reading.rank.n
    levels = long and one and bool(set(ranked) & walk.lexicon.levels)
    if levels and not reading.mentioned and reading.ranked_grain is None:
        reading.ranked_grain = Grain.MONTH
    moments = any(span.says(Sense.MOMENT) for span in walk.spans)
    if moments and reading.ranked_grain is None and (reading.threshold or reading.rank):
        reading.ranked_grain = Grain.MONTH
    if reading.threshold is not None and reading.grain is None and reading.ranked_grain is not None:
        reading.grain = reading.ranked_grain
        reading.asks -= {Sense.CHANGE}


def _when_lowest(walk: Walk) -> None:
    """Read ``when will cash be lowest`` as a question about the days to come."""
    reading, when = walk.reading, walk.reading.when
    ranked = reading.rank is not None and not reading.groups
    if ranked and Sense.WHEN in reading.asks and (when is None or when.future):
        reading.rank = None
        reading.intent = Intent.FORECAST


def _plan(walk: Walk) -> None:
    """Set a figure against its plan where a change is asked about."""
    reading = walk.reading
    if walk.off_plan and reading.rank is not None:
        reading.asks.add(Sense.CHANGE)
    running = reading.when is None or not reading.when.future
    if (
        reading.intent is Intent.FORECAST
        and running
        and (reading.planned or Comparison.TARGET in reading.compare)
    ):
        reading.intent, reading.contrast = Intent.FIGURE, True
    if reading.planned and (reading.contrast or {Sense.CHANGE, Sense.GROWTH} & reading.asks):
        reading.planned = False
        reading.compare.append(Comparison.TARGET)


def _groups(walk: Walk) -> None:
    """Split by what was only named in passing, where something is ranked, limited or listed."""
    reading = walk.reading
    if not reading.groups and reading.mentioned and _by_last(walk):
        reading.groups.append(reading.mentioned.pop())
    _counts_of_whom(walk)
    waiting = reading.rank is not None or reading.threshold is not None or Sense.WHICH in reading.asks
    if waiting and not reading.groups and reading.mentioned:
        reading.groups.append(reading.mentioned.pop(0))


def _counts_of_whom(walk: Walk) -> None:
    """Ask for one figure of those whom a clause describes: ``how late do customers who …``."""
    clauses = [span for span in walk.spans if span.says(Sense.WHO)]
    opened = min(walk.tokens, key=lambda token: token.start, default=None)
    measured = opened is not None and opened.stem in words_of("interrogatives") - {"what"}
    described = all(follows_party(walk, span) for span in clauses)
    if clauses and measured and described and walk.reading.rank is None:
        walk.reading.asks -= {Sense.WHO}


def _by_last(walk: Walk) -> bool:
    """Return whether the question ends in ``by id``: by the last thing named."""
    return bool(walk.spans) and walk.spans[-1].says(Sense.BY) and len(walk.tokens) - walk.spans[-1].end <= 1


def _supposed(walk: Walk) -> None:
    """Part the figure whose change is supposed from those that are asked about."""
    reading = walk.reading
    if reading.intent is Intent.WHAT_IF and reading.change is not None:
        reading.compared_to = None  # "a week later than today"
    if reading.intent is Intent.WHAT_IF and len(reading.metrics) > 1:
        lever = _lever(walk)
        reading.outcomes = [each for each in reading.metrics if each is not lever]
        reading.metrics = [lever]


def _lever(walk: Walk) -> MetricMention:
    """Return the figure whose change is supposed: the one nearest to the amount, else the last."""
    amount = next((span for span in walk.spans if span.amount is walk.amount_of_change), None)
    if amount is None:
        return walk.reading.metrics[-1]
    spans = [span for span in walk.spans if span.kind is Kind.METRIC]
    by_text = {
        walk.text(span): min(abs(span.start - amount.end), abs(amount.start - span.end)) for span in spans
    }
    return min(walk.reading.metrics, key=lambda mention: by_text.get(mention.text, len(walk.tokens)))
