"""What a question says, before the catalogue has been asked whether it can be said."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from symphonies.kernel import Grain
from symphonies.platform.semantics import Comparison, Op
from symphonies.platform.vizier.ask.language import Amount, Sense, When
from symphonies.platform.vizier.ask.linking import DimensionTerm, ValueTerm

NUMBER, WORTH = "number", "worth"
"""How much there is of something, counted or in money."""


class Intent(StrEnum):
    """What kind of answer is wanted."""

    FIGURE = "figure"
    WHY = "why"
    WHAT_IF = "what_if"
    FORECAST = "forecast"


class View(StrEnum):
    """How the answer is to be shown."""

    AUTO = "auto"
    CHART = "chart"
    TABLE = "table"


class Lift(StrEnum):
    """What a follow-up lets go of."""

    NOTHING = "nothing"
    LIMITS = "limits"
    """How much or how many: ``drop the limit``."""
    LIST = "list"
    """How many of what is listed: ``show me all of them``."""
    GROUP = "group"
    """The part of the company: ``back to the group``."""
    TOTAL = "total"
    """The split, else the part: ``and in total``."""
    DIMENSION = "dimension"
    """What was limited of a dimension: ``back to all regions``."""
    LEFT_OUT = "left_out"
    """What was left out: ``put Austria back in``."""


@dataclass(frozen=True)
class MetricMention:
    """A piece that names a metric; candidates best first with how well they fit."""

    candidates: tuple[tuple[tuple[str, str | None], float], ...]
    text: str
    stems: tuple[str, ...] = ()
    also: tuple[tuple[ValueTerm, float], ...] = ()
    """Values that the same words may name: the tax of ``cash outflow for tax``."""
    joined: bool = True
    """Whether ``and``, ``vs`` or a comma sets it apart from the figure before it."""

    @property
    def fit(self) -> float:
        """How well the words fit the likeliest figure."""
        return self.candidates[0][1] if self.candidates else 0.0


@dataclass(frozen=True)
class ValueMention:
    """A piece that names a value of some dimension."""

    candidates: tuple[tuple[ValueTerm, float], ...]
    text: str
    negative: bool = False
    of: DimensionTerm | None = None
    """What it describes: the customers of ``German customers``."""
    limits: bool = False
    """Whether it can only be a limit: the currency of ``only the dollar ones``."""


@dataclass(frozen=True)
class Rank:
    """Only the first so many groups."""

    n: int
    sense: Sense
    """TOP, BOTTOM, BEST or WORST."""


@dataclass(frozen=True)
class Threshold:
    """Only groups whose figure passes an amount."""

    op: Op
    amount: Amount


@dataclass(frozen=True)
class Offer:
    """What was asked back about a phrase: whole questions, and the metric each stands for."""

    said: str
    choices: tuple[tuple[str, str], ...]


@dataclass
class Reading:
    """The slots of a question."""

    question: str = ""
    """As asked."""
    offer: Offer | None = None
    """What was asked back about it."""
    metrics: list[MetricMention] = field(default_factory=list)
    groups: list[DimensionTerm] = field(default_factory=list)
    reasons: DimensionTerm | None = None
    """What may be a list of reasons, where the figure is kept by them: ``main reasons for disputes``."""
    listed: DimensionTerm | None = None
    """What a question opens with, and so lists: the customers of ``customers with overdue invoices``."""
    heads: DimensionTerm | None = None
    """What a question opens with or asks which of; it may only be named, not to split by."""
    mentioned: list[DimensionTerm] = field(default_factory=list)
    """Dimensions named in passing, not asked to split by."""
    sorts: bool = False
    """Whether the first of these is what a split sorts: the rail of ``by kind of rail``."""
    grain: Grain | None = None
    grain_of: tuple[str, ...] = ()
    """The word for it and the one behind, which may be what a figure is made of: the ``annual value``."""
    values: list[ValueMention] = field(default_factory=list)
    when: When | None = None
    compared_to: When | None = None
    compare: list[Comparison] = field(default_factory=list)
    rank: Rank | None = None
    threshold: Threshold | None = None
    ceiling: Threshold | None = None
    """The other end of ``between 100k and 500k``."""
    ranked_grain: Grain | None = None
    """Which periods are ranked: the months of ``best month``."""
    drops: bool = False
    """Whether the change that is asked about is a fall."""
    change: Amount | None = None
    """For what-if: by how much; negative for a fall."""
    sized: bool = False
    """Whether the figure is that by which the groups are big, since none was named."""
    fused: tuple[str, str] | None = None
    """Two figures named one after the other without ``and``."""
    definition: list[MetricMention] = field(default_factory=list)
    """What the figure is said to be made of."""
    behind: DimensionTerm | None = None
    """What stands right behind a split, and is the split itself or left out: ``by product line region``."""
    counts: DimensionTerm | None = None
    """What is to be counted, where it is no figure: the customers of ``how many active customers``."""
    both: bool = False
    """Whether a number and what it is worth are asked for: ``how many, and for how much``."""
    measure: str = ""
    """Whether the number or the worth of what was answered before is asked for: ``and in value?``."""
    twofold: bool = False
    """Whether ``and`` joins two things of which no name has both."""
    plural: bool = False
    """Whether what is ranked was named in the plural."""
    ordered: bool = False
    """Whether a superlative only says which groups stand first: ``by entity, largest first``."""
    bound: str = ""
    """What bounds the figure, where it is held against that: the floor of ``versus the policy floor``."""
    singly: bool = False
    """Whether each of what a figure is named after is wanted: ``covenant headroom, each one``."""
    apart: bool = False
    """Whether several values are each to be told: ``sell side and buy side separately``."""
    leading: list[ValueMention] = field(default_factory=list)
    """Values that stand first or apart and limit nothing: of ``the critical ones first``."""
    contrast: bool = False
    """Whether things are to be set side by side."""
    outcomes: list[MetricMention] = field(default_factory=list)
    """For what-if: the figures whose change is asked about."""
    share: bool = False
    variants: dict[str, str] = field(default_factory=dict)
    """Figure -> the variant that was answered, which a follow-up keeps: the success ``by value``."""
    population: bool = False
    """Whether the share is one of what is limited, not that of its limit: how much of Japan's is overdue."""
    trend: bool = False
    view: View = View.AUTO
    intent: Intent = Intent.FIGURE
    asks: set[Sense] = field(default_factory=set)
    """COUNT, MUCH, LONG, AVERAGE, WHO, WHICH: hints about the kind of figure."""
    described: list[DimensionTerm] = field(default_factory=list)
    """What values describe: nothing to split by, as the customers of ``only German customers``."""
    others: bool = False
    """Whether all but what was named before is meant: ``and the other banks?``."""
    ones: bool = False
    """Whether ``ones`` stands for what is listed."""
    only: bool = False
    """Whether ``only`` is said."""
    anew: bool = False
    """Whether something else is asked in full, not the same of another figure: ``and what falls due?``."""
    let_go: list[str] = field(default_factory=list)
    """What was said before and does not fit any more."""
    choice: str = ""
    """The one question that was offered instead of it, which a ``yes`` asks."""
    answered: Reading | None = None
    """The reading of the last answer, where this one came to none."""
    settled: bool = False
    """Whether it came to an answer."""
    follows: bool = False
    adds: bool = False
    in_currency: bool = False
    """Whether ``in`` stands before a currency."""
    converts: bool = False
    """Whether a currency is what the answer is wanted in, not what it is limited to."""
    base: MetricMention | None = None
    """What the figure is set in relation to: the revenue of ``in percent of revenue``."""
    planned: bool = False
    """Whether the plan itself is asked for, not the figure against it: ``the sales plan``."""
    quantile: str = ""
    """Which part of a distribution is asked for: ``p90``."""
    local: bool = False
    """Whether each entity's figure is wanted in its own currency."""
    moved: tuple[tuple[int, Grain], ...] = ()
    """By how much the period of the question before is moved: ``and one day later?``."""
    reset: Amount | None = None
    """What the limit of the question before is to be from now on: ``raise that to half a million``."""
    lift: Lift = Lift.NOTHING
    """What it lets go of that was said before."""
    earlier: bool = False
    """Whether the period before the one named is meant."""
    telling: str = ""
    """The words that tell of a figure, as written."""
    elsewhere: bool = False
    """Whether a well-known figure is named that this catalogue has not."""
    unknown: list[str] = field(default_factory=list)
    """Words that stand for nothing known."""
    aside: list[str] = field(default_factory=list)
    """Words that narrow nothing and were left out of account: the ``reliably`` of ``how reliably``."""
    changes: tuple[tuple[str, str], ...] = ()
    """Slips mended."""

    @property
    def empty(self) -> bool:
        """Whether nothing at all was understood."""
        return not (
            self.metrics
            or self.groups
            or self.values
            or self.when
            or self.compared_to
            or self.compare
            or self.rank
            or self.grain
            or self.threshold
            or self.mentioned
            or self.others
            or self.measure
            or self.quantile
            or self.trend
            or self.share
            or self.local
            or self.moved
            or self.reset
            or self.lift is not Lift.NOTHING
            or self.view is not View.AUTO
            or self.intent is not Intent.FIGURE
        )
