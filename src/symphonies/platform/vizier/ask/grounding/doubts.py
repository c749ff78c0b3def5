"""Questions back and refusals, in words that name only what the person may see."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symphonies.kernel import Period
from symphonies.platform.semantics import Comparison, Metric, MetricType, Unit
from symphonies.platform.vizier.ask.grounding.dimensions import Limits
from symphonies.platform.vizier.ask.grounding.left_out import left_out
from symphonies.platform.vizier.ask.grounding.metrics import Choice, ratios_over
from symphonies.platform.vizier.ask.grounding.outcome import AskBack, Outcome, Refusal
from symphonies.platform.vizier.ask.grounding.personal import paid_office, paid_person
from symphonies.platform.vizier.ask.language import Sense, stems_of, words_of
from symphonies.platform.vizier.ask.linking import DimensionTerm, Vocabulary
from symphonies.platform.vizier.ask.parsing import Intent, MetricMention, Offer, Reading

_OFTEN = ("how often", "in percent", "as a rate", "as a percentage")
_A_UNIT = {Unit.MONEY: "an amount of money", Unit.RATIO: "a share", Unit.BPS: "a rate"}
_MEASURES = {"days": "days", "months": "months", "bps": "basis points", "ratio": "percent"}
_PARTLY = 0.8
"""A word that only stands somewhere in a label is hardly its name."""
MOST = 4
"""How many choices are offered."""


class Doubts:
    """What may be wrong with one question."""

    def __init__(self, vocabulary: Vocabulary, reading: Reading, question: str) -> None:
        self.vocabulary = vocabulary
        self.reading = reading
        self.question = question

    def before(self) -> Outcome | None:
        """Return a refusal for what is wrong before anything is looked up."""
        if not self.vocabulary.metrics:
            return Refusal("I cannot answer that: there are no figures that you may see.")
        office = paid_office(self.question, self.vocabulary.lexicon)
        if office is not None:
            return _no_pay(office)
        if not self.reading.unknown:
            return self.no_metric() if not self.reading.metrics else None
        if not self.reading.metrics:
            return self._nothing_known()
        return self._without(self.reading.unknown)

    def _without(self, said: Sequence[str]) -> AskBack:
        """Return the question whether an answer will do that leaves words out."""
        words = _listed([f"“{word}”" for word in dict.fromkeys(said)])
        told = f"I do not know what {words} stands for here. Shall I answer without it?"
        return AskBack(told, (self._without_unknown(),))

    def no_metric(self) -> AskBack | Refusal:
        """Return a question back that asks for the figure, where the rest can be used."""
        groups = [*self.reading.groups, *self.reading.mentioned]
        if groups:
            about = self._about(groups[0].paths)
            if about:
                tail = self.question.strip().rstrip("?.! ")
                choices = tuple(f"{tail} by {title.lower()}" for title in about)
                return AskBack("Which figure do you mean?", choices)
        if not self.reading.values:
            return AskBack("Which figure do you mean?", self.examples())
        return Refusal(
            "I cannot answer that because it names no figure that I know and you may see.",
            self.examples(),
        )

    def _nothing_known(self) -> Refusal:
        words = _listed([f"“{word}”" for word in dict.fromkeys(self.reading.unknown)][:5])
        return Refusal(
            f"I cannot answer that because I keep no figure about {words} that you may see.", self.examples()
        )

    def which_metric(self, mention: MetricMention, choices: Sequence[Choice]) -> AskBack:
        """Return the question which of several metrics is meant."""
        close = [each for each in choices if each.score > choices[0].score - 0.12]
        return self._choice(f"“{mention.text}” can mean several figures. Which one?", mention, close)

    def is_it(self, mention: MetricMention, choices: Sequence[Choice]) -> AskBack:
        """Return the question whether a metric is meant that fits only in part."""
        return self._choice(
            f"I have no figure called “{mention.text}”. Do you mean one of these?", mention, choices
        )

    def fused(self) -> AskBack | None:
        """Return the question which of two figures is meant that stand side by side without ``and``."""
        pair = self.reading.fused
        if pair is None:
            return None
        first, second = pair
        choices = (self._replaced(second, ""), self._replaced(first, ""))
        return AskBack(f"I keep no figure called “{first} {second}”. Which of the two do you mean?", choices)

    def apart(self, metric: str) -> AskBack:
        """Return the question whether a figure will do that has nothing to do with what else is named."""
        title = self.vocabulary.metrics[metric].title
        words = _listed([f"“{each.text}”" for each in self.reading.metrics])
        return AskBack(
            f"I keep nothing that is about {words} together. Shall I show {title}?", (f"what is {title}",)
        )

    def unbounded(self, metric: str) -> AskBack:
        """Return the question whether a figure will do of which no such bound is kept."""
        title = self.vocabulary.metrics[metric].title
        told = f"I keep no {self.reading.bound} of {title}. Shall I show it alone?"
        return AskBack(told, (f"what is {title}",))

    def no_quantile(self, metric: str) -> AskBack:
        """Return the question whether a figure will do of which no such part is kept."""
        known = self.vocabulary.metrics[metric]
        told = f"I keep {known.title} for all, not the {self.reading.quantile} of it. Shall I show that?"
        return AskBack(told, (f"what is {known.title}", *(each.title for each in known.variants.values())))

    def no_ratio(self, upper: str, lower: Sequence[str]) -> AskBack | Refusal:
        """Return the question which ratio is meant, or the refusal of one that is not kept."""
        title = self.vocabulary.metrics[upper].title
        base = self.reading.base.text if self.reading.base is not None else ""
        told = f"I keep no figure of {title} in relation to {base}."
        others = ratios_over(lower[0], self.vocabulary) if lower else []
        if not others:
            return Refusal(f"I cannot answer that because {told}", (f"what is {title}",))
        return AskBack(
            f"{told} Do you mean one of these?",
            tuple(self.vocabulary.metrics[each].title for each in others[:MOST]),
        )

    def of_what(self, metric: Metric) -> AskBack:
        """Return the question of what groups a share is asked."""
        paths = self._commonest(metric)
        tail = self.question.strip().rstrip("?.! ")
        choices = tuple(f"{tail} by {path.replace('.', ' ').replace('_', ' ')}" for path in paths[:MOST])
        return AskBack(f"Of which groups do you want the shares of {metric.title}?", choices)

    def defined_otherwise(self, metric: str) -> Refusal:
        """Return the refusal of a definition that is not the catalogue's."""
        title = self.vocabulary.metrics[metric].title
        return Refusal(
            f"I cannot answer that because {title} is not defined that way here.", (f"what is {title}",)
        )

    def uncounted(self, metrics: Sequence[str]) -> AskBack | None:
        """Return the question whether an amount will do where a number was asked for."""
        if self.reading.twofold and len(metrics) > 1:
            return None  # each was asked for in words of its own
        metric = self.vocabulary.metrics[metrics[0]]
        if Sense.AVERAGE in self.reading.asks and metric.type in (MetricType.FLOW, MetricType.STOCK):
            return AskBack(
                f"I keep no average of {metric.title}, only its sum. Shall I show that?",
                (f"what is {metric.title}",),
            )
        much = Sense.MUCH in self.reading.asks and not {Sense.COUNT, Sense.CHANGE} & self.reading.asks
        if much and metric.unit in (Unit.COUNT, Unit.DAYS, Unit.MONTHS):
            return AskBack(
                f"I keep {metric.title} as a number, not an amount. Shall I show that?",
                (f"what is {metric.title}",),
            )
        if self._asks_when(metric):
            return AskBack(
                f"{metric.title} does not tell when something happens. Shall I show it all the same?",
                (f"what is {metric.title}",),
            )
        timed = Sense.LONG in self.reading.asks and not {Sense.CHANGE, Sense.GROWTH} & self.reading.asks
        if timed and metric.unit in (Unit.MONEY, Unit.COUNT) and not self.reading.trend:
            return AskBack(
                f"{metric.title} does not tell how long anything takes. Shall I show it all the same?",
                (f"what is {metric.title}",),
            )
        listed = self.reading.counts is None and metric.unit is Unit.MONEY and self.reading.groups
        listed = listed and not self._counts_figure()
        often = metric.unit is Unit.RATIO and any(each in self.question.lower() for each in _OFTEN)
        counted = metric.unit not in _A_UNIT or listed or self.reading.counts in self.reading.groups or often
        if Sense.COUNT not in self.reading.asks or counted or self.reading.threshold is not None:
            return None
        return AskBack(
            f"I do not count them; I keep {metric.title}: {_A_UNIT[metric.unit]}. Shall I show that?",
            (f"what is {metric.title}",),
        )

    def _counts_figure(self) -> bool:
        """Return whether a number of the figure itself is asked for: ``number of overdue receivables``."""
        said = stems_of(self.question)
        stems = self.reading.metrics[0].stems if self.reading.metrics else ()
        places = (place for place in range(len(said)) if stems and said[place : place + len(stems)] == stems)
        senses = self.vocabulary.lexicon.senses
        return any(Sense.COUNT in senses.get(said[max(place - 2, 0) : place], ()) for place in places)

    def _asks_when(self, metric: Metric) -> bool:
        """Return whether a day is asked for that a figure does not tell: ``when will they pay``."""
        told = self.reading.rank or self.reading.threshold or self.reading.grain or self.reading.ranked_grain
        plain = self.reading.intent is Intent.FIGURE and not told
        return plain and Sense.WHEN in self.reading.asks and metric.unit in (*_A_UNIT, Unit.COUNT)

    def left_behind(self, term: DimensionTerm) -> AskBack:
        """Return the question whether a split will do without the rest of its name."""
        self.reading.unknown.append(" ".join(term.words))
        return self._without(self.reading.unknown)

    def not_both(self, metric: str) -> AskBack:
        """Return the question whether one will do of a number and what it is worth."""
        known = self.vocabulary.metrics[metric]
        told = "what they are worth" if known.unit is Unit.COUNT else "how many they are"
        return AskBack(f"I keep {known.title}, not {told}. Shall I show that?", (f"what is {known.title}",))

    def unsaid(self, metrics: Sequence[str]) -> AskBack | None:
        """Return the question whether a figure will do that does not say all that was asked."""
        told = left_out(self.reading, metrics, self.question, self.vocabulary)
        return (
            None if told is None else AskBack(told, (f"what is {self.vocabulary.metrics[metrics[0]].title}",))
        )

    def not_kept_by(self, what: str, metrics: Sequence[str]) -> Refusal:
        """Return the refusal to split by what a metric is not kept by."""
        titles = _listed([self.vocabulary.metrics[name].title for name in metrics])
        near = [path for path in self.vocabulary.paths[metrics[0]] if path.count(".") <= 1]
        ways = sorted(near, key=lambda path: (len(path), path))[:8]
        told = _listed([path.replace(".", " ").replace("_", " ") for path in ways])
        known = f" It is kept by {told}." if ways else " It is kept for the whole company only."
        return Refusal(f"I cannot answer that because {titles} is not kept by {what}.{known}")

    def of_limits(self, limits: Limits, metrics: Sequence[str]) -> Outcome | None:
        """Return what is wrong with the values a question names."""
        person = paid_person(self.reading, self.question, self.vocabulary)
        if person is not None and limits.filters:
            return _no_pay(person)
        vague = [each for each in limits.missing if each.candidates and each.candidates[0][1] <= _PARTLY]
        if vague:
            said = [each.text for each in vague]
            self.reading.unknown += said
            return self._without(said)
        if limits.missing:
            titles = _listed([self.vocabulary.metrics[name].title for name in metrics])
            words = _listed(list(dict.fromkeys(f"“{mention.text}”" for mention in limits.missing)))
            return Refusal(f"I cannot answer that because {titles} cannot be limited to {words}.")
        if limits.ambiguous is not None:
            mention, terms = limits.ambiguous
            choices = tuple(self._replaced(mention.text, term.label) for term in terms[:MOST])
            return AskBack(f"“{mention.text}” can be several. Which one?", choices)
        return None

    def not_comparable(self) -> Refusal:
        """Return the refusal of a comparison that is none of those there are."""
        return Refusal(
            "I cannot set these two periods against each other: I compare with the period before, "
            "the year before and the plan.",
            (),
        )

    def other_horizon(self, metric: Metric, days: int) -> AskBack:
        """Return the question whether a figure will do that looks another number of days ahead."""
        return AskBack(
            f"{metric.title} looks {days} days ahead, not as far as you ask. Shall I show it all the same?",
            (f"what is {metric.title}",),
        )

    def not_yet(self, metric: Metric) -> Refusal:
        """Return the refusal of a period that has not begun."""
        return Refusal(
            f"I cannot answer that because there are no figures of {metric.title} yet for that time.",
            (f"forecast {metric.title} for the next 3 months",),
        )

    def of_query(
        self,
        metrics: Sequence[str],
        by: Sequence[str],
        compare: Sequence[Comparison],
        share: bool,
        period: Period | None,
    ) -> AskBack | Refusal | None:
        """Return why a query as a whole makes no sense, if it does not."""
        found = [self.vocabulary.metrics[name] for name in metrics]
        if Comparison.TARGET in compare and self.reading.intent is Intent.FIGURE:
            missing = [each.title for each in found if each.target is None or not self._sees(each.target)]
            if missing:
                return Refusal(f"I cannot answer that because there is no plan for {_listed(missing)}.")
        if (
            share
            and by
            and any(not each.additive_over_groups and each.unit is not Unit.RATIO for each in found)
        ):
            return Refusal(
                f"I cannot answer that because {found[0].title} has no shares: its groups do not add up."
            )
        if share and not by and found[0].unit is not Unit.RATIO and self.reading.intent is Intent.FIGURE:
            return self.of_what(found[0])
        limit = self.reading.threshold
        if limit is not None and limit.amount.unit in _MEASURES and limit.amount.unit != str(found[0].unit):
            measure = _MEASURES[limit.amount.unit]
            return Refusal(f"I cannot answer that because {found[0].title} is not counted in {measure}.")
        ranked = self.reading.rank is not None and self.reading.ranked_grain is None
        items = limit is not None and limit.amount.scaled and not by and self.reading.grain is None
        placed = None if by or self.reading.intent is not Intent.FIGURE else self.where(found[0])
        if placed is not None:
            return placed
        if items and not self._yes_or_no() and self.reading.intent is Intent.FIGURE:
            return self._by_what(found[0])
        if ranked and not by and self.reading.intent is Intent.FIGURE:
            return self._by_what(found[0])
        return None

    def where(self, metric: Metric) -> AskBack | Refusal | None:
        """Return the question by what a figure is to be split that is asked for by its place."""
        words = self.question.strip().lower().split()
        told = self.reading.compare or (self.reading.when is not None and self.reading.when.future)
        asked = (
            words[:1] == ["where"]
            and not told
            and not {"stand", "we're"} & set(words)
            and words[1:3] != ["are", "we"]
        )
        return self._by_what(metric) if asked and not self.reading.values else None

    def _yes_or_no(self) -> bool:
        """Return whether a figure itself is held against an amount: ``is cash above 5m``."""
        first = self.question.strip().lower().split(" ", 1)[0]
        return first in words_of("copulas", "auxiliaries") | {"will"}

    def _by_what(self, metric: Metric) -> AskBack | Refusal:
        """Return the question by what to rank, with the commonest splits of a figure."""
        paths = self._commonest(metric)
        if not paths:
            return Refusal(f"I cannot rank {metric.title}: it is kept for the whole company only.")
        tail = self.question.strip().rstrip("?.! ")
        choices = tuple(f"{tail} by {path.replace('.', ' ').replace('_', ' ')}" for path in paths[:MOST])
        return AskBack(f"By what shall I rank {metric.title}?", choices)

    def _commonest(self, metric: Metric) -> list[str]:
        paths = [path for path in self.vocabulary.paths[metric.id] if path in self.vocabulary.sizes]
        paths = paths or list(self.vocabulary.paths[metric.id])
        return sorted(paths, key=lambda path: -self.vocabulary.reach[path])

    def _sees(self, metric: str) -> bool:
        return metric in self.vocabulary.metrics

    def examples(self) -> tuple[str, ...]:
        """Return questions that this person can ask."""
        domains: dict[str, Metric] = {}
        for metric in sorted(self.vocabulary.metrics.values(), key=lambda each: -len(each.synonyms)):
            domains.setdefault(metric.id.split(".", 1)[0], metric)
        return tuple(f"{metric.title} last quarter" for metric in list(domains.values())[:3])

    def _about(self, paths: Sequence[str]) -> list[str]:
        """Return the money figures that have one of the paths as their own column."""
        found = [
            metric
            for metric in self.vocabulary.metrics.values()
            if metric.unit is Unit.MONEY and any(path in self.vocabulary.paths[metric.id] for path in paths)
        ]
        found.sort(key=lambda metric: -len(metric.synonyms))
        return [metric.title for metric in found[:MOST]]

    def _choice(self, question: str, mention: MetricMention, choices: Sequence[Choice]) -> AskBack:
        titles = {self.vocabulary.metrics[each.metric].title: each.metric for each in choices}
        told = [(self._replaced(mention.text, title), titles[title]) for title in list(titles)[:MOST]]
        return AskBack(question, tuple(text for text, _ in told), Offer(mention.text, tuple(told)))

    def _replaced(self, text: str, by: str) -> str:
        found = re.search(rf"{re.escape(text)}(s|es)?\b", self.question, re.IGNORECASE)
        if found is None:
            return by
        return " ".join(f"{self.question[: found.start()]}{by}{self.question[found.end() :]}".split())

    def _without_unknown(self) -> str:
        text = self.question
        for word in self.reading.unknown:
            found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
            if found is not None:
                text = f"{_without_lead(text[: found.start()])}{text[found.end() :]}"
        text = re.sub(r"\s+([,;])", r"\1", text)
        words = re.sub(r"[?.!\s]+$", "", text).split()
        while words and (words[-1].lower() in self.vocabulary.lexicon.stop or words[-1] in ",;-"):
            words.pop()
        return " ".join(words) + ("?" if text.rstrip().endswith("?") else "")


def _without_lead(text: str) -> str:
    """Return a text without the preposition that it ends with: the ``by`` of ``overdue by``."""
    *before, last = text.split() or [""]
    return f"{' '.join(before)} " if last.lower() in words_of("limiting") and text[-1:] == " " else text


def _no_pay(person: str) -> Refusal:
    return Refusal(f"I cannot answer that because I keep nothing about what {person} earns or costs.")


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
