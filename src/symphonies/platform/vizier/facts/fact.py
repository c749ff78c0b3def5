"""What all facts have: what they speak of, how sure they are, who says so, and the figures they entitle to.

Every number a text prints is a claim of a fact; nothing else is ever printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from symphonies.platform.semantics import MetricQuery
from symphonies.platform.vizier.facts.claim import Claim
from symphonies.platform.vizier.facts.subject import Subject


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What all facts have.

    Attributes:
        subject: what it speaks of.
        confidence: 1 for what was counted, less for what was estimated.
        query: the metric query whose answer it is; None where an engine made it.
        origin: who says so: ``semantics`` or the engine's name with its version.
        page: address of the page where an engine shows it.
    """

    kind: ClassVar[str]
    subject: Subject
    confidence: float = 1.0
    query: MetricQuery | None = None
    origin: str = "semantics"
    page: str | None = None

    @property
    def key(self) -> str:
        """What this fact is about, the same from one period to the next."""
        where = ",".join(f"{part.dimension}={part.value}" for part in self.subject.scope)
        return f"{self.kind}:{self.subject.metric}[{where}]"

    @property
    def id(self) -> str:
        """This very fact."""
        span = self.subject.span.period
        return f"{self.key}@{span.start.isoformat()}/{span.end.isoformat()}"

    @property
    def good(self) -> bool | None:
        """Whether it is good for the business; None where that cannot be said."""
        return None

    def claims(self) -> Iterator[Claim]:
        """Yield every figure this fact entitles a text to print."""
        yield from ()
