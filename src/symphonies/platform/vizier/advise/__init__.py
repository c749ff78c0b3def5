"""What to do: proposals from playbooks and engines, decisions about them, and what came of those."""

from symphonies.platform.vizier.advise.adviser import Proposer, Recommendation, as_fact, recommend
from symphonies.platform.vizier.advise.decision import (
    Decision,
    DecisionForbiddenError,
    DecisionRefusedError,
    State,
)
from symphonies.platform.vizier.advise.effect import effect_of, worth_in
from symphonies.platform.vizier.advise.ledger import Ledger, Lesson
from symphonies.platform.vizier.advise.playbook import Playbook, load_playbook, metrics_of, propose
from symphonies.platform.vizier.advise.proposal import Gain, Proposal, Undo, WorthOf

__all__ = [
    "Decision",
    "DecisionForbiddenError",
    "DecisionRefusedError",
    "Gain",
    "Ledger",
    "Lesson",
    "Playbook",
    "Proposal",
    "Proposer",
    "Recommendation",
    "State",
    "Undo",
    "WorthOf",
    "as_fact",
    "effect_of",
    "load_playbook",
    "metrics_of",
    "propose",
    "recommend",
    "worth_in",
]
