"""Principals, and Cedar policies turned into what each may see of tables, rows and columns."""

from symphonies.platform.security.errors import PersonaInvalidError, PolicyInvalidError
from symphonies.platform.security.matters import Decide, Matter, Ruling
from symphonies.platform.security.personas import LOCAL_OWNER, load_principals
from symphonies.platform.security.policyfiles import Policy
from symphonies.platform.security.principal import Principal
from symphonies.platform.security.resources import ColumnResource, TableResource
from symphonies.platform.security.scope import Scope, TableScope
from symphonies.platform.security.store import Explanation, PolicyStore

__all__ = [
    "LOCAL_OWNER",
    "ColumnResource",
    "Decide",
    "Explanation",
    "Matter",
    "PersonaInvalidError",
    "Policy",
    "PolicyInvalidError",
    "PolicyStore",
    "Principal",
    "Ruling",
    "Scope",
    "TableResource",
    "TableScope",
    "load_principals",
]
