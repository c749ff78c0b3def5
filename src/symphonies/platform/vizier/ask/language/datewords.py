"""Words of the grammar of dates."""

from __future__ import annotations

LAST = frozenset({"last", "past", "previous", "prior", "trailing", "rolling", "recent", "preceding"})
THIS = frozenset({"this", "current", "running", "present"})
NEXT = frozenset({"next", "coming", "following", "upcoming"})
TO = frozenset({"to", "through", "until", "till", "-", "thru"})
UNTIL = frozenset({"until", "till", "through", "thru", "to", "by"})
DATE_WORDS = (
    LAST
    | THIS
    | NEXT
    | UNTIL
    | frozenset(
        [
            "fiscal",
            "financial",
            "calendar",
            "today",
            "yesterday",
            "tomorrow",
            "ltm",
            "ttm",
            "ytd",
            "mtd",
            "qtd",
            "wtd",
            "end",
            "start",
            "beginning",
            "close",
            "onwards",
            "ago",
            "earlier",
            "since",
            "between",
            "quarter",
            "half",
            "h1",
            "h2",
            "fy",
        ]
    )
)
"""Words of the grammar itself."""
