"""Watch: what is unusual, since when, how sure, and who already knows."""

from symphonies.platform.vizier.watch.conformal import conformal_p
from symphonies.platform.vizier.watch.discovery import OnlineDiscovery, discoveries
from symphonies.platform.vizier.watch.joint import JointDetector
from symphonies.platform.vizier.watch.streaming import ALARM, StreamDetector, Verdict
from symphonies.platform.vizier.watch.xmr import BehaviourChart, behaviour_chart

__all__ = [
    "ALARM",
    "BehaviourChart",
    "JointDetector",
    "OnlineDiscovery",
    "StreamDetector",
    "Verdict",
    "behaviour_chart",
    "conformal_p",
    "discoveries",
]
