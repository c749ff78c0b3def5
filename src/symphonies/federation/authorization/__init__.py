"""Authorisation: @authenticated, @requiresScopes and @policy enforced before anything is planned."""

from .guards import EVERYTHING, Allowed, Authorization, Guards, Mode
from .jwt import JwtIdentity, JwtRules
from .keys import KeySource, RemoteKeys, StaticKeys
from .policies import decide_policies
from .rules import Rule

__all__ = [
    "EVERYTHING",
    "Allowed",
    "Authorization",
    "Guards",
    "JwtIdentity",
    "JwtRules",
    "KeySource",
    "Mode",
    "RemoteKeys",
    "Rule",
    "StaticKeys",
    "decide_policies",
]
