"""Traffic to subgraphs: what is forwarded, repeated, shared, limited and cut off."""

from .breaking import Breaking, CircuitState
from .client import SubgraphAddress, make_client
from .headers import ForwardRules, forward_headers
from .limiting import Limiting
from .retrying import Retrying
from .rules import BreakerRules, RetryRules, TrafficRules
from .shaping import Shaped, ShapedEvents, shape
from .sharing import Sharing

__all__ = [
    "BreakerRules",
    "Breaking",
    "CircuitState",
    "ForwardRules",
    "Limiting",
    "RetryRules",
    "Retrying",
    "Shaped",
    "ShapedEvents",
    "Sharing",
    "SubgraphAddress",
    "TrafficRules",
    "forward_headers",
    "make_client",
    "shape",
]
