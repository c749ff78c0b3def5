"""Typed facts, where they come from, and how much each matters to one reader."""

from symphonies.platform.vizier.facts.advice import Advice
from symphonies.platform.vizier.facts.claim import Against, Claim, Role
from symphonies.platform.vizier.facts.driver import Driver, Mover, Share
from symphonies.platform.vizier.facts.fact import Fact
from symphonies.platform.vizier.facts.levels import LevelMemory, Levels, levels, subject_of
from symphonies.platform.vizier.facts.measured import Level, Portion, Reference, Tally
from symphonies.platform.vizier.facts.outlook import Chance, Outlook
from symphonies.platform.vizier.facts.reader import Reader, is_known, materiality, rank, value_of
from symphonies.platform.vizier.facts.seen import Seen
from symphonies.platform.vizier.facts.subject import Slice, Subject, Timespan
from symphonies.platform.vizier.facts.surprise import surprise
from symphonies.platform.vizier.facts.unusual import Shape, Unusual

__all__ = [
    "Advice",
    "Against",
    "Chance",
    "Claim",
    "Driver",
    "Fact",
    "Level",
    "LevelMemory",
    "Levels",
    "Mover",
    "Outlook",
    "Portion",
    "Reader",
    "Reference",
    "Role",
    "Seen",
    "Shape",
    "Share",
    "Slice",
    "Subject",
    "Tally",
    "Timespan",
    "Unusual",
    "is_known",
    "levels",
    "materiality",
    "rank",
    "subject_of",
    "surprise",
    "value_of",
]
