"""What metrics are called, and how well some words fit a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from symphonies.platform.semantics import Binary, Metric, references
from symphonies.platform.vizier.ask.language import Lexicon, Sense, stems_of, words_of
from symphonies.platform.vizier.ask.linking.sayings import Sayings

_STOP, _LIGHT, _FULL = 0.04, 0.22, 1.0
_ASKING = frozenset({"when"})
"""Without it a name that asks is another one: ``when will customers pay``."""
_PARTICLE = 0.3
"""What a particle that the name does not have takes away: ``cash out`` is not ``cash``."""
_OPERATORS = frozenset(
    {Sense.BY, Sense.VERSUS, Sense.EXCEPT, Sense.OVER, Sense.UNDER, Sense.FOLLOW, Sense.TARGET}
)
_TITLE, _SYNONYM, _ID = 1.0, 0.99, 0.88
_SHORT = 0.5
"""The least that a word of a name of two words weighs: ``money in`` is not ``money``."""
_CORE = 0.99
"""How well the telling words of a name fit it, where idle words stand between them."""
_SHORTEST_CORE = 2
_JOINED = 0.9
"""How well two names of one metric fit it, said as one."""
_ALIKE = 0.93
"""How much of a word a form of the same root counts."""
_CONCEPT = 0.92
"""How well a name fits of which every word is said by one like it."""
_WEAK = 0.7
"""A name that fits no better is looked for by what its words are about."""
PARTIAL = 0.45
"""A name of which less than this is said is not meant."""


@dataclass(frozen=True)
class MetricName:
    """One thing a metric, or a variant of it, is called."""

    words: tuple[str, ...]
    metric: str
    variant: str | None
    strength: float


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a name or a phrase: what each weighs, and the root of each."""

    words: tuple[str, ...]
    weights: Mapping[str, float]
    roots: Mapping[str, str]
    root_set: frozenset[str]
    total: float
    """What all words weigh together."""


class NameIndex:
    """The names of the metrics that one principal may see."""

    def __init__(
        self, metrics: Iterable[Metric], lexicon: Lexicon, learned: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Make an index.

        Args:
            metrics: Those that may be seen.
            lexicon: The language of the names.
            learned: Phrases and the metric that each is known to mean here; they mean nothing else.
        """
        self.lexicon = lexicon
        self._learned = {stems_of(said, lexicon.spelling): metric for said, metric in learned}
        known = list(metrics)
        self.names = tuple(name for metric in known for name in _names(metric, lexicon))
        self._operators = {
            words[0]
            for words, senses in lexicon.senses.items()
            if len(words) == 1 and _OPERATORS & set(senses)
        }
        self._bags: dict[str, set[str]] = defaultdict(set)
        """Metric -> the roots of all words of all its names."""
        for name in self.names:
            domain = name.metric.split(".", 1)[0]
            if not _ASKING & set(name.words):
                self._bags[name.metric] |= {*map(lexicon.root, name.words), domain}
        self._parts = {metric.id: _parts(metric) for metric in known}
        self._whole: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for name in self.names:
            if name.variant is None and name.strength > _ID:
                self._whole[name.metric].add(name.words)
        self._idle = (lexicon.stop | lexicon.carrier) - words_of("reckoned_by")
        self._cores: dict[tuple[str, ...], list[MetricName]] = defaultdict(list)
        """The telling words of names of several, in order."""
        for name in self.names:
            core = self._telling(name.words)
            if len(core) > 1 and name.variant is None:
                self._cores[core].append(name)
        self._by_concept: dict[frozenset[str], list[MetricName]] = defaultdict(list)
        for name in self.names:
            if name.variant is None and name.strength > _ID and not _ASKING & set(name.words):
                self._by_concept[self._concepts(name.words)].append(name)
        phrases = [
            (name.words, name.metric)
            for name in self.names
            if len(name.words) > 1 and name.variant is None and name.strength > _ID
        ]
        self.sayings = Sayings(known, phrases, lexicon)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self.names):
            for word in {*name.words, *map(lexicon.root, name.words)}:
                self._by_word[word].append(place)
        self._named = tuple(self._weighed(name.words, self._in_name(name.words)) for name in self.names)
        every = (*(name.words for name in self.names), *self._learned)
        self.words = frozenset(word for words in every for word in words)
        """Every word of every name."""

    def tells(self, word: str) -> bool:
        """Return whether a word, or another form of it, stands in a name."""
        return bool(self._places(word))

    def weigh(self, word: str) -> float:
        """Return how much a word tells of a name."""
        if word in self.lexicon.light:
            return _LIGHT
        return _STOP if word in self.lexicon.stop else _FULL

    def fit(self, words: Sequence[str]) -> dict[tuple[str, str | None], float]:
        """Return how well words fit each metric (and variant): 1 where they are a title of it."""
        if tuple(words) in self._learned:
            return {(self._learned[tuple(words)], None): _TITLE}
        said = set(words)
        full = [word for word in said if self.weigh(word) == _FULL]
        places = {place for word in (full or said) for place in self._places(word)}
        found: dict[tuple[str, str | None], float] = {}
        asked = self._weighed(tuple(words), self._extra)
        for place in places:
            name = self.names[place]
            score = name.strength * self._similarity(asked, self._named[place])
            key = (name.metric, name.variant)
            if score >= PARTIAL and score > found.get(key, 0.0):
                found[key] = score
        for name in self._cores.get(self._core(words), ()) if len(words) > _SHORTEST_CORE else ():
            key = (name.metric, name.variant)
            found[key] = max(found.get(key, 0.0), _CORE * name.strength)
        for name in self._spoken(words):
            key = (name.metric, name.variant)
            found[key] = max(found.get(key, 0.0), _CORE * name.strength)
        for key, score in self.sayings.fit(words).items():
            found[key] = max(found.get(key, 0.0), score)
        if max(found.values(), default=0.0) < _WEAK:
            for name in self._by_concept.get(self._spoken_of(words), ()):
                key = (name.metric, name.variant)
                found[key] = max(found.get(key, 0.0), _CONCEPT * name.strength)
        return self._joined(tuple(words), found)

    def _spoken_of(self, words: Sequence[str]) -> frozenset[str]:
        """Return what a phrase of several words is about; nothing where some do more than name."""
        if any((word,) in self.lexicon.senses for word in words):
            return frozenset()
        found = self._concepts(words)
        return found if len(found) > 1 else frozenset()

    def _concepts(self, words: Sequence[str]) -> frozenset[str]:
        """Return what words are about, whichever of the like words says it."""
        found: set[str] = set()
        place = 0
        words = [word for word in words if word not in _whose()]
        while place < len(words):
            length = next((n for n in (3, 2, 1) if tuple(words[place : place + n]) in self.lexicon.alike), 0)
            if length:
                found.add(self.lexicon.alike[tuple(words[place : place + length])])
            elif self.weigh(words[place]) == _FULL:
                found.add(self.lexicon.root(words[place]))
            place += max(length, 1)
        return frozenset(found)

    def _core(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the words that tell, as ``return capital`` of ``return we earn on capital``.

        There are none where words part a name from what is said of it: ``in which months was cash``.
        """
        idle = self.lexicon.stop | self.lexicon.carrier
        if (
            not words
            or (words_of("copulas", "distributives") | {"per", "for"}) & set(words)
            or words[0] in idle
            or words[-1] in idle
            or any((word,) in self.lexicon.senses for word in words)
        ):
            return ()
        return self._telling(words)

    def _telling(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return words but those that are idle: profit before tax is none after it."""
        return tuple(word for word in words if word not in self._idle)

    def _spoken(self, words: Sequence[str]) -> Sequence[MetricName]:
        """Return the names that words are but for whose they are: ``obligations we met on time``."""
        whose = _whose()
        if not words or words[0] in whose or words[-1] in whose or not whose & set(words):
            return ()
        plain = tuple(word for word in words if word not in whose)
        places = self._places(plain[0]) if plain else ()
        return [self.names[place] for place in places if self.names[place].words == plain]

    def covered(self, metric: str, words: Iterable[str], parts: Iterable[str] = ()) -> float:
        """Return the share of the telling words that stand in any name of a metric, or of its parts."""
        telling = {self.lexicon.root(word) for word in words if self.weigh(word) == _FULL}
        bag = self._bags[metric].union(*(self._bags[part] for part in parts))
        return len(telling & bag) / len(telling) if telling else 0.0

    def speaks_of(self, metric: str, words: Iterable[str]) -> bool:
        """Return whether every telling word stands in a name or a saying of a metric."""
        known = self._bags[metric] | self.sayings.roots[metric]
        return all(self.lexicon.root(word) in known for word in words if self.weigh(word) == _FULL)

    def about(self, metric: str, concept: str) -> bool:
        """Return whether a name of a metric speaks of something, by whichever word."""
        return any(concept in self._concepts(each.words) for each in self.names if each.metric == metric)

    def _joined(
        self, words: tuple[str, ...], found: dict[tuple[str, str | None], float]
    ) -> dict[tuple[str, str | None], float]:
        """Raise metrics of which words are one name and parts of others: ``SoD conflicts``."""
        if any(word in self._operators for word in words):
            return found
        plain = all(self.weigh(word) == _FULL for word in words)
        for key, score in found.items():
            parts = self._parts[key[0]]
            if not (plain or parts) or score >= _JOINED or not self._begun(words, key[0]):
                continue
            if self.covered(key[0], words, parts if not plain else ()) == 1.0:
                found[key] = _JOINED
        return found

    def _begun(self, words: tuple[str, ...], metric: str) -> bool:
        """Return whether words begin or end with a whole name of a metric."""
        whole = self._whole[metric]
        return any(words[:cut] in whole or words[cut:] in whole for cut in range(1, len(words)))

    def _weighed(self, words: tuple[str, ...], weight: Callable[[str], float]) -> _Words:
        weights = {word: weight(word) for word in words}
        roots = {word: self.lexicon.root(word) for word in weights}
        return _Words(words, weights, roots, frozenset(roots.values()), sum(weights.values()))

    def _in_name(self, words: Sequence[str]) -> Callable[[str], float]:
        """Return what a word of a name weighs in it."""
        least = _SHORT if len(set(words)) <= 2 else 0.0
        return lambda word: max(self.weigh(word), least)

    def _similarity(self, said: _Words, name: _Words) -> float:
        """Return how alike a phrase is to a name, 0 to 1."""
        if said.words == name.words:
            return 1.0
        missing = name.weights.keys() - said.weights.keys()
        if missing & _ASKING:
            return 0.0
        alike = [w for w in missing if name.roots[w] in said.root_set and self.weigh(w) == _FULL]
        met = {name.roots[word] for word in alike}
        common = sum(name.weights[w] for w in name.weights.keys() & said.weights.keys())
        common += _ALIKE * sum(name.weights[word] for word in alike)
        strange = said.weights.keys() - name.weights.keys()
        every = name.total + sum(said.weights[w] for w in strange if said.roots[w] not in met)
        return 0.97 * common / every if every else 0.0

    def _extra(self, word: str) -> float:
        """Return what a word that the name does not have takes away."""
        if word in self._operators or word in words_of("relatives"):
            return _FULL
        idle = words_of("particles", "particles_of_names", "copulas")
        return _PARTICLE if word in idle else self.weigh(word)

    def _places(self, word: str) -> set[int]:
        return {*self._by_word.get(word, ()), *self._by_word.get(self.lexicon.root(word), ())}


def _whose() -> frozenset[str]:
    return words_of("articles", "having") | {"their"}


def _names(metric: Metric, lexicon: Lexicon) -> Iterable[MetricName]:
    tail = metric.id.split(".", 1)[-1]
    told = [(metric.title, _TITLE), *((each, _SYNONYM) for each in metric.synonyms), (tail, _ID)]
    for text, strength in told:
        words = stems_of(text, lexicon.spelling)
        if words:
            yield MetricName(words, metric.id, None, strength)
    for variant in metric.variants.values():
        both = (f"{variant.label} {metric.title}", f"{metric.title} {variant.label}")
        for text in (variant.title, *both, *_labelled(variant.label, metric)):
            yield MetricName(stems_of(text, lexicon.spelling), metric.id, variant.name, _TITLE)


def _parts(metric: Metric) -> tuple[str, ...]:
    """Return what a ratio is made of."""
    ratio = isinstance(metric.formula, Binary) and metric.formula.operator == "/"
    return tuple(each.metric for each in references(metric.formula)) if ratio and metric.formula else ()


def _labelled(label: str, metric: Metric) -> Iterable[str]:
    return (f"{label} {synonym}" for synonym in metric.synonyms)
