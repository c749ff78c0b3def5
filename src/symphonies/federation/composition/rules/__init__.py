"""Rules on the whole: some look at the subgraphs before they are merged, some at the result."""

from .auth import check_auth
from .inaccessible import check_inaccessible
from .overrides import check_overrides
from .presence import check_interfaces, check_presence

__all__ = ["check_auth", "check_inaccessible", "check_interfaces", "check_overrides", "check_presence"]
