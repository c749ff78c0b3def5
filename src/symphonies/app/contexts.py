"""What resolvers may know of a request, whichever process they run in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from symphonies.app.estimating import LabelledEstimate, estimate_behind
from symphonies.app.learning import learning_desk
from symphonies.app.looking import looking_apart
from symphonies.app.remembering import STATUS_AGE_S, remembered
from symphonies.app.symphonies import Symphony, discover_symphonies
from symphonies.app.vizier import vizier_extras
from symphonies.app.wiring import Instance
from symphonies.platform.lakehouse import ProductStatus
from symphonies.platform.security import Principal
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.subgraphs import LEARNING, RequestContext
from symphonies.platform.vizier import look_over


@dataclass(frozen=True)
class Contexts:
    """Makes the context of a request of its principal."""

    instance: Instance
    status: Callable[[str], ProductStatus]
    estimates: Callable[[str], LabelledEstimate | None]
    extras: Mapping[str, object]
    """What the resolvers of the Vizier and of learning need besides the request."""

    def of(self, principal: Principal, as_of: date | None = None) -> RequestContext:
        """Return what resolvers may know of a request of this principal.

        Args:
            principal: who asks.
            as_of: the day to speak of; None: the newest.
        """
        company, layer = self.instance.company, self.instance.semantics
        if as_of is not None:
            company = company.model_copy(update={"as_of": as_of})
            layer = SemanticLayer(self.instance.catalog, self.instance.lakehouse.engine, company)
        return RequestContext(
            principal=principal,
            scope=self.instance.scope(principal),
            company=company,
            semantics=layer,
            status=self.status,
            lineage=self.instance.lakehouse.lineage,
            estimates=self.estimates,
            personas=tuple(self.instance.principals.values()),
            extras=self.extras,
        )


def make_contexts(
    instance: Instance, symphonies: Iterable[Symphony] | None = None, *, apart: bool = False
) -> Contexts:
    """Return the contexts of an instance.

    Args:
        instance: the product.
        symphonies: whose readers are briefed; None: those of the installed ones.
        apart: looks over all figures are made in a process of their own: answers of this one are waited for.
    """
    found = discover_symphonies() if symphonies is None else symphonies
    status = remembered(instance.lakehouse.status, STATUS_AGE_S)
    looking = looking_apart(instance) if apart else look_over
    extras = vizier_extras(instance, {each.declaration.id: each for each in found}, status, looking)
    told = remembered(partial(estimate_behind, instance), STATUS_AGE_S)
    return Contexts(instance, status, told, {**extras, LEARNING: learning_desk(instance)})
