"""What the Vizier is given of an instance: whom it briefs, its playbooks, its ledger, its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from symphonies.app.asking import cascade_of, open_asker
from symphonies.app.chatting import open_rewriter, open_writer
from symphonies.app.remembering import STATUS_AGE_S, remembered
from symphonies.app.symphonies import Symphony
from symphonies.app.watching import data_stamp, open_watcher, shelf_of
from symphonies.app.wiring import Instance
from symphonies.app.wiring_proposers import symphony_proposers
from symphonies.app.wiring_symphonies import symphony_foresights
from symphonies.platform.lakehouse import ProductStatus
from symphonies.platform.security import LOCAL_OWNER
from symphonies.platform.subgraphs import RequestContext
from symphonies.platform.vizier import (
    ADVICE,
    ASK,
    BRIEFED,
    DOCUMENTS,
    FORESIGHT,
    LEVELS,
    MODEL,
    PINS,
    READERS,
    REWRITER,
    WATCH,
    WHY,
    WORDS,
    WRITER,
    AdviceDesk,
    AskDesk,
    Briefed,
    Context,
    Explainer,
    Ledger,
    LevelMemory,
    Looking,
    Pins,
    ReaderDesk,
    ReaderMemory,
    ReadingStyles,
    WatchDesk,
    WhyDesk,
    disclosure_of,
    load_playbook,
    look_over,
)


def vizier_extras(
    instance: Instance,
    symphonies: Mapping[str, Symphony],
    status: Callable[[str], ProductStatus],
    looking: Looking = look_over,
) -> Mapping[str, object]:
    """Return what the Vizier's resolvers need besides the request.

    Args:
        instance: the product.
        symphonies: whose readers are briefed, by id.
        status: tells how fresh a product is.
        looking: makes looks for the unusual.

    Raises:
        DeclarationError: a playbook cannot be read as meant.
    """
    asker = open_asker(instance)
    instance.chores.append(asker.prepare)
    disclosure = disclosure_of(product.contract for product in instance.products)
    stamp = partial(data_stamp, instance, status)
    version = partial(remembered(lambda _: stamp(), STATUS_AGE_S), "")
    return {
        BRIEFED: {
            name: Briefed(each.declaration.heroes, each.declaration.watch, each.declaration.duties)
            for name, each in symphonies.items()
        },
        ASK: AskDesk(asker),
        DOCUMENTS: instance.library,
        FORESIGHT: symphony_foresights(instance),
        LEVELS: LevelMemory(stamp),
        WATCH: WatchDesk(open_watcher(instance, version, looking), instance.records, instance.clock),
        WHY: WhyDesk(
            Explainer(cascade_of(instance), version, shelf_of(instance, "reasons")),
            lambda dimension: disclosure.is_personal(dimension, instance.catalog),
        ),
        READERS: ReaderDesk(ReaderMemory(instance.records, instance.clock), ReadingStyles(instance.records)),
        MODEL: instance.chat,
        PINS: Pins(instance.records),
        REWRITER: open_rewriter(instance),
        WRITER: open_writer(instance),
        WORDS: tuple(product.path for product in instance.products),
        ADVICE: AdviceDesk(
            ledger=Ledger(instance.records, instance.clock, instance.settings.vizier.four_eyes_above),
            playbooks={name: load_playbook(each.path / "playbook.yaml") for name, each in symphonies.items()},
            proposers=symphony_proposers(instance),
            rule=instance.rule,
            widened=lambda context: _widened(context, instance),
        ),
    }


def _widened(context: Context, instance: Instance) -> Context:
    """Return a request as the owner of the installation would make it."""
    assert isinstance(context, RequestContext)
    return replace(context, principal=LOCAL_OWNER, scope=instance.scope(LOCAL_OWNER))
