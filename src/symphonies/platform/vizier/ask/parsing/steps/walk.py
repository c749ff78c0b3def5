"""Where a walk over the pieces of a question stands: what was read, and what waits for the next piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from symphonies.platform.vizier.ask.language import Amount, Lexicon, Sense, Token, is_plural, words_of
from symphonies.platform.vizier.ask.parsing.called import called_at
from symphonies.platform.vizier.ask.parsing.reading import Reading
from symphonies.platform.vizier.ask.parsing.spans import Span

NOWHERE = -9
"""No comparison is open."""
RANKS = (Sense.TOP, Sense.BOTTOM, Sense.BEST, Sense.WORST)


@dataclass
class Walk:
    """One walk over the pieces of one question, from left to right."""

    tokens: Sequence[Token]
    spans: Sequence[Span]
    lexicon: Lexicon
    dimensions: Mapping[tuple[int, int], Span] = field(default_factory=dict)
    """Pieces that could be dimensions too, by place."""
    named: Mapping[tuple[int, int], Span] = field(default_factory=dict)
    """Pieces that could be values too, by place."""
    reading: Reading = field(default_factory=Reading)
    by: bool = False
    """Whether what comes next is split by."""
    denying: bool = False
    """Whether what comes next is left out."""
    versus: int = NOWHERE
    """The token after an open comparison."""
    grouping: bool = False
    """Whether a list of dimensions goes on."""
    defining: bool = False
    """Whether a figure is being defined."""
    each: bool = False
    off_plan: bool = False
    """Whether a plan was missed or beaten: by how much ranks what is ranked."""
    falls: bool = False
    """Whether a change was called a fall."""
    amount_of_change: Amount | None = None
    counted: Amount | None = None
    """A number before what is listed: the three of ``which three customers owe most``."""
    taken: set[int] = field(default_factory=set)
    """Pieces read with another one."""
    read: set[int] = field(default_factory=set)
    """Tokens read without a piece of their own."""

    def after(self, span: Span) -> Span | None:
        """Return the piece that follows another one."""
        place = self.spans.index(span) + 1
        return self.spans[place] if place < len(self.spans) else None

    def before(self, place: int) -> Span | None:
        """Return the piece before a place."""
        return self.spans[place - 1] if place else None

    def words(self, span: Span) -> Sequence[Token]:
        """Return the tokens of a piece."""
        return self.tokens[span.start : span.end]

    def stems(self, span: Span) -> tuple[str, ...]:
        """Return the stems of a piece."""
        return tuple(token.stem for token in self.words(span))

    def text(self, span: Span) -> str:
        """Return a piece as written."""
        return " ".join(token.text for token in self.words(span))

    def stem_before(self, span: Span) -> str:
        """Return the stem of the word before a piece; empty at the beginning."""
        return self.tokens[span.start - 1].stem if span.start else ""

    def stem_after(self, span: Span) -> str:
        """Return the stem of the word after a piece; empty at the end."""
        return self.tokens[span.end].stem if span.end < len(self.tokens) else ""

    def leading(self, place: int) -> str:
        """Return the stem of the word before a place and its determiners; empty at the beginning."""
        determiners = words_of("articles", "possessives")
        before = [token.stem for token in self.tokens[:place] if token.stem not in determiners]
        return before[-1] if before else ""

    def idle(self, start: int, end: int) -> bool:
        """Return whether nothing that tells stands between two places."""
        return all(token.stem in self.lexicon.stop for token in self.tokens[start:end])

    def opens(self, span: Span) -> bool:
        """Return whether a question opens with a piece: only words that ask stand before it."""
        pieces = [each for each in self.spans if each.start < span.start]
        asking = all(each.says(Sense.WHICH, Sense.WHO, Sense.ONLY) for each in pieces)
        counted = any(each.says(Sense.COUNT, Sense.MUCH, Sense.LONG) for each in self.spans)
        covered = {place for each in pieces for place in range(each.start, each.end)}
        before = [self.tokens[place].stem for place in range(span.start) if place not in covered]
        opening = words_of("interrogatives", "copulas", "auxiliaries", "modals")  # after which is no list
        idle = all(self.lexicon.empty(word) and word not in opening for word in before)
        return asking and not counted and idle

    def plural(self, span: Span) -> bool:
        """Return whether the last word of a piece is in the plural."""
        return is_plural(self.tokens[span.end - 1])

    def denied(self, span: Span) -> bool:
        """Return whether a piece is denied, which is then accounted for: ``nobody has``, ``not``, ``no``."""
        stems = [token.stem for token in self.tokens]
        called = called_at(stems, span.start)
        first = span.start if called is None else called
        place = first - 1
        while place > 0 and stems[place] in words_of("placing", "around_denials"):
            place -= 1
        parted = any(token.opens for token in self.tokens[place + 1 : span.start + 1])
        denied = place >= 0 and stems[place] in words_of("denials") and not parted
        if denied and stems[place] == "nobody":
            denied = not words_of("placing") & set(stems[place:first])
        if denied:
            self.read.add(place)
        return denied

    def widens(self, span: Span) -> bool:
        """Note a piece that widens what is asked for and limits nothing: ``including intercompany``."""
        before = self.leading(span.start)
        if before not in words_of("widening"):
            return False
        self.reading.unknown.append(f"{before} {self.text(span)}")
        return True

    def text_of_change(self) -> str:
        """Return the amount of a change as written."""
        return next((self.text(span) for span in self.spans if span.amount is self.reading.change), "")
