"""Questions about obligations: ``which contracts let customers pay after 60 days?``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

from symphonies.platform.retrieval.obligations.obligation import DAYS_OF, Kind, Obligation, Unit
from symphonies.platform.retrieval.obligations.quantities import Quantity, quantities

_PAPERS = re.compile(r"\b(?:contracts?|agreements?)\b", re.IGNORECASE)
_ALLOWED = re.compile(
    r"\W*(?:who|(?:which|what)\s+(?:customers?|clients?|buyers?|suppliers?|vendors?))\b"
    r".*\b(?:may|can|allowed|entitled)\b",
    re.IGNORECASE | re.DOTALL,
)
"""Who may take how long stands in a contract, whether or not that is named."""
_KINDS = (
    (Kind.NOTICE_PERIOD, r"\bnotice\s+(?:periods?|of)\b|\bnotice\b"),
    (Kind.LIABILITY_CAP, r"\bliabilit"),
    (Kind.REBATE, r"\brebates?\b"),
    (Kind.INDEXATION, r"\bindex(?:ed|ation)?\b|\bcpi\b"),
    (Kind.RENEWAL, r"\brenews?\s+automatically\b|\bauto(?:matic(?:ally)?)?[\s-]*renew"),
    (Kind.PAYMENT_TERM, r"\bpayment\s+terms?\b|\bpay(?:ment|able|s|ing)?\b|\bnet[\s-]\d+"),
)
_COMPARED: tuple[tuple[str, str, Callable[[float, float], bool]], ...] = (
    (r"\b(?:at\s+least|no\s+less\s+than|or\s+(?:more|longer))\b", "at least", operator.ge),
    (r"\b(?:at\s+most|no\s+more\s+than|up\s+to|within|or\s+less)\b", "at most", operator.le),
    (
        r"\b(?:after|more\s+than|over|above|beyond|longer\s+than|later\s+than|exceed\w*)\b",
        "more than",
        operator.gt,
    ),
    (r"\b(?:less\s+than|under|below|shorter\s+than|before|earlier\s+than)\b", "less than", operator.lt),
)
_UNLIMITED = re.compile(
    r"\b(?:unlimited|uncapped|(?:without|no)\s+(?:an?\s+|any\s+)?(?:\w+\s+)?(?:limit|cap)|not\s+(?:capped|limited))\b",
    re.IGNORECASE,
)
_PARTIES = {"customer": r"\b(?:customers?|clients?|buyers?)\b", "supplier": r"\b(?:suppliers?|vendors?)\b"}


@dataclass(frozen=True)
class ObligationQuestion:
    """Which obligations are asked for.

    Attributes:
        kind: of this kind.
        comparison: in words, such as ``more than``; None where every value will do.
        compare: the same, applied to an obligation's value and the limit.
        limit: what is compared with.
        party: who is bound; None: whoever.
    """

    kind: Kind
    comparison: str | None = None
    compare: Callable[[float, float], bool] | None = None
    limit: Quantity | None = None
    party: str | None = None
    unlimited: bool = False
    """Whether only those without a value are asked for: a liability that nothing limits."""

    def accepts(self, obligation: Obligation) -> bool:
        """Tell whether an obligation is asked for; what cannot be compared is not."""
        if obligation.kind is not self.kind:
            return False
        if self.party is not None and obligation.party not in (None, self.party, "either"):
            return False
        if self.unlimited:
            return obligation.unit is Unit.NONE
        if self.limit is None or self.compare is None or self.limit.value is None:
            return True
        if self.limit.unit in DAYS_OF:
            limit, value = self.limit.value * DAYS_OF[self.limit.unit], obligation.days
        else:
            comparable = (self.limit.unit, self.limit.currency) == (obligation.unit, obligation.currency)
            limit, value = self.limit.value, obligation.value if comparable else None
        return value is not None and self.compare(value, limit)


def parse_question(text: str) -> ObligationQuestion | None:
    """Read a question about the obligations of contracts; None where it is about something else."""
    if len(text) > 500:
        return None
    limit = next((each for each in quantities(text) if each.unit not in (Unit.DATE, Unit.NONE)), None)
    timed = limit is not None and limit.unit in DAYS_OF
    if not (_PAPERS.search(text) or (timed and _ALLOWED.match(text))):
        return None
    kind = next((kind for kind, pattern in _KINDS if re.search(pattern, text, re.IGNORECASE)), None)
    if kind is None:
        return None
    party = next((party for party, words in _PARTIES.items() if re.search(words, text, re.IGNORECASE)), None)
    if _UNLIMITED.search(text):
        return ObligationQuestion(kind, party=party, unlimited=True)
    if limit is not None:
        for pattern, said, compare in _COMPARED:
            if re.search(pattern, text, re.IGNORECASE):
                return ObligationQuestion(kind, said, compare, limit, party)
        return ObligationQuestion(kind, "exactly", operator.eq, limit, party)
    return ObligationQuestion(kind, party=party)
