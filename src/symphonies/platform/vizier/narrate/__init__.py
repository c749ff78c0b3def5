"""Sentences made from facts alone, in more than one language; every figure in them is linked to its fact."""

from symphonies.platform.vizier.narrate.compose import Section, Text, narrate, sentence
from symphonies.platform.vizier.narrate.figures import figure, more_than
from symphonies.platform.vizier.narrate.headline import HEADLINE_LENGTH, headline
from symphonies.platform.vizier.narrate.language import Language, Name, languages, load_language
from symphonies.platform.vizier.narrate.naming import called, is_plural, listed, place
from symphonies.platform.vizier.narrate.sentence import Sentence, Span, sentence_of
from symphonies.platform.vizier.narrate.style import Length, Style, Tone

__all__ = [
    "HEADLINE_LENGTH",
    "Language",
    "Length",
    "Name",
    "Section",
    "Sentence",
    "Span",
    "Style",
    "Text",
    "Tone",
    "called",
    "figure",
    "headline",
    "is_plural",
    "languages",
    "listed",
    "load_language",
    "more_than",
    "narrate",
    "place",
    "sentence",
    "sentence_of",
]
