"""How a language asks: words as data, and the grammars of dates and amounts."""

from symphonies.platform.vizier.ask.language.amounts import Amount, amount_at, supposed_at
from symphonies.platform.vizier.ask.language.dates import DateGrammar
from symphonies.platform.vizier.ask.language.glossary import Glossary, glossaries, load_glossary
from symphonies.platform.vizier.ask.language.lemmas import lemma
from symphonies.platform.vizier.ask.language.lexicon import Lexicon, Sense, load_lexicon
from symphonies.platform.vizier.ask.language.points import named_period
from symphonies.platform.vizier.ask.language.text import (
    Token,
    is_plural,
    root,
    stands_at,
    stem,
    stem_at,
    stems_of,
    tokenise,
)
from symphonies.platform.vizier.ask.language.when import BEGINNING, When, part_of_year
from symphonies.platform.vizier.ask.language.words import date_words, phrases_of, words_of

__all__ = [
    "BEGINNING",
    "Amount",
    "DateGrammar",
    "Glossary",
    "Lexicon",
    "Sense",
    "Token",
    "When",
    "amount_at",
    "date_words",
    "glossaries",
    "is_plural",
    "lemma",
    "load_glossary",
    "load_lexicon",
    "named_period",
    "part_of_year",
    "phrases_of",
    "root",
    "stands_at",
    "stem",
    "stem_at",
    "stems_of",
    "supposed_at",
    "tokenise",
    "words_of",
]
