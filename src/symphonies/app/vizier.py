"""What the Vizier is given of an instance: whom it briefs, its playbooks, its ledger, its words."""

from __future__ import annotations

from collections.abc import Mapping

from symphonies.app.asking import open_asker
from symphonies.app.chatting import open_rewriter
from symphonies.app.symphonies import Symphony
from symphonies.app.wiring import Instance
from symphonies.platform.vizier import (
    ADVICE,
    ASK,
    BRIEFED,
    DOCUMENTS,
    MODEL,
    REWRITER,
    WORDS,
    AdviceDesk,
    AskDesk,
    Briefed,
    Ledger,
    load_playbook,
)


def vizier_extras(instance: Instance, symphonies: Mapping[str, Symphony]) -> Mapping[str, object]:
    """Return what the Vizier's resolvers need besides the request.

    Raises:
        DeclarationError: a playbook cannot be read as meant.
    """
    return {
        BRIEFED: {
            name: Briefed(each.declaration.heroes, each.declaration.watch)
            for name, each in symphonies.items()
        },
        ASK: AskDesk(open_asker(instance)),
        DOCUMENTS: instance.library,
        MODEL: instance.chat,
        REWRITER: open_rewriter(instance),
        WORDS: tuple(product.path for product in instance.products),
        ADVICE: AdviceDesk(
            ledger=Ledger(instance.records, instance.clock, instance.settings.vizier.four_eyes_above),
            playbooks={name: load_playbook(each.path / "playbook.yaml") for name, each in symphonies.items()},
            proposers={},
        ),
    }
