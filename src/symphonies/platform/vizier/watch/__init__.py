"""Watch: what is unusual, since when, how sure, and who already knows."""

from symphonies.platform.vizier.watch.conformal import conformal_p
from symphonies.platform.vizier.watch.discovery import OnlineDiscovery, discoveries
from symphonies.platform.vizier.watch.inbox import Inbox
from symphonies.platform.vizier.watch.items import Item, State, acknowledge, first_seen, looked, snooze
from symphonies.platform.vizier.watch.joint import JointDetector
from symphonies.platform.vizier.watch.streaming import ALARM, StreamDetector, Verdict
from symphonies.platform.vizier.watch.xmr import BehaviourChart, behaviour_chart

__all__ = [
    "ALARM",
    "BehaviourChart",
    "Inbox",
    "Item",
    "JointDetector",
    "OnlineDiscovery",
    "State",
    "StreamDetector",
    "Verdict",
    "acknowledge",
    "behaviour_chart",
    "conformal_p",
    "discoveries",
    "first_seen",
    "looked",
    "snooze",
]
