"""The asker of an instance, with every engine there is."""

from __future__ import annotations

from symphonies.app.catalogues import ForeignInstance
from symphonies.app.chatting import open_interpreter
from symphonies.app.symphonies import discover_symphonies
from symphonies.app.wiring import Instance
from symphonies.app.wiring_symphonies import symphony_foresights
from symphonies.platform.subgraphs import KnownRows
from symphonies.platform.vizier import (
    CASCADE_FILE,
    Asker,
    Cascade,
    ChangeExplained,
    Corrections,
    DocumentQuestions,
    Foreseen,
    ForesightQuestions,
    Intent,
    Interpreter,
    SeriesForecast,
    load_cascade,
    may_review,
)


def open_asker(instance: Instance) -> Asker:
    """Return what answers questions over an instance's figures and what is foretold of them."""
    layer, foresights = instance.semantics, symphony_foresights(instance)
    engines = {
        Intent.FORECAST: Foreseen(layer, foresights, SeriesForecast(layer)),
        Intent.WHY: ChangeExplained(layer, cascade_of(instance)),
    }
    corrections = open_corrections(instance)
    interpreter = open_interpreter(instance, corrections.synonyms)
    return Asker(
        layer,
        engines=engines,
        interpreter=interpreter,
        documents=DocumentQuestions(instance.library, instance.principals, _known_rows(instance)),
        corrections=corrections,
        foresight=ForesightQuestions(layer, foresights, interpreter.places),
    )


def open_corrections(instance: Instance) -> Corrections:
    """Return the corrections of a company, reviewed by four eyes where that is wanted and can be."""

    def second(reviewer: str) -> bool:
        others = [each for name, each in instance.principals.items() if name != reviewer]
        return wanted and any(may_review(instance.scope(each)) for each in others)

    wanted = instance.settings.vizier.four_eyes_on_corrections
    return Corrections(instance.records, instance.clock, second)


def _known_rows(instance: Instance) -> KnownRows:
    contracts = [product.contract for product in instance.products]
    return KnownRows(contracts, instance.lakehouse.engine)


def cascade_of(instance: Instance) -> Cascade:
    """Return what the symphonies declare of which metric moves which."""
    files = [each.path / CASCADE_FILE for each in discover_symphonies()]
    known = [metric.id for metric in instance.catalog.all_metrics]
    return load_cascade([file for file in files if file.is_file()], known)


def foreign_asker(foreign: ForeignInstance) -> Asker:
    """Return what answers questions over an imported catalogue; without a period, of all time."""
    return Asker(foreign.layer, interpreter=Interpreter(foreign.layer, ever=True))
