"""Champion against challenger, on tests that both of them sat."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from symphonies.platform.learning.engines import EngineFacts, Evaluation, Judgement, pooled


class Verdict(BaseModel):
    """Who is served from now on."""

    model_config = ConfigDict(frozen=True)

    wins: bool
    """Whether the challenger is served."""
    reason: str
    origins: int = 0
    """How many origins both were judged from."""
    challenger: float | None = None
    champion: float | None = None


def compare(facts: EngineFacts, ours: Evaluation, champion: Sequence[Judgement] | None) -> Verdict:
    """Decides by the engine's first score, pooled over the origins from which both were judged on equal data.

    The challenger wins when it is better over all and in at least half of the origins; a draw changes
    nothing. Where there is no tested champion, it must beat the plainest thing that could be done instead.

    Args:
        facts: say which score decides, and which way is better.
        ours: the challenger's evaluation.
        champion: the champion's judgements; None when there is no champion, or none that was tested.
    """
    if champion is None:
        wins = ours.beats_naive(facts)
        words = "better than" if wins else "no better than"
        return Verdict(wins=wins, reason=f"there was no tested model; this one is {words} the plainest thing")
    theirs = {(one.cut, one.data_hash): one for one in champion if one.count}
    pairs = [(one, theirs[key]) for one in ours.judged if (key := (one.cut, one.data_hash)) in theirs]
    if not pairs:
        return Verdict(wins=False, reason="no origin from which both could be judged; the champion stays")
    score = facts.scores[facts.primary]
    new, old = (
        pooled((one.count, one.scores) for one in side).get(facts.primary)
        for side in zip(*pairs, strict=True)
    )
    if new is None or old is None:
        return Verdict(wins=False, reason=f"{facts.primary} is not known of both; the champion stays")
    gains = [score.loss(o.scores[facts.primary]) - score.loss(n.scores[facts.primary]) for n, o in pairs]
    wins = score.loss(new) < score.loss(old) and sum(gain >= 0 for gain in gains) * 2 >= len(gains)
    words = "better" if wins else "not better"
    return Verdict(
        wins=wins,
        reason=f"{facts.primary} {new:.4g} against {old:.4g} from {len(pairs)} origins: {words}",
        origins=len(pairs),
        challenger=new,
        champion=old,
    )
