"""Phrases in a text that give orders to a machine that reads it.

Nothing here depends on finding them: text that was retrieved is only ever quoted. They are found so that
people who read a quotation, and models that are handed one, can be warned.
"""

from __future__ import annotations

import re

_PHRASES = re.compile(
    r"""
      \b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}
      \b(?:instruction|rule|prompt|polic|guideline|restriction|above|previous)\w*
    | \byou\s+are\s+now\b[^.!?\n]{0,60}
    | \b(?:system|developer)\s+(?:prompt|message)\b
    | \b(?:act|behave|respond)\s+as\s+(?:an?\s+)?(?:admin|administrator|root|system|owner|developer)\w*
    | \b(?:reveal|show|print|send|disclose|exfiltrate|leak)\b[^.!?\n]{0,40}
      \b(?:salar\w+|password\w*|secret\w*|credential\w*|api\s+key\w*|prompt)
    | \bdo\s+not\s+(?:tell|inform|mention)\b[^.!?\n]{0,30}\b(?:user|reader|human|anyone)\b
    | <\s*/?\s*(?:system|assistant|instructions?)\s*>
    | \bas\s+an?\s+(?:ai|language\s+model|assistant)\b[^.!?\n]{0,40}\b(?:must|should|will|have\s+to)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def suspicious(text: str) -> tuple[str, ...]:
    """Return the phrases of a text that speak to a machine, as they stand there."""
    return tuple(dict.fromkeys(found[0].strip() for found in _PHRASES.finditer(text)))
