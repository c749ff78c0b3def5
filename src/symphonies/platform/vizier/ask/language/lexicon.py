"""A language's words, read from its file once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from symphonies.platform.vizier.ask.language.text import root, stem, stems_of
from symphonies.platform.vizier.ask.language.words import read_file, words_of

V = TypeVar("V")


class Sense(StrEnum):
    """What a phrase does in a question."""

    BY = "by"
    MIX = "mix"
    TOP = "top"
    BOTTOM = "bottom"
    BEST = "best"
    WORST = "worst"
    OVER = "over"
    UNDER = "under"
    VERSUS = "versus"
    CONTRAST = "contrast"
    TARGET = "target"
    PREVIOUS_YEAR = "previous_year"
    PREVIOUS_PERIOD = "previous_period"
    GROWTH = "growth"
    CHANGE = "change"
    SHARE = "share"
    TREND = "trend"
    EACH = "each"
    ONLY = "only"
    EXCEPT = "except"
    WHY = "why"
    WHAT_IF = "what_if"
    FORECAST = "forecast"
    CHART = "chart"
    TABLE = "table"
    COUNT = "count"
    MUCH = "much"
    WORTH = "worth"
    LONG = "long"
    AVERAGE = "average"
    WHO = "who"
    WHICH = "which"
    WHEN = "when"
    MOMENT = "moment"
    ORDER = "order"
    NEGATIVE = "negative"
    FOLLOW = "follow"
    AGAIN = "again"
    DEFINE = "define"
    DIVIDED = "divided"
    RATIO = "ratio"


@dataclass(frozen=True)
class Verb:
    """What a verb stands for where no figure is named."""

    nouns: tuple[tuple[tuple[str, ...], ...], ...]
    """Names in order of likelihood, those as likely together, by stems."""
    firm: bool
    """Whether it stands for them also where another reading is there."""


@dataclass(frozen=True)
class Lexicon:
    """The words of one language, by stem."""

    name: str
    stop: frozenset[str]
    carrier: frozenset[str]
    light: frozenset[str]
    elsewhere: tuple[tuple[str, ...], ...]
    """What other companies keep, longest first."""
    negations: frozenset[str]
    """Words that say what is not."""
    fillers: frozenset[str]
    """Words that make no other saying of one."""
    idly: tuple[tuple[str, ...], ...]
    """Phrases that narrow nothing."""
    aside: frozenset[str]
    """Words that narrow nothing, which an answer leaves out of account and says so."""
    senses: Mapping[tuple[str, ...], tuple[Sense, ...]]
    """Phrase -> what it may do."""
    falling: frozenset[str]
    drops: frozenset[str]
    """Words of change that mean a fall, whichever way is good."""
    numbers: Mapping[str, float]
    magnitudes: Mapping[str, float]
    ordinals: Mapping[str, int]
    units: Mapping[str, str]
    months: Mapping[str, int]
    measured: Mapping[str, str]
    weekdays: Mapping[str, int]
    """Days of the week, from Monday as 0."""
    continents: Mapping[tuple[str, ...], frozenset[str]]
    """Parts of the world -> the ISO 3166 codes of their countries."""
    pay: frozenset[str]
    """Roots of verbs for what a person gets."""
    agents: frozenset[str]
    """Nouns for those who do something, which ask who they are."""
    supposed: frozenset[str]
    """Words that only tell of a change where one is supposed."""
    directions: frozenset[str]
    """Words that say on which side of a plan something lies."""
    shortfalls: frozenset[str]
    """Those of them that say below it."""
    alike: Mapping[tuple[str, ...], str]
    """Phrases -> the plainest word for what they are."""
    pointed: frozenset[str]
    """Idle words that an answer must account for."""
    levels: frozenset[str]
    """Superlatives of a level, which rank its periods where nothing else is ranked."""
    lasting: frozenset[str]
    """Words of change that mean more of a time."""
    numbering: frozenset[str]
    """Words for how many."""
    worth: frozenset[str]
    """Words for how much what is counted is worth."""
    moves: frozenset[str]
    """Roots of verbs that lead a figure from one time to another."""
    persons: frozenset[str]
    """Offices and people, of whom no figure is kept."""
    occasioned: tuple[tuple[str, ...], ...]
    """What says for whom or before what something is asked, longest first."""
    audiences: frozenset[str]
    """Those for whom figures are gathered, and on what occasion."""
    wanting: frozenset[str]
    """Verbs of those who ask through somebody."""
    levers: tuple[tuple[frozenset[str], tuple[str, ...]], ...]
    """Words by root, and the figure in days whose change they suppose together."""
    parts: Mapping[str, float]
    """Shares with a name of their own: a tenth."""
    feasts: Mapping[tuple[str, ...], tuple[int | str, ...]]
    """Days with a name of their own: month and day, or a country that keeps it and its name there."""
    seasons: Mapping[str, int]
    """Seasons and the first of their three months."""
    spelling: Mapping[str, str]
    symbols: Mapping[str, str]
    currencies: Mapping[str, str]
    countries: Mapping[tuple[str, ...], str]
    quantiles: tuple[tuple[tuple[str, ...], str], ...]
    """Phrases, longest first, and the short name of the quantile that each is: ``p90``."""
    foreign: Mapping[str, frozenset[str]]
    comparatives: frozenset[str]
    """Words of more and less, which may stand inside a name."""
    timely: frozenset[str]
    """Those of them that compare how long things take."""
    together: frozenset[tuple[str, ...]]
    """Phrases by root whose words others may stand between."""
    losses: frozenset[tuple[str, ...]]
    """Phrases by root for making less than nothing."""
    verbs: Mapping[tuple[str, ...], Verb]
    """Phrases by root that stand for a figure."""
    forms: Mapping[str, str]
    aged: frozenset[tuple[str, ...]]
    """What may follow the days of an age."""
    telling: tuple[tuple[str, ...], ...]
    """Phrases of idle words that must be accounted for."""
    plans: frozenset[tuple[str, ...]]
    """Nouns that name what is planned."""
    plan_says: frozenset[str]
    """Verbs of a plan that is itself asked for."""
    measures_up: frozenset[str]
    """Words after which a plan is what something is held against."""
    commands: frozenset[str]
    """Verbs that open an order to do something, which no question does."""
    handings: frozenset[str]
    """Verbs that open an order unless the one who asks is to get what is named."""
    plainly: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    """Phrases by root, longest first, and the plain words for what they are."""
    flows: frozenset[str]
    """Roots of verbs for what comes and goes, which no balance tells."""
    no_slips: frozenset[str]
    """Words that lie one slip from a function word and are none."""
    asks_for: frozenset[str]
    """Verbs that ask for something where a question opens with them."""
    excluded: tuple[tuple[str, ...], ...]
    """What follows what is taken out."""
    cuts: frozenset[str]
    """Nouns behind a dimension that say that it splits."""
    adjectives: Mapping[str, str]
    """What dimensions are called before those nouns."""
    singly: frozenset[str]
    """Words that ask for each of what they follow."""
    others: frozenset[str]
    """Words for all that was not named."""
    states: frozenset[str]
    """Words that say only that a balance still stands."""
    remainders: frozenset[str]
    """Words for what is left of something."""
    capacities: frozenset[str]
    """Words of figures of which something may be left that is not the figure."""
    rates: frozenset[str]
    """Words that say that a share is wanted, not an amount."""
    corrects: tuple[str, ...]
    disclaims: tuple[str, ...]
    """How a correction opens."""

    def root(self, word: str) -> str:
        """Return what the forms of a word have in common: pay, paid, payment."""
        return root(self.forms.get(word, word))

    def measures_to_plan(self, words: Sequence[str]) -> bool:
        """Return whether words hold something against a plan: ``costs within budget``."""
        return any(
            first in self.measures_up and any(second in phrase for phrase in self.plans)
            for first, second in pairwise(words)
        )

    def plans_of(self, text: str) -> bool:
        """Return whether a text speaks of what is planned."""
        return any(Sense.TARGET in self.senses.get((word,), ()) for word in stems_of(text, self.spelling))

    @property
    def longest(self) -> int:
        """The number of words of the longest phrase."""
        return max(map(len, self.senses))

    def empty(self, word: str) -> bool:
        """Return whether a stem says nothing about what is asked."""
        return word in self.stop or word in self.carrier or word in self.light


@lru_cache(maxsize=4)
def load_lexicon(code: str = "en") -> Lexicon:
    """Return the words of a language, by its ISO 639 code.

    Raises:
        FileNotFoundError: There is no such language here.
    """
    read = read_file(f"{code}.yaml")
    peoples = read_file("peoples.yaml")
    spelling = read["spelling"]
    forms = {stem(word): lemma for word, lemma in read["forms"].items()}
    senses: dict[tuple[str, ...], tuple[Sense, ...]] = {}
    for sense, phrases in read["senses"].items():
        for phrase in phrases:
            key = stems_of(phrase, spelling)
            senses[key] = (*senses.get(key, ()), Sense(sense))
    return Lexicon(
        name=read["name"],
        stop=_stems(read["stop"]),
        carrier=_stems(read["carrier"]),
        light=_stems(read["light"]),
        elsewhere=tuple(
            sorted(
                {stems_of(name, spelling) for name in read["elsewhere"]}, key=lambda name: (-len(name), name)
            )
        ),
        negations=_stems(read["negations"]),
        fillers=_stems(read["fillers"]),
        idly=tuple(stems_of(phrase, spelling) for phrase in read["idly"]),
        aside=frozenset(word for words in read["aside"].values() for word in _stems(words)),
        senses=senses,
        falling=frozenset(stem(word) for word in read["falling"]),
        drops=_stems(read["drops"]),
        numbers={stem(word): float(value) for word, value in read["numbers"].items()},
        magnitudes=_by_stem(read["magnitudes"]),
        ordinals=_by_stem(read["ordinals"]),
        units=_by_stem(read["units"]),
        months=_by_stem(read["months"]),
        measured=_by_stem(read["measured"]),
        weekdays=_by_stem(read["weekdays"]),
        continents={
            stems_of(name, spelling): frozenset(codes.split()) for name, codes in read["continents"].items()
        },
        pay=frozenset(_roots(read["pay"], spelling, forms)),
        agents=_stems(read["agents"]),
        supposed=_stems(read["supposed"]),
        directions=_stems(read["directions"]),
        shortfalls=_stems(read["shortfalls"]),
        alike={
            stems_of(phrase, spelling): group[0].replace(" ", "_")
            for group in read["alike"]
            for phrase in group
        },
        pointed=_stems(read["pointed"]),
        levels=_stems(read["levels"]),
        lasting=_stems(read["lasting"]),
        numbering=_stems(read["numbering"]),
        worth=_stems(read["worth"]),
        moves=frozenset(_roots(read["moves"], spelling, forms)),
        persons=_stems(read["persons"]),
        occasioned=tuple(stems_of(phrase, spelling) for phrase in read["occasioned"]),
        audiences=_stems(read["audiences"]),
        wanting=_stems(read["wanting"]),
        levers=tuple(
            (frozenset(_roots(words, spelling, forms)), stems_of(noun, spelling))
            for words, noun in read["levers"].items()
        ),
        parts=_by_stem(read["parts"]),
        feasts={stems_of(name): tuple(told) for name, told in read["feasts"].items()},
        seasons=_by_stem(read["seasons"]),
        spelling=spelling,
        symbols=read["symbols"],
        currencies=_by_stem(read["currencies"]),
        countries={stems_of(name, spelling): code for code, names in peoples.items() for name in names},
        quantiles=_quantiles(read["quantiles"], spelling),
        foreign={name: frozenset(words) for name, words in read["foreign"].items()},
        comparatives=_stems(read["comparatives"]),
        timely=_stems(read["timely"]),
        together=frozenset(_roots(phrase, spelling, forms) for phrase in read["together"]),
        losses=frozenset(_roots(phrase, spelling, forms) for phrase in read["losses"]),
        verbs={
            _roots(phrase, spelling, forms): Verb(_nouns(nouns, spelling), kind == "firm")
            for kind, phrases in read["verbs"].items()
            for phrase, nouns in phrases.items()
        },
        forms=forms,
        aged=frozenset(stems_of(phrase, spelling) for phrase in read["aged"]),
        telling=tuple(stems_of(phrase, spelling) for phrase in read["telling"]),
        plans=frozenset(stems_of(word, spelling) for word in read["plans"]),
        plan_says=_stems(read["plan_says"]),
        measures_up=_stems(read["measures_up"]),
        commands=_stems(read["commands"]),
        handings=_stems(read["handings"]),
        plainly=tuple(
            sorted(
                (
                    (_roots(phrase, spelling, forms), stems_of(plain, spelling))
                    for phrase, plain in read["plainly"].items()
                ),
                key=lambda pair: -len(pair[0]),
            )
        ),
        flows=frozenset(root(forms.get(stem(word), stem(word))) for word in read["flows"].split()),
        no_slips=frozenset(read["no_slips"].split()),
        asks_for=_stems(read["asks_for"]),
        excluded=tuple(stems_of(phrase, spelling) for phrase in read["excluded"]),
        cuts=_stems(read["cuts"]),
        adjectives=read["adjectives"],
        singly=_stems(read["singly"]),
        others=_stems(read["others"]),
        states=_stems(read["states"]),
        remainders=_stems(read["remainders"]),
        capacities=_stems(read["capacities"]),
        rates=_stems(read["rates"]),
        corrects=tuple(read["corrects"]),
        disclaims=tuple(read["disclaims"]),
    )


def _quantiles(
    said: Mapping[str, list[str]], spelling: Mapping[str, str]
) -> tuple[tuple[tuple[str, ...], str], ...]:
    found = {stems_of(phrase, spelling): name for name, phrases in said.items() for phrase in phrases}
    for number in range(1, 100):
        ordinals = (f"{number} {ending}" for ending in words_of("ordinal_endings"))
        for each in (str(number), *ordinals):
            found[stems_of(f"{each} percentile", spelling)] = f"p{number}"
    return tuple(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _roots(phrase: str, spelling: Mapping[str, str], forms: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(root(forms.get(word, word)) for word in stems_of(phrase, spelling))


def _nouns(text: str, spelling: Mapping[str, str]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Read ``a | b; c``: a and b alike, c after them."""
    return tuple(tuple(stems_of(name, spelling) for name in group.split("|")) for group in text.split(";"))


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in text.split())


def _by_stem(words: Mapping[str, V]) -> dict[str, V]:
    return {stem(str(word)): value for word, value in words.items()}
