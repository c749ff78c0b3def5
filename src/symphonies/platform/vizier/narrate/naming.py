"""What a subject is called in a sentence: its noun, number, article, and the part of the company."""

from __future__ import annotations

import re
from collections.abc import Sequence

from babel.dates import format_date

from symphonies.kernel import Grain
from symphonies.platform.vizier.facts import Slice, Subject, Timespan
from symphonies.platform.vizier.narrate.language import Language, Name


def name_of(subject: Subject, language: Language) -> Name:
    """Return a subject's name in a language; its title in the catalogue where the language has none."""
    return language.names.get(subject.metric, Name(subject.title))


def number_of(subject: Subject, language: Language) -> str:
    """Return ``plural`` or ``singular``: by gender where the language has it, else by the title's head."""
    name = name_of(subject, language)
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
        title = f"{told['articles'][case or 'nominative'][name.gender]} {title}"
    elif not lead and "keep_capital" in told and not re.match(told["keep_capital"], title):
        title = title[:1].lower() + title[1:]
    if not subject.scope:
        return title
    return told["scope"].format(title=title, places=listed([p.label for p in subject.scope], language))


def place(scope: Sequence[Slice], language: Language) -> str:
    """Return the names of slices, as a list."""
    return listed([part.label for part in scope], language)


def period(span: Timespan, language: Language) -> str:
    """Return the name of a period in a language; a special calendar's is called as that calendar says."""
    pattern = language.data["periods"].get(span.grain.value)
    if pattern is None or not _is_civil(span):
        return span.label
    return format_date(span.period.start, pattern, locale=language.locale)


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
