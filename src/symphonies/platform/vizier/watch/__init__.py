"""Watch: what is unusual, since when, how sure, and who already knows."""

from symphonies.platform.vizier.watch.anomaly import Anomaly
from symphonies.platform.vizier.watch.conformal import conformal_p
from symphonies.platform.vizier.watch.days import Almanac, DeclaredEvent
from symphonies.platform.vizier.watch.discovery import OnlineDiscovery, discoveries
from symphonies.platform.vizier.watch.grouping import Finding, group, relations
from symphonies.platform.vizier.watch.inbox import Inbox
from symphonies.platform.vizier.watch.items import (
    Item,
    State,
    accept,
    acknowledge,
    first_seen,
    looked,
    snooze,
)
from symphonies.platform.vizier.watch.joint import JointDetector
from symphonies.platform.vizier.watch.looking import Looking, LookTerms, look_over
from symphonies.platform.vizier.watch.origin import Origin, origin, upstream_of
from symphonies.platform.vizier.watch.reading import read_series
from symphonies.platform.vizier.watch.rebasing import Baseline, rebased
from symphonies.platform.vizier.watch.scan import scan
from symphonies.platform.vizier.watch.series import Family, Parts, Series
from symphonies.platform.vizier.watch.streaming import ALARM, StreamDetector, Verdict
from symphonies.platform.vizier.watch.stretches import Kind
from symphonies.platform.vizier.watch.telling import fact_of, query_of, question_of
from symphonies.platform.vizier.watch.watcher import Watcher
from symphonies.platform.vizier.watch.xmr import BehaviourChart, behaviour_chart

__all__ = [
    "ALARM",
    "Almanac",
    "Anomaly",
    "Baseline",
    "BehaviourChart",
    "DeclaredEvent",
    "Family",
    "Finding",
    "Inbox",
    "Item",
    "JointDetector",
    "Kind",
    "LookTerms",
    "Looking",
    "OnlineDiscovery",
    "Origin",
    "Parts",
    "Series",
    "State",
    "StreamDetector",
    "Verdict",
    "Watcher",
    "accept",
    "acknowledge",
    "behaviour_chart",
    "conformal_p",
    "discoveries",
    "fact_of",
    "first_seen",
    "group",
    "look_over",
    "looked",
    "origin",
    "query_of",
    "question_of",
    "read_series",
    "rebased",
    "relations",
    "scan",
    "snooze",
    "upstream_of",
]
