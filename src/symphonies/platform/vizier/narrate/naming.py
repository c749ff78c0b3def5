"""What a subject is called in a sentence: its noun, number, article, and the part of the company."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from babel.dates import format_date

from symphonies.kernel import Grain
from symphonies.platform.vizier.facts import Mover, Slice, Subject, Timespan
from symphonies.platform.vizier.narrate.language import Language, Name, load_language

_PROPER = re.compile(r"[A-Z][a-z]|[A-Z]\S* [A-Z]?[a-z]")
"""A name that tells by itself what it is; codes, and words that values are coded with, do not."""

_ADJECTIVE = re.compile(r"[a-zäöüß]+e(?= [A-ZÄÖÜ])")


def name_of(subject: Subject, language: Language) -> Name:
    """Return a subject's name in a language; its title in the catalogue where the language has none."""
    return language.names.get(subject.metric, Name(subject.title))


def number_of(subject: Subject, language: Language) -> str:
    """Return ``plural`` or ``singular``: by gender where the language has it, else by the title's head."""
    return _number(name_of(subject, language), language)


def is_plural(title: str) -> bool:
    """Return whether a title of the catalogue is spoken of in the plural: trade payables, not days to pay."""
    return _number(Name(title), load_language()) == "plural"


def _number(name: Name, language: Language) -> str:
    if name.gender:
        return "plural" if name.gender == "p" else "singular"
    told = language.data["subjects"]
    if "plural" not in told:
        return "singular"
    head = re.split(told["head"], name.title.lower())[0]
    if re.search(told["not_plural"], head):
        return "singular"
    return "plural" if re.search(told["plural"], head) else "singular"


def noun(subject: Subject, language: Language, case: str | None, *, lead: bool) -> str:
    """Return a subject as it stands in a sentence.

    Args:
        subject: what is spoken of.
        language: in which language.
        case: the grammatical case; nominative when None.
        lead: whether it opens the sentence, so that a plain noun keeps its capital.
    """
    name, told = name_of(subject, language), language.data["subjects"]
    title = name.title
    if name.gender and "articles" in told:
        title = f"{told['articles'][case or 'nominative'][name.gender]} {_bent(title, told, case)}"
    elif not lead and "keep_capital" in told and not re.match(told["keep_capital"], title):
        title = title[:1].lower() + title[1:]
    if not subject.scope:
        return title
    return told["scope"].format(title=title, places=place(subject.scope, language))


def called(mover: Mover, language: Language) -> str:
    """Return a metric that moved another one as it stands in a sentence, after its article if it has one."""
    name, told = language.names.get(mover.metric), language.data["subjects"]
    if name is not None and name.gender and "articles" in told:
        return f"{told['articles']['nominative'][name.gender]} {name.title}"
    title = mover.title if name is None else name.title
    keeps = "keep_capital" not in told or re.match(told["keep_capital"], title)
    return title if keeps else title[:1].lower() + title[1:]


def _bent(title: str, told: Mapping[str, Any], case: str | None) -> str:
    """Return a title whose leading adjective has the ending that its case asks for after the article."""
    ending = told.get("bent", {}).get(case)
    return _ADJECTIVE.sub(rf"\g<0>{ending}", title, count=1) if ending and title[:1].islower() else title


def place(scope: Sequence[Slice], language: Language) -> str:
    """Return the names of slices, the last one within those before it, what is called alike once."""
    named = dict.fromkeys(_place(part, language) for part in reversed(scope))
    return language.data["lists"]["within"].join(named)


def _place(part: Slice, language: Language) -> str:
    """Return a slice's label, after what its dimension is called if it is a person or no proper name."""
    known = language.data.get("dimensions")
    title = part.title[:1].lower() + part.title[1:] if known is None else known.get(part.title.lower())
    label = language.label(part.dimension, part.value, part.label)
    tells = _PROPER.match(label) and not part.person
    return label if not title or tells else f"{title} {label}"


def period(span: Timespan, language: Language) -> str:
    """Return the name of a period in a language; a special calendar's is called as that calendar says."""
    pattern = language.data["periods"].get(span.grain.value)
    if pattern is None or not _is_civil(span):
        return span.label
    return format_date(span.period.start, pattern, locale=language.locale)


def ends(span: Timespan, language: Language) -> tuple[str, str]:
    """Return the names of the first and the last of several periods."""
    pattern = language.data["periods"][span.grain.value]
    first, last = span.period.start, span.period.last_day
    return (
        format_date(first, pattern, locale=language.locale),
        format_date(last, pattern, locale=language.locale),
    )


def _is_civil(span: Timespan) -> bool:
    """Whether everybody cuts the year this way: days, whole months, quarters without another name."""
    start = span.period.start
    match span.grain:
        case Grain.DAY:
            return True
        case Grain.MONTH:
            return start.day == span.period.end.day == 1
        case Grain.QUARTER:
            return span.label == f"{start.year} Q{(start.month + 2) // 3}"
        case _:
            return False


def listed(items: Sequence[str], language: Language) -> str:
    """Return items as a list in words: a, b and c."""
    told = language.data["lists"]
    if len(items) < 2:
        return "".join(items)
    return told["separator"].join(items[:-1]) + told["last"] + items[-1]
